#include "ui/models/perturbation_kinds.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace secateur {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("secateur::Perturbations", text);
}

KindTraits pruning() {
    return {PerturbationKind::Prune,
            tr("Pruned weights"),
            tr("A share of the weights becomes zero."),
            tr("Pruned ratio of the weights"),
            tr("ratio"),
            tr("&Ratios"),
            tr("Shares of the weights set to zero, one measured point each: 0.7 is 70 %."),
            tr("0.7 for 70 %"),
            tr("nothing pruned"),
            tr("safe %1"),
            {},
            true,
            true};
}

KindTraits weightBits() {
    return {PerturbationKind::WeightBits,
            tr("Weight bits"),
            tr("Weights are rounded to so many bits, per channel and symmetric; BN is folded."),
            tr("Bits of a weight (fewer to the right)"),
            tr("bits"),
            tr("&Bits"),
            tr("Numbers of bits from 8 down to 2, one measured point each."),
            tr("4 for 4 bits"),
            tr("no weight changed"),
            tr("safe from %1 bits"),
            tr("no safe number of bits"),
            false,
            false};
}

KindTraits activationBits() {
    return {PerturbationKind::ActivationBits,
            tr("Activation bits"),
            tr("The output of the layer is rounded to so many bits over the range it was seen in."),
            tr("Bits of an activation (fewer to the right)"),
            tr("bits"),
            tr("&Bits"),
            tr("Numbers of bits from 8 down to 2, one measured point each."),
            tr("4 for 4 bits"),
            tr("no output changed"),
            tr("safe from %1 bits"),
            tr("no safe number of bits"),
            false,
            false};
}

KindTraits clipping() {
    return {PerturbationKind::Clip,
            tr("Clipped outputs"),
            tr("A share of the range of the layer's output is cut off at both ends."),
            tr("Share of the output's range that is cut off"),
            tr("clipped share"),
            tr("Clipped sha&res"),
            tr("Shares of the output's range cut off at both ends, one measured point each: 0.2 "
               "leaves the inner 80 %."),
            tr("0.2 for 20 % cut off"),
            tr("nothing clipped"),
            tr("safe %1"),
            {},
            false,
            false};
}

KindTraits channels() {
    return {PerturbationKind::Channels,
            tr("Whole channels"),
            tr("A share of the channels of a group is taken out, wherever the group reaches."),
            tr("Share of the channels that is taken out"),
            tr("share"),
            tr("Sha&res"),
            tr("Shares of a group's channels taken out, one measured point each: 0.5 is half of "
               "them."),
            tr("0.5 for 50 %"),
            tr("no channel went"),
            tr("safe %1"),
            {},
            false,
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
    return !safe.hardestTried ? text : (safe.level.bits ? tr("≤ %1") : tr("≥ %1")).arg(text);
}

QString criterionTitle(const std::string& name) {
    return name == "l1"         ? tr("L1")
           : name == "l2"       ? tr("L2")
           : name == "random"   ? tr("random")
           : name == "given"    ? tr("given masks")
           : name == "bn-scale" ? tr("scale of BN")
                                : QString::fromStdString(name);
}

QString groupingTitle(Grouping grouping) {
    switch (grouping) {
        case Grouping::Layer:
            return tr("by layer");
        case Grouping::Block:
            return tr("by block");
        case Grouping::Role:
            break;
    }
    return tr("by role");
}

}  // namespace secateur
