#include "core/analysis/sweep_options.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/setting.h"
#include "core/prune/prune_recipe.h"

namespace secateur {

namespace {

SettingsOf<SweepOptions> whatSettings() {
    using O = SweepOptions;
    using S = SettingOf<O>;
    return {
        S::choice({"kind", "--kind", "&Kind",
                   "What is done: weights set to zero (prune), weights or outputs rounded to so "
                   "many bits, a share of an output's range cut off (clip), or whole channels "
                   "taken out, by channel group, those of several groups by one ranking."},
                  &O::kind,
                  {{PerturbationKind::Prune, "Pruned weights"},
                   {PerturbationKind::WeightBits, "Weight bits"},
                   {PerturbationKind::ActivationBits, "Activation bits"},
                   {PerturbationKind::Clip, "Clipped outputs"},
                   {PerturbationKind::Channels, "Whole channels"}}),
        S::plain({"levels", "--ratios,--levels", "&Levels",
                  "Shares in [0, 1), or numbers of bits from 2 to 8, one measured point each "
                  "(default: 0.3,0.5,0.6,0.7,0.8; for bits 8,6,5,4,3,2; for clip "
                  "0.1,0.2,0.3,0.5,0.7)."},
                 SettingKind::Numbers, &O::levels, {.low = 0, .high = 8}),
        S::choice(pruneSettings().at("criterion").text, &O::criterion, criterionTitles()),
        S::images({"ranking_images", "--ranking-images", "Rankin&g images",
                   pruneSettings().at("ranking_images").text.help},
                  &O::rankingImages),
        S::choice({"grouping", "--group", "Granulari&ty",
                   "Which layers are changed at once: each by itself, those of a block, or those "
                   "with the same role (expand, depthwise, …)."},
                  &O::grouping,
                  {{Grouping::Layer, "Each layer by itself"},
                   {Grouping::Block, "The layers of a block"},
                   {Grouping::Role, "The layers of a role"}}),
        S::choice({"scope", "--scope", "&Curves",
                   "One curve a layer, block or role, which alone is changed; one of all layers "
                   "changed at once, ranked across them (global); or both."},
                  &O::scope,
                  {{SweepScope::Both, "Each of them, and all together"},
                   {SweepScope::Global, "All together"},
                   {SweepScope::Layers, "Each of them"}}),
        S::layers({"layers", "--layers", "L&ayers",
                   "Only these layers are changed; of channels, groups by their names."},
                  &O::layers),
    };
}

SettingsOf<SweepOptions> howSettings() {
    using O = SweepOptions;
    using S = SettingOf<O>;
    return {
        S::flag(
            {"adaptive", "--adaptive", "A&daptive: as few images as a verdict needs",
             "A point looks at more and more images until its bounds lie on one side of the "
             "tolerance, or are narrow enough. Without it every point classifies all images."},
            [](auto& o) -> auto& { return o.adaptive.on; }),
        S::hundredths({"tolerance", "--tolerance", "T&olerance, points",
                       "Accuracy points that may be lost; adaptive points settle once it is "
                       "certain whether they lose more."},
                      [](auto& o) -> auto& { return o.adaptive.toleranceShare; },
                      {.low = 0, .high = 100, .openHigh = true, .decimals = 2}),
        S::hundredths({"width", "--width", "&Width, points",
                       "Adaptive: a point whose bounds are no further apart needs no more images."},
                      [](auto& o) -> auto& { return o.adaptive.width; },
                      {.low = 0, .high = 100, .decimals = 2}),
        S::hundredths({"confidence", "--confidence", "Con&fidence, %",
                       "Adaptive: that all bounds of the sweep hold at all times, however often "
                       "one looks."},
                      [](auto& o) -> auto& { return o.adaptive.confidence; },
                      {.low = 50, .high = 99.9999, .decimals = 4}),
        S::count(
            {"recalibrate", "--recalibrate", "&Recalibrate on images",
             "Prune and channels: what a point costs after repair. The statistics of its batch "
             "normalisations are estimated anew on so many training images, without labels "
             "and without training; 0: no repair."},
            &O::recalibrate, {.low = 0, .high = 10'000'000}),
        S::count({"batch_size", "--batch", "", "Images that a worker takes at once."},
                 &O::batchSize, {.low = 1, .high = 65'536}),
    };
}

void checkRepair(const SweepOptions& options) {
    if (options.recalibrate > 0 && !repairable(options.kind)) {
        throw Error(ErrorCode::InvalidArgument, "these settings do not go together",
                    {"Recalibrate", "pruned weights or channels", enumName(options.kind)});
    }
    if (options.recalibrate == 1) {
        throw Error(ErrorCode::InvalidArgument, "too few images for a variance",
                    {"Recalibrate", "at least 2, or 0 for no repair", "1"});
    }
}

void checkCriterion(PerturbationKind kind, PruneCriterion criterion) {
    if (repairable(kind)) {
        requireRanks(criterion, kind == PerturbationKind::Channels);
    }
}

}  // namespace

const SettingsOf<SweepOptions>& sweepSettings() {
    static const SettingsOf<SweepOptions> all = whatSettings().with(howSettings());
    return all;
}

std::vector<double> defaultLevels(PerturbationKind kind) {
    if (harderDownwards(kind)) {
        return {8, 6, 5, 4, 3, 2};
    }
    if (kind == PerturbationKind::Clip) {
        return {0.1, 0.2, 0.3, 0.5, 0.7};
    }
    return {0.3, 0.5, 0.6, 0.7, 0.8};
}

std::vector<double> levelsOf(const SweepOptions& options) {
    return options.levels.empty() ? defaultLevels(options.kind) : options.levels;
}

bool isLevel(PerturbationKind kind, double number) {
    return harderDownwards(kind) ? number >= 2 && number <= 8 && number == std::floor(number)
                                 : number >= 0.0 && number < 1.0;
}

void checkSweepOptions(const SweepOptions& options) {
    sweepSettings().check(options);
    if (options.masks && options.kind != PerturbationKind::Prune) {
        throw Error(ErrorCode::InvalidArgument, "given masks are for pruning",
                    {"", enumName(PerturbationKind::Prune), enumName(options.kind)});
    }
    checkCriterion(options.kind, options.criterion);
    checkRepair(options);
    for (const double level : options.levels) {
        if (!isLevel(options.kind, level)) {
            throw Error(ErrorCode::InvalidArgument,
                        std::string("impossible level of ") + enumName(options.kind),
                        {"",
                         harderDownwards(options.kind) ? "a number of bits from 2 to 8"
                                                       : "a share, at least 0 and below 1",
                         fmt::format("{}", level)});
        }
    }
}

}  // namespace secateur
