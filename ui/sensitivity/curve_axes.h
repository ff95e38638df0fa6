#pragma once

#include <map>
#include <string>

#include "ui/base/qcustomplot_header.h"
#include "ui/sensitivity/curve_graph.h"

namespace secateur {

/// How much of the vertical axis is seen.
enum class CurveRange { Whole, NearTolerance };

/// The axes of a plot of curves: what they mean, and how much of them is seen.
class CurveAxes {
 public:
    explicit CurveAxes(QCustomPlot& plot) : m_plot(plot) {}

    void setKind(PerturbationKind kind);
    void setValue(CurveValue value);
    CurveValue value() const { return m_value; }
    void setShownRange(CurveRange range) { m_shown = range; }
    /// To what is drawn, unless the user chose a range. `baseline`: a fraction; `tolerance`:
    /// points.
    void fit(const CurveList& curves, const std::map<std::string, CurveGraph*>& graphs,
             double baseline, double tolerance);
    /// After the user has zoomed or moved the vertical axis: where that made a difference it stays
    /// as it is, within limits, until forgetUserRange().
    bool keepUserRange(const QCPRange& before);
    void forgetUserRange() { m_ofUser = false; }

 private:
    void fitLevels(const CurveList& curves);

    QCustomPlot& m_plot;
    PerturbationKind m_kind = PerturbationKind::Prune;
    CurveValue m_value = CurveValue::Drop;
    CurveRange m_shown = CurveRange::Whole;
    bool m_ofUser = false;  ///< new points do not change it
};

}  // namespace secateur
