#include "core/stages/shrink_stage.h"

#include <fmt/format.h>

#include <algorithm>

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
#include "core/stages/training_stage.h"
#include "core/study/study.h"

namespace secateur {

namespace {

/// Halvings of what is left or cut: to within 3 % of the whole.
constexpr int kSteps = 6;
/// Below half a sparse file is no smaller; a wider network with so many is smaller than a narrower
/// one with less.
constexpr double kFirstZeros = 0.75;

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
        std::vector<ShrinkCandidate> networks{judged(m_parent, "as it is")};
        for (const ShrinkCandidate& slim : narrower(networks.front().macs)) {
            networks.push_back(slim);
        }
        trySparse(networks);
        // The narrowest first: what is left of the tolerance may be too little for INT8, whose
        // files zeros make no smaller.
        for (size_t i = networks.size(); i-- > 0;) {
            const Variant& network = networks[i].variant;
            if (judged(quantized(network), "INT8 of " + network.name).within) {
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

    /// The network itself where nothing is trained.
    Variant finetuned(const Variant& network) const {
        if (m_options.finetuneImages == 0) {
            return network;
        }
        TrainingPlan plan;
        plan.kind = TrainingKind::FineTuned;
        plan.keepZeros = true;
        plan.parent = network.id;
        plan.options = fineTuneDefaults();
        plan.options.epochs = m_options.finetuneEpochs;
        plan.options.learningRate = m_options.finetuneRate;
        plan.options.schedule = ScheduleKind::Cosine;
        plan.options.seed = m_options.seed;
        plan.images = drawn(Split::Train, m_options.finetuneImages);
        plan.options.batchSize =
            std::min(plan.options.batchSize, static_cast<int64_t>(plan.images.indices.size()));
        return trainVariant(m_stage, plan).last;
    }

    /// After what it says of the repair.
    const char* tuning() const { return m_options.finetuneImages > 0 ? ", fine-tuned" : ""; }

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

    /// Those within the tolerance, each narrower than the one before.
    std::vector<ShrinkCandidate> narrower(int64_t macs) {
        const std::vector<SensitivityPoint> points = curves();
        const Graph graph = loadFloatVariant(m_stage.study, m_parent.id);
        const GraphCost cost = variantCost(m_stage.study, m_parent.id, &m_stage.data);
        const ChannelPlanLimits limits{m_options.roundTo, m_options.minWidth};
        const double least = costRange(graph, cost, points, {BudgetKind::Macs}, limits).least;
        std::vector<ShrinkCandidate> within;
        double good = static_cast<double>(macs);
        double bad = least;
        for (int step = 0; step < kSteps && good > bad; ++step) {
            // The first question is the one of what the curves reach at most.
            const double target = step == 0 ? least : (good + bad) / 2;
            const ShrinkCandidate candidate = slimmed(
                planChannels(graph, cost, points, {BudgetKind::Macs, target}, limits), limits);
            (candidate.within ? good : bad) = target;
            if (candidate.within) {
                within.push_back(candidate);
            }
        }
        return within;
    }

    ShrinkCandidate slimmed(const ChannelPlan& plan, const ChannelPlanLimits& limits) {
        ChannelRecipe recipe = widthsRecipe(plan, PruneCriterion::L1, limits.roundTo);
        recipe.reconstruct = m_options.reconstruct;
        recipe.seed = m_options.seed;
        const Variant cut = slimVariant(m_stage, m_parent.id, recipe).variant;
        return judged(
            finetuned(repaired(cut)),
            fmt::format("{:.1f} % of the multiply-adds, {}recalibrated{}",
                        100.0 * static_cast<double>(plan.macsKept) / static_cast<double>(plan.macs),
                        recipe.reconstruct > 0 ? "reconstructed, " : "", tuning()));
    }

    /// The narrowest may have used up the tolerance: zeros go into the narrowest network that bears
    /// as many as the first question asks for, and there as many as it bears.
    void trySparse(const std::vector<ShrinkCandidate>& networks) {
        for (size_t i = networks.size(); i-- > 0;) {
            double good = kFirstZeros;
            double bad = 1.0;
            if (!pruned(networks[i].variant, good).within) {
                continue;
            }
            for (int step = 1; step < kSteps; ++step) {
                const double amount = (good + bad) / 2;
                (pruned(networks[i].variant, amount).within ? good : bad) = amount;
            }
            return;
        }
    }

    /// Reconstructed weights are not recalibrated: their outputs vary less than the whole layer's
    /// because what cannot be reconstructed is left out, and new statistics would blow up the rest.
    ShrinkCandidate pruned(const Variant& network, double amount) {
        PruneRecipe recipe;
        recipe.amount = amount;
        recipe.reconstruct = m_options.reconstruct;
        recipe.seed = m_options.seed;
        const Variant made = pruneVariant(m_stage, network.id, recipe);
        const bool reconstructed = recipe.reconstruct > 0;
        return judged(
            finetuned(reconstructed ? made : repaired(made)),
            fmt::format("{:.1f} % of the weights of {} zero, {}{}", 100 * amount, network.name,
                        reconstructed ? "reconstructed" : "recalibrated", tuning()));
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
    const auto limit = [](const char* key) -> const auto& {
        return channelPlanSettings().at(key);
    };
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
        S::count(
            {"reconstruct", "--reconstruct", "Rec&onstruct on images",
             "Training images on which layers that lose channels or weights get those that make "
             "up for it best, by least squares; 0: none."},
            &O::reconstruct, {.low = 0, .high = 10'000'000}),
        S::count({"finetune_images", "--finetune-images", "&Fine-tuning images",
                  "Training images on which every cut network is fine-tuned before it is judged; "
                  "0: nothing is trained."},
                 &O::finetuneImages, {.low = 0, .high = 10'000'000}),
        S::count({"finetune_epochs", "--finetune-epochs", "Fine-tuning &epochs",
                  "How often each of them is seen."},
                 &O::finetuneEpochs, trainSettings().at("epochs").range),
        S::number({"finetune_rate", "--finetune-rate", "Fine-tuning ra&te",
                   "The learning rate at its start; it falls to 0 by the cosine."},
                  &O::finetuneRate, trainSettings().at("learning_rate").range),
        S::count({"calibration", "--calibration", "&Calibration images",
                  "Training images on which the ranges of INT8 networks are observed."},
                 &O::calibration, {.low = 1, .high = 10'000'000}),
        S::count(limit("round_to").text, &O::roundTo, limit("round_to").range),
        S::count(limit("min_width").text, &O::minWidth, limit("min_width").range),
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
