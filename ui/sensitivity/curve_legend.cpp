#include "ui/sensitivity/curve_legend.h"

#include <algorithm>
#include <set>

#include "ui/base/plot.h"

namespace secateur {

namespace {

constexpr size_t kMostNames = 13;  // of more curves without roles, the ends

/// The first curve that is not of all layers together.
CurvePtr firstOwn(const CurveList& curves) {
    const auto found = std::find_if(curves.begin(), curves.end(),
                                    [](const CurvePtr& curve) { return !curve->global(); });
    return found == curves.end() ? nullptr : *found;
}

}  // namespace

void CurveLegend::setupRoles(const CurveLooks& looks) {
    for (const auto& [role, graph] : m_roleKeys) {
        m_plot.removePlottable(graph);
    }
    m_roleKeys.clear();
    for (const auto& [role, look] : looks.roles) {
        auto* key = new CurveGraph(m_plot.xAxis, m_plot.yAxis);
        key->setName(roleTitle(role));
        key->setLook(look);
        m_roleKeys[role] = key;
    }
}

void CurveLegend::addCurves(const CurveList& curves,
                            const std::map<std::string, CurveGraph*>& graphs,
                            const CurveLooks& looks, const std::string& selected) {
    std::set<std::string> named;  // roles come in the order of the network
    const bool fewNames = looks.roles.empty() && looks.layers.size() > kMostNames;
    for (const CurvePtr& curve : curves) {
        const std::string role = lookRole(looks, curve->role);
        const bool ends = curve == curves.back() || curve == firstOwn(curves);
        if ((looks.roles.empty() && (!fewNames || ends)) || curve->global() ||
            curve->name() == selected) {
            graphs.at(curve->name())->addToLegend();
        }
        if (!looks.roles.empty() && !curve->global() && named.insert(role).second && role != "") {
            m_roleKeys.at(role)->addToLegend();
        }
    }
    if (named.count("") > 0) {
        m_roleKeys.at("")->addToLegend();
    }
}

void CurveLegend::fill(const CurveList& curves, const std::map<std::string, CurveGraph*>& graphs,
                       const CurveLooks& looks, const std::string& selected, const Theme& theme) {
    QCPLegend& legend = *m_plot.legend;
    legend.clearItems();
    setupRoles(looks);
    addCurves(curves, graphs, looks, selected);
    styleLegend(legend, theme, m_plot.font());
    legend.setIconSize(24, m_plot.fontMetrics().height());
    legend.setRowSpacing(0);
    legend.setMargins(QMargins(6, 3, 6, 3));
    legend.setVisible(!curves.empty());
}

}  // namespace secateur
