#include "ui/sensitivity/editable_plan.h"

#include <algorithm>
#include <cmath>

namespace secateur {

int64_t PlanRow::kept() const {
    const auto pruned =
        static_cast<int64_t>(std::nearbyint(ratio() * static_cast<double>(weights)));
    return weights - std::max(zeros, pruned);
}

EditablePlan::EditablePlan(const GraphCost& network) : m_parameters(network.parameters) {
    for (const LayerCost& layer : network.layers) {
        if (layer.weights > 0) {
            m_rows.push_back(
                {layer.name, layer.block, layer.role, layer.weights, layer.zeros, {}, {}});
        }
    }
}

void EditablePlan::setSafeRatios(const std::map<std::string, double>& ratios) {
    for (PlanRow& row : m_rows) {
        const auto found = ratios.find(row.layer);
        row.safeRatio = found == ratios.end() ? std::nullopt : std::optional(found->second);
    }
}

void EditablePlan::setOverride(size_t row, std::optional<double> ratio) {
    m_rows.at(row).override = ratio;
}

void EditablePlan::clearOverrides() {
    for (PlanRow& row : m_rows) {
        row.override.reset();
    }
}

bool EditablePlan::hasOverrides() const {
    return std::any_of(m_rows.begin(), m_rows.end(),
                       [](const PlanRow& row) { return row.override.has_value(); });
}

PlanTotals EditablePlan::totals() const {
    PlanTotals totals;
    totals.parameters = m_parameters;
    for (const PlanRow& row : m_rows) {
        totals.weights += row.weights;
        totals.weightsKept += row.kept();
    }
    totals.parametersKept = totals.parameters - (totals.weights - totals.weightsKept);
    return totals;
}

std::map<std::string, double> EditablePlan::ratios() const {
    std::map<std::string, double> ratios;
    for (const PlanRow& row : m_rows) {
        if (row.ratio() > 0.0) {
            ratios[row.layer] = row.ratio();
        }
    }
    return ratios;
}

}  // namespace secateur
