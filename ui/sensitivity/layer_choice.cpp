#include "ui/sensitivity/layer_choice.h"

#include <algorithm>
#include <iterator>

#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr size_t kWorst = 10;

std::vector<std::string> sharedRoles(const GraphCost& network) {
    std::vector<std::pair<std::string, int>> counts;
    for (const LayerCost& layer : network.layers) {
        if (layer.weights == 0 || layer.role.empty()) {
            continue;
        }
        const auto known = std::find_if(counts.begin(), counts.end(),
                                        [&](const auto& c) { return c.first == layer.role; });
        if (known == counts.end()) {
            counts.emplace_back(layer.role, 1);
        } else {
            ++known->second;
        }
    }
    std::vector<std::string> roles;
    for (const auto& [role, count] : counts) {
        if (count > 1) {
            roles.push_back(role);
        }
    }
    return roles;
}

}  // namespace

std::vector<NamedChoice> layerChoices(const GraphCost* network, Grouping grouping) {
    const bool byLayer = grouping == Grouping::Layer;
    std::vector<NamedChoice> choices;
    const auto add = [&](LayerChoice::Kind kind, const QString& title, const QString& tip) {
        NamedChoice choice;
        choice.choice.kind = kind;
        choice.title = title;
        choice.tip = tip;
        choices.push_back(choice);
    };
    add(LayerChoice::All, byLayer ? Text::tr("All layers") : Text::tr("All curves"),
        Text::tr("Everything that was measured."));
    add(LayerChoice::Selected, byLayer ? Text::tr("Selected layer") : Text::tr("Selected curve"),
        Text::tr("The curve of the layer that is selected, and of all layers together."));
    add(LayerChoice::WorstTen, Text::tr("Worst ten"),
        Text::tr(
            "The ten curves that exceed the tolerance first, then those with the largest drop."));
    if (network == nullptr || !byLayer) {
        return choices;
    }
    for (const std::string& role : sharedRoles(*network)) {
        QString title = QString::fromStdString(role);
        title[0] = title[0].toUpper();
        add(LayerChoice::Role, title,
            Text::tr("The layers with the role %1.").arg(QString::fromStdString(role)));
        choices.back().choice.role = role;
    }
    return choices;
}

CurveList chosenCurves(const CurveList& curves, const LayerChoice& choice,
                       const std::string& selected, double toleranceShare) {
    CurveList chosen;
    if (choice.kind == LayerChoice::WorstTen) {
        chosen = worstCurves(curves, toleranceShare, kWorst);
        if (!curves.empty() && curves.front()->global()) {
            chosen.insert(chosen.begin(), curves.front());
        }
        return chosen;
    }
    std::copy_if(curves.begin(), curves.end(), std::back_inserter(chosen),
                 [&](const CurvePtr& curve) {
                     return curve->global() || choice.kind == LayerChoice::All ||
                            (choice.kind == LayerChoice::Selected && curve->name() == selected) ||
                            (choice.kind == LayerChoice::Role && curve->role == choice.role);
                 });
    return chosen;
}

}  // namespace secateur
