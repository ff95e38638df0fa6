#pragma once

#include <QTreeView>

namespace secateur {

/// The first column of a tree once more, above it while it is scrolled to the right, so that
/// figures keep the name that they belong to. A child of the tree, with its model and selection.
class FrozenColumn : public QTreeView {
    Q_OBJECT

 public:
    /// `tree` has its model already.
    explicit FrozenColumn(QTreeView& tree);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void follow();

    QTreeView& m_tree;
};

}  // namespace secateur
