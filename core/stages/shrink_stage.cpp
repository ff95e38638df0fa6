#include "core/stages/shrink_stage.h"

#include <fmt/format.h>

#include <optional>

#include "core/analysis/channel_plan.h"
#include "core/analysis/drop_text.h"
#include "core/base/error.h"
#include "core/base/setting.h"
#include "core/stages/channel_stage.h"
#include "core/stages/network_source.h"
#include "core/stages/quantize_stage.h"
#include "core/stages/recalibrate_stage.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/stages/sweep_stage.h"
#include "core/study/study.h"

namespace secateur {

namespace {

/// Halvings of what is left or cut: to within 3 % of the whole.
constexpr int kSteps = 6;

class Shrinker {
 public:
    Shrinker(const StageContext& stage, int64_t parent, const ShrinkOptions& options,
             const std::function<void(const ShrinkCandidate&)>& tried)
        : m_stage(stage),
          m_parent(requireVariant(stage.study, parent)),
          m_options(options),
          m_tried(tried) {
        const ImageList all = drawn(Split::HeldOut, options.images);
        if (all.indices.size() >= 4) {
            m_lists.push_back(drawn(Split::HeldOut, static_cast<int64_t>(all.indices.size()) / 4));
        }
        m_lists.push_back(all);
    }

    ShrinkResult run() {
        const ShrinkCandidate whole = judged(m_parent, "as it is");
        std::vector<ShrinkCandidate> good{whole};
        if (const auto slim = fewestMultiplyAdds(whole.macs)) {
            good.push_back(*slim);
        }
        if (const auto sparse = mostZeros(good.back())) {
            good.push_back(*sparse);
        }
        // The smallest first: what is left of the tolerance may be too little for INT8.
        for (size_t i = good.size(); i-- > 0;) {
            if (judged(quantized(good[i].variant), "INT8 of " + good[i].variant.name).within) {
                break;
            }
        }
        for (size_t i = 1; i < m_result.candidates.size(); ++i) {
            const ShrinkCandidate& candidate = m_result.candidates[i];
            const ShrinkCandidate& smallest = m_result.candidates[m_result.smallest];
            if (candidate.within && candidate.variant.sizeBytes < smallest.variant.sizeBytes) {
                m_result.smallest = i;
            }
        }
        return m_result;
    }

 private:
    ImageList drawn(Split split, int64_t count) const {
        return drawnImages(m_stage.data, split, count, m_options.seed);
    }

    Variant repaired(const Variant& cut) const {
        RecalibrateOptions options;
        options.images = m_options.recalibrate;
        return recalibrateVariant(m_stage, cut.id, options, m_options.seed);
    }

    Variant quantized(const Variant& network) const {
        QuantizeOptions options;
        options.calibrationImages = m_options.calibration;
        return quantizeVariant(m_stage, network.id, drawn(Split::Train, options.calibrationImages),
                               options);
    }

    ShrinkCandidate judged(const Variant& variant, const std::string& what) {
        ShrinkCandidate candidate{variant, what, 0, {}, 0, false};
        candidate.macs = variantCost(m_stage.study, variant.id, &m_stage.data).macs;
        for (const ImageList& list : m_lists) {
            const Evaluation before = evaluateVariant(m_stage, m_parent.id, list).result;
            const Evaluation after = evaluateVariant(m_stage, variant.id, list).result;
            candidate.drop = dropBetween(before, after);
            candidate.images = after.count();
            candidate.within = candidate.drop.drop <= m_options.toleranceShare;
            const bool certain = candidate.drop.high <= m_options.toleranceShare ||
                                 candidate.drop.low > m_options.toleranceShare;
            if (certain) {
                break;
            }
        }
        m_result.candidates.push_back(candidate);
        if (m_tried) {
            m_tried(candidate);
        }
        return candidate;
    }

    std::vector<SensitivityPoint> curves() const {
        SweepOptions options;
        options.kind = PerturbationKind::Channels;
        options.scope = SweepScope::Layers;
        options.recalibrate = m_options.recalibrate;
        options.levels = {0.1, 0.2, 0.3, 0.5, 0.7};  // kShrinkLevels of them
        options.seed = m_options.seed;
        return sweepVariant(m_stage, m_parent.id, drawn(Split::HeldOut, m_options.sweepImages),
                            options)
            .points;
    }

