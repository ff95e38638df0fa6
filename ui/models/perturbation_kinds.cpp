#include "ui/models/perturbation_kinds.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "core/analysis/sweep_options.h"
#include "core/base/setting.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

QString titleOf(PerturbationKind kind) {
    for (const SettingChoice& choice : sweepSettings().at("kind").choices) {
        if (choice.name == enumName(kind)) {
            return QCoreApplication::translate("secateur::Settings", choice.title);
        }
    }
    return {};
}

KindTraits pruning() {
    return {PerturbationKind::Prune,
            titleOf(PerturbationKind::Prune),
            Text::tr("Pruned ratio of the weights"),
            Text::tr("ratio"),
            Text::tr("&Ratios"),
            Text::tr("Shares of the weights set to zero, one measured point each: 0.7 is 70 %."),
            Text::tr("0.7 for 70 %"),
            Text::tr("nothing pruned"),
            Text::tr("safe %1"),
            {},
            true,
            true};
}

KindTraits weightBits() {
    return {PerturbationKind::WeightBits,
            titleOf(PerturbationKind::WeightBits),
            Text::tr("Bits of a weight (fewer to the right)"),
            Text::tr("bits"),
            Text::tr("&Bits"),
            Text::tr("Numbers of bits from 8 down to 2, one measured point each."),
            Text::tr("4 for 4 bits"),
            Text::tr("no weight changed"),
            Text::tr("safe from %1 bits"),
            Text::tr("no safe number of bits"),
            false,
            false};
}

KindTraits activationBits() {
    return {PerturbationKind::ActivationBits,
            titleOf(PerturbationKind::ActivationBits),
            Text::tr("Bits of an activation (fewer to the right)"),
            Text::tr("bits"),
            Text::tr("&Bits"),
            Text::tr("Numbers of bits from 8 down to 2, one measured point each."),
            Text::tr("4 for 4 bits"),
            Text::tr("no output changed"),
            Text::tr("safe from %1 bits"),
            Text::tr("no safe number of bits"),
            false,
            false};
}

KindTraits clipping() {
    return {
        PerturbationKind::Clip,
        titleOf(PerturbationKind::Clip),
        Text::tr("Share of the output's range that is cut off"),
        Text::tr("clipped share"),
        Text::tr("Clipped sha&res"),
        Text::tr("Shares of the output's range cut off at both ends, one measured point each: 0.2 "
                 "leaves the inner 80 %."),
        Text::tr("0.2 for 20 % cut off"),
        Text::tr("nothing clipped"),
        Text::tr("safe %1"),
        {},
        false,
        false};
}

KindTraits channels() {
    return {
        PerturbationKind::Channels,
        titleOf(PerturbationKind::Channels),
        Text::tr("Share of the channels that is taken out"),
        Text::tr("share"),
        Text::tr("Sha&res"),
        Text::tr("Shares of a group's channels taken out, one measured point each: 0.5 is half of "
                 "them."),
        Text::tr("0.5 for 50 %"),
        Text::tr("no channel went"),
        Text::tr("safe %1"),
        {},
        true,
        false};
}

}  // namespace

const std::vector<KindTraits>& kindTraits() {
    static const std::vector<KindTraits> kAll{pruning(), weightBits(), activationBits(), clipping(),
                                              channels()};
    return kAll;
}

const KindTraits& traitsOf(PerturbationKind kind) {
    const auto& all = kindTraits();
    return *std::find_if(all.begin(), all.end(),
                         [kind](const KindTraits& traits) { return traits.kind == kind; });
}

QString ratioText(double share) {
    const bool cents = std::abs(share * 100.0 - std::round(share * 100.0)) < 1e-9;
    return QLocale().toString(share, 'f', cents ? 2 : 3);
}

QString levelText(const Level& level) {
    return level.bits ? QLocale().toString(level.number, 'f', 0) : ratioText(level.number);
}

QString safeNumberText(const SafeLevel& safe) {
    const QString text = levelText(safe.level);
    return !safe.hardestTried ? text
                              : (safe.level.bits ? Text::tr("≤ %1") : Text::tr("≥ %1")).arg(text);
}

QString criterionTitle(const std::string& name) {
    if (name == "given") {
        return Text::tr("given masks");
    }
    const auto criterion = findEnum<PruneCriterion>(name);
    return criterion ? QCoreApplication::translate("secateur::Settings",
                                                   criterionTraits(*criterion).brief)
                     : QString::fromStdString(name);
}

QString groupingTitle(Grouping grouping) {
    switch (grouping) {
        case Grouping::Layer:
            return Text::tr("by layer");
        case Grouping::Block:
            return Text::tr("by block");
        case Grouping::Role:
            break;
    }
    return Text::tr("by role");
}

}  // namespace secateur
