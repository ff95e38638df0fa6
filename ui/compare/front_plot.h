#pragma once

#include <map>
#include <memory>
#include <vector>

#include "core/report/pareto.h"
#include "ui/base/plot.h"

namespace secateur {

/// Accuracy over cost of the compared networks: a point each, in the colour of its kind, with
/// Wilson's 95 % interval; a line through those that no other one beats in both, the dominated
/// ones grey.
class FrontPlot : public Plot {
    Q_OBJECT

 public:
    explicit FrontPlot(QWidget* parent = nullptr);

    void setComparison(std::shared_ptr<const Comparison> comparison);
    /// Multiply-adds by variant.
    void setMacs(std::map<int64_t, int64_t> macs);
    void setCost(CostKind kind);
    void setSelected(qint64 variant);
    const std::vector<ParetoPoint>& points() const { return m_points; }
    /// Where a point is drawn, in the widget; empty: it is not there.
    QPointF placeOf(qint64 variant) const;

    QString exportName() const override { return QStringLiteral("front"); }
    /// paretoTable: `variant`, the cost, `top1,top1_low,top1_high,dominated`.
    QByteArray csv() const override;

 signals:
    void variantClicked(qint64 variant);

 protected:
    void applyTheme(const Theme& theme) override;
    void setOnPaper(bool onPaper) override;
    QString tipAt(const QPointF& place) const override;

 private:
    void fill();
    void showAxis();
    /// Of the axis's unit.
    double shownCost(const ParetoPoint& point) const { return point.cost / m_unit; }
    void addPoint(const ParetoPoint& point);
    void placeNames();
    QColor colourOf(const ParetoPoint& point, const Theme& theme) const;
    const ParetoPoint* pointAt(const QPointF& place) const;

    std::shared_ptr<const Comparison> m_comparison;
    std::vector<ParetoPoint> m_points;
    std::map<int64_t, int64_t> m_macs;
    CostKind m_kind = CostKind::Bytes;
    double m_unit = 1.0;  ///< of the axis, in the points' costs
    qint64 m_selected = 0;
    QCPGraph* m_line;
    QCPGraph* m_ring;  ///< around the selected one
    struct Drawn {
        QCPGraph* point;
        QCPErrorBars* interval;
        QCPItemText* name;
    };
    std::vector<Drawn> m_drawn;  ///< as m_points
};

}  // namespace secateur
