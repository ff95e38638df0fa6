#pragma once

#include <QStyledItemDelegate>

namespace secateur {

/// Draws the rows of a jobTable: a bar with its percentage in the progress column, and failed
/// jobs in the warning colour with an icon beside their status.
class JobDelegate : public QStyledItemDelegate {
    Q_OBJECT

 public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

 protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

}  // namespace secateur
