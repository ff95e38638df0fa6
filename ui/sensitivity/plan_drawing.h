#pragma once

#include <QFont>

#include "core/analysis/predicted_drop.h"
#include "ui/base/exportable.h"
#include "ui/sensitivity/plan_table_model.h"

namespace secateur {

/// "1,234,567 of 2,296,922 parameters remain, 46.98 % sparsity; 50.3 of 94.6 M multiply-adds, 5.12
/// of 9.02 MB of weights".
QString planTotalsText(const PlanTotals& totals);

/// The pruning plan as a printed table.
class PlanDrawing : public Exportable {
 public:
    explicit PlanDrawing(const PlanTableModel& model) : m_model(model) {}
    void setCaption(const QString& caption) { m_caption = caption; }
    /// What is expected of the plan, in words and as numbers; empty: nothing.
    void setPrediction(const QString& text, const std::optional<PredictedDrop>& drop) {
        m_prediction = text;
        m_drop = drop;
    }

    QString exportName() const override { return QStringLiteral("pruning_plan"); }
    QSize exportSize() const override;
    /// In one piece, scaled to fit.
    void renderTo(QPaintDevice& device, const QSize& size) override;
    /// layer,weights,safe_ratio,largest_tried,plan_ratio,weights_kept,predicted_drop,predicted_low,
    /// predicted_high,calibrated_by; safe_ratio is empty where nothing was measured, the prediction
    /// stands in the last line, "global".
    QByteArray csv() const override;

 private:
    QSize naturalSize(const QFontMetrics& metrics) const;
    void drawTable(QPainter& painter, const QFontMetrics& metrics) const;

    const PlanTableModel& m_model;
    QString m_caption;
    QString m_prediction;
    std::optional<PredictedDrop> m_drop;
};

}  // namespace secateur
