#include "ui/sensitivity/editable_plan.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/pruning_plan.h"

namespace secateur {

int64_t PlanRow::kept() const {
    const auto pruned =
        static_cast<int64_t>(std::nearbyint(ratio() * static_cast<double>(weights)));
    return weights - std::max(zeros, pruned);
}

EditablePlan::EditablePlan(const GraphCost& network) : m_parameters(network.parameters) {
    for (const LayerCost& layer : network.layers) {
        if (layer.weights > 0) {
            PlanRow row;
            row.layer = layer.name;
            row.block = layer.block;
            row.role = layer.role;
            row.weights = layer.weights;
            row.zeros = layer.zeros;
            row.macs = layer.macs;
            m_rows.push_back(std::move(row));
        }
    }
}

void EditablePlan::setSafeLevels(const std::map<std::string, SafeLevel>& levels,
                                 const std::set<std::string>& untested) {
    for (PlanRow& row : m_rows) {
        row.untested = untested.count(row.layer) > 0;
        const auto found = levels.find(row.layer);
        row.safe = found == levels.end() ? std::nullopt : std::optional(found->second);
    }
}

void EditablePlan::setProposal(const std::optional<std::map<std::string, double>>& ratios) {
    for (PlanRow& row : m_rows) {
        row.proposed.reset();
        if (ratios) {
            const auto found = ratios->find(row.layer);
            row.proposed = found == ratios->end() ? 0.0 : found->second;
        }
    }
}

void EditablePlan::setOverride(const std::string& layer, std::optional<double> ratio) {
    for (PlanRow& row : m_rows) {
        row.override = row.layer == layer ? ratio : row.override;
    }
}

const PlanRow* EditablePlan::find(const std::string& layer) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const PlanRow& row) { return row.layer == layer; });
    return found == m_rows.end() ? nullptr : &*found;
}

std::map<std::string, double> EditablePlan::overrides() const {
    std::map<std::string, double> ratios;
    for (const PlanRow& row : m_rows) {
        if (row.override) {
            ratios[row.layer] = *row.override;
        }
    }
    return ratios;
}

void EditablePlan::setOverrides(const std::map<std::string, double>& ratios) {
    for (PlanRow& row : m_rows) {
        const auto found = ratios.find(row.layer);
        row.override = found == ratios.end() ? std::nullopt : std::optional(found->second);
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
        const int64_t zeros = row.weights - row.kept();
        totals.macs += row.macs;
        totals.macsKept += macsLeft(row.macs, row.weights, zeros);
        totals.bytes += weightBytes(row.weights, 0);
        totals.bytesKept += weightBytes(row.weights, zeros);
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
