#include "ui/sensitivity/curve_axes.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/base/translation.h"
#include "ui/models/perturbation_kinds.h"

namespace secateur {

namespace {

constexpr double kShareMargin = 0.04;
constexpr double kBitMargin = 0.5;
constexpr double kRangeStep = 5.0;   // points: the range of a running sweep grows in steps
constexpr double kBelowZero = 0.05;  // of the range: the baseline is not the frame
constexpr double kNearBelow = 1.0;   // tolerances under the baseline, and above
constexpr double kNearAbove = 4.0;
constexpr double kSmallestRange = 0.5;
constexpr double kLargestRange = 120.0;

/// The range of drops to see, in points.
QCPRange dropRange(const std::map<std::string, CurveGraph*>& graphs, double tolerance,
                   const std::function<double(double)>& dropOf) {
    double low = -0.5;
    double high = tolerance * 1.5;
    for (const auto& [layer, graph] : graphs) {
        bool found = false;
        const QCPRange values = graph->getValueRange(found);
        if (found) {
            const double a = dropOf(values.lower);
            const double b = dropOf(values.upper);
            low = std::min({low, a, b});
            high = std::max({high, a, b});
        }
    }
    high = std::min(100.0, std::ceil(high / kRangeStep) * kRangeStep);
    return {std::min(low * 1.1, -kBelowZero * high), high};
}

}  // namespace

void CurveAxes::setKind(PerturbationKind kind) {
    m_kind = kind;
    m_plot.xAxis->setLabel(traitsOf(kind).axis);
    m_plot.xAxis->setRangeReversed(harderDownwards(kind));
    if (harderDownwards(kind)) {
        m_plot.xAxis->setTicker(QSharedPointer<QCPAxisTickerFixed>::create());  // whole numbers
    } else {
        m_plot.xAxis->setTicker(QSharedPointer<QCPAxisTicker>::create());
    }
}

void CurveAxes::setValue(CurveValue value) {
    m_value = value;
    m_plot.yAxis->setLabel(value == CurveValue::Drop ? Text::tr("Accuracy drop (points)")
                                                     : Text::tr("Top-1 accuracy (%)"));
}

void CurveAxes::fitLevels(const CurveList& curves) {
    if (!harderDownwards(m_kind)) {
        double last = 0.0;
        for (const CurvePtr& curve : curves) {
            last = std::max(last, curve->points.back().level.number);
        }
        m_plot.xAxis->setRange(0.0, curves.empty() ? 1.0 : std::min(1.0, last + kShareMargin));
        return;
    }
    double most = 8.0;
    double fewest = curves.empty() ? 2.0 : most;
    for (const CurvePtr& curve : curves) {
        most = std::max(most, curve->points.front().level.number);
        fewest = std::min(fewest, curve->points.back().level.number);
    }
    m_plot.xAxis->setRange(fewest - kBitMargin, most + kBitMargin);
}

void CurveAxes::fit(const CurveList& curves, const std::map<std::string, CurveGraph*>& graphs,
                    double baseline, double tolerance) {
    if (m_ofUser) {
        return;
    }
    fitLevels(curves);
    const double whole = 100.0 * baseline;
    const auto flip = [&](double value) {
        return m_value == CurveValue::Drop ? value : whole - value;
    };
    const double unit = std::max(tolerance, 0.5);
    const QCPRange drops = m_shown == CurveRange::NearTolerance
                               ? QCPRange(-kNearBelow * unit, kNearAbove * unit)
                               : dropRange(graphs, tolerance, flip);
    m_plot.yAxis->setRange(QCPRange(flip(drops.lower), flip(drops.upper)));
}

bool CurveAxes::keepUserRange(const QCPRange& before) {
    QCPAxis& axis = *m_plot.yAxis;
    if (axis.range() == before) {
        return false;
    }
    m_ofUser = true;
    if (axis.range().size() < kSmallestRange || axis.range().size() > kLargestRange) {
        axis.setRange(before);
    }
    return true;
}

}  // namespace secateur