    /// Nothing where no share but the whole is within the tolerance.
    std::optional<ShrinkCandidate> fewestMultiplyAdds(int64_t macs) {
        const std::vector<SensitivityPoint> points = curves();
        const Graph graph = loadFloatVariant(m_stage.study, m_parent.id);
        const GraphCost cost = variantCost(m_stage.study, m_parent.id, &m_stage.data);
        const ChannelPlanLimits limits{m_options.roundTo, m_options.minWidth};
        const double least = costRange(graph, cost, points, {BudgetKind::Macs}, limits).least;
        std::optional<ShrinkCandidate> best;
        double good = static_cast<double>(macs);
        double bad = least;
        for (int step = 0; step < kSteps; ++step) {
            // The first question is the one of what the curves reach at most.
            const double target = step == 0 ? least : (good + bad) / 2;
            const ChannelPlan plan =
                planChannels(graph, cost, points, {BudgetKind::Macs, target}, limits);
            ChannelRecipe recipe = widthsRecipe(plan, PruneCriterion::L1, limits.roundTo);
            recipe.reconstruct = m_options.reconstruct;
            recipe.seed = m_options.seed;
            const Variant cut = slimVariant(m_stage, m_parent.id, recipe).variant;
            const ShrinkCandidate candidate =
                judged(repaired(cut), fmt::format("{:.1f} % of the multiply-adds, {}recalibrated",
                                                  100.0 * static_cast<double>(plan.macsKept) /
                                                      static_cast<double>(plan.macs),
                                                  recipe.reconstruct > 0 ? "reconstructed, " : ""));
            (candidate.within ? good : bad) = target;
            if (candidate.within) {
                best = candidate;
            }
            if (good <= bad) {
                break;
            }
        }
        return best;
    }

    std::optional<ShrinkCandidate> mostZeros(const ShrinkCandidate& network) {
        std::optional<ShrinkCandidate> best;
        double good = 0.5;  // below it a sparse file is no smaller
        double bad = 1.0;
        for (int step = 0; step < kSteps; ++step) {
            PruneRecipe recipe;
            recipe.amount = (good + bad) / 2;
            const Variant pruned = pruneVariant(m_stage.study, network.variant.id, recipe);
            const ShrinkCandidate candidate =
                judged(repaired(pruned), fmt::format("{:.1f} % of the weights of {} zero, "
                                                     "recalibrated",
                                                     100 * recipe.amount, network.variant.name));
            (candidate.within ? good : bad) = recipe.amount;
            if (candidate.within) {
                best = candidate;
            }
        }
        return best;
    }

    const StageContext& m_stage;
    const Variant m_parent;
    const ShrinkOptions& m_options;
    const std::function<void(const ShrinkCandidate&)>& m_tried;
    std::vector<ImageList> m_lists;
    ShrinkResult m_result;
};

}  // namespace

const SettingsOf<ShrinkOptions>& shrinkSettings() {
    using O = ShrinkOptions;
    using S = SettingOf<O>;
    static const SettingsOf<O> all{
        S::hundredths({"tolerance", "--tolerance", "&Tolerance, points",
                       "Points of top-1 that the smallest network may lose."},
                      [](auto& o) -> auto& { return o.toleranceShare; },
                      {.low = 0, .high = 100, .openHigh = true, .decimals = 2}),
        S::images({"images", "--images", "Held-out &images",
                   "Held-out images that judge a candidate: a quarter of them where that is "
                   "certain (95 %)."},
                  &O::images),
        S::images({"sweep_images", "--sweep-images", "&Sweep images",
                   "Held-out images on which the sweep of channels measures each point."},
                  &O::sweepImages),
        S::count({"recalibrate", "--recalibrate", "&Recalibrate on images",
                  "Training images on which every point and candidate is repaired."},
                 &O::recalibrate, {.low = 2, .high = 10'000'000}),
        S::count({"reconstruct", "--reconstruct", "Rec&onstruct on images",
                  "Training images on which layers that lose channels get the weights that make up "
                  "for it best, by least squares; 0: none."},
                 &O::reconstruct, {.low = 0, .high = 10'000'000}),
        S::count({"calibration", "--calibration", "&Calibration images",
                  "Training images on which the ranges of INT8 networks are observed."},
                 &O::calibration, {.low = 1, .high = 10'000'000}),
        S::count({"round_to", "--round-to", "Wi&dths, multiples of",
                  "Widths of channel groups are rounded up to multiples of so many."},
                 &O::roundTo, {.low = 1, .high = 65'536}),
        S::count({"min_width", "--min-width", "&Least width",
                  "No channel group becomes narrower than so many."},
                 &O::minWidth, {.low = 1, .high = 65'536}),
    };
    return all;
}

std::string lineOf(const ShrinkCandidate& candidate) {
    return fmt::format(
        "{:<28} {:>9} bytes {:>11} multiply-adds, drop {} points on {} held-out "
        "images: {} ({})",
        candidate.variant.name, candidate.variant.sizeBytes, candidate.macs,
        dropText(candidate.drop), candidate.images, candidate.within ? "within" : "beyond",
        candidate.what);
}

ShrinkResult shrinkVariant(const StageContext& stage, int64_t parent, const ShrinkOptions& options,
                           const std::function<void(const ShrinkCandidate&)>& tried) {
    shrinkSettings().check(options);
    return Shrinker(stage, parent, options, tried).run();
}

std::vector<int64_t> measureWithin(const StageContext& stage, const ShrinkResult& result,
                                   const ImageList& images) {
    std::vector<int64_t> kept;
    for (const ShrinkCandidate& candidate : result.candidates) {
        if (candidate.within) {
            evaluateVariant(stage, candidate.variant.id, images);
            kept.push_back(candidate.variant.id);
        }
    }
    return kept;
}

}  // namespace secateur
