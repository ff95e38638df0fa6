#pragma once

#include <map>
#include <string>

#include "ui/base/theme.h"
#include "ui/sensitivity/curve_looks.h"

namespace secateur {

/// The legend of a plot of curves: roles where curves are coloured by them, else the curves, or of
/// many the ends.
class CurveLegend {
 public:
    explicit CurveLegend(QCustomPlot& plot) : m_plot(plot) {}

    /// `graphs`: of each curve, by its name.
    void fill(const CurveList& curves, const std::map<std::string, CurveGraph*>& graphs,
              const CurveLooks& looks, const std::string& selected, const Theme& theme);

 private:
    void setupRoles(const CurveLooks& looks);
    void addCurves(const CurveList& curves, const std::map<std::string, CurveGraph*>& graphs,
                   const CurveLooks& looks, const std::string& selected);

    QCustomPlot& m_plot;
    std::map<std::string, CurveGraph*> m_roleKeys;  ///< without a curve: only names
};

}  // namespace secateur
