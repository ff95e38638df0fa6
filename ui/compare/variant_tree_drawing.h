#pragma once

#include <QWidget>

#include "core/report/study_snapshot.h"
#include "ui/base/exportable.h"
#include "ui/base/theme.h"

namespace secateur {

/// The family tree of the variants for paper: what was made from what, with size and top-1.
class VariantTreeDrawing : public Exportable {
 public:
    /// `widget`: whose font is used; outlives this.
    explicit VariantTreeDrawing(const QWidget& widget) : m_widget(widget) {}

    /// `images`: the list that top-1 is of.
    void setStudy(std::shared_ptr<const StudySnapshot> snapshot, int64_t images);

    QString exportName() const override { return "variants"; }
    QString exportTitle() const override;
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

 private:
    struct Row {
        const Variant* variant = nullptr;  // in m_snapshot
        const StoredEvaluation* evaluation = nullptr;
        int depth = 0;
        int parentRow = -1;
    };
    void addRows(const Variant& variant, int depth, int parentRow);
    void paintRow(QPainter& painter, const Row& row, const QRectF& area, const Theme& theme) const;
    QString title() const;
    double rowHeight() const;

    const QWidget& m_widget;
    std::shared_ptr<const StudySnapshot> m_snapshot;
    int64_t m_images = 0;
    std::vector<Row> m_rows;  ///< a parent before its children, children below it
};

}  // namespace secateur
