#include "core/report/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/analysis/drop_text.h"
#include "core/base/figure_text.h"
#include "core/report/comparison_tables.h"
#include "core/report/image_set.h"
#include "core/report/plan_predictions.h"
#include "core/report/ranking_tables.h"
#include "core/report/speed_text.h"
#include "core/report/tables.h"
#include "core/study/settings.h"

namespace secateur {

namespace {

/// The layers that give way first are what a reader looks for.
constexpr size_t kShownLayers = 10;

std::string stages(const StudySnapshot& study, const ImageSet& set) {
    if (set.images == 0) {
        return "No evaluation yet.\n\n";
    }
    const std::string others = measuredElsewhere(study, set);
    return fmt::format(
        "Accuracies are of: {}.\n\n## Stages\n\nA drop compares the same images one by one.\n\n"
        "{}{}",
        imageSetText(set), markdownOf(stageTable(rowsOn(study.rows, set.images))) + "\n",
        others.empty() ? "" : others + "\n\n");
}

std::string speeds(const StudySnapshot& study) {
    return "## Speed\n\n" +
           (study.speed
                ? speedNote(*study.speed) + "\n\n" +
                      markdownOf(speedTable(*study.speed, study.variants)) + "\n"
                : "Speeds are not measured: \"Measure speed\" lets the networks take turns.\n\n");
}

std::string sweepTitle(const StoredSweep& sweep, const std::string& variant) {
    const std::string what =
        sweep.kind == PerturbationKind::Prune ? sweep.criterion + " pruning"
        : sweep.kind == PerturbationKind::Channels
            ? sweep.criterion + " channel pruning, several groups together by one ranking"
            : enumName(sweep.kind);
    const std::string repair =
        sweep.recalibrated > 0
            ? fmt::format(", every point recalibrated on {} training images", sweep.recalibrated)
            : "";
    return fmt::format("## Sensitivity of {} ({}, by {}{})\n\n", variant, what,
                       enumName(sweep.grouping), repair);
}

std::string sweepText(const StoredSweep& sweep, const std::string& variant,
                      const std::string& split, double tolerancePoints) {
    std::vector<std::pair<SafeLevel, std::string>> safe;
    std::vector<std::string> untested;
    std::string together;
    int64_t images = 0;
    const char* what = harderDownwards(sweep.kind) ? "fewest safe bits" : "largest safe ratio";
    std::set<Target> seen;
    for (const SensitivityPoint& p : sweep.points) {
        images = std::max(images, p.count);
        if (!seen.insert(p.target).second) {
            continue;
        }
        const auto level = safeLevel(sweep.points, p.target, tolerancePoints / 100);
        if (!level) {
            untested.push_back(p.target.text());
        } else if (p.target.isGlobal()) {
            together = fmt::format(" All together: {} {}.", what, safeText(*level));
        } else {
            safe.emplace_back(*level, p.target.text());
        }
    }
    std::string text =
        sweepTitle(sweep, variant) +
        fmt::format("{} points on {}{} images ({}), tolerance {:g} points.{}", sweep.points.size(),
                    sweep.adaptive ? "up to " : "", images, split, tolerancePoints, together);
    if (!untested.empty()) {
        text += fmt::format(" Nothing pruned, so nothing tested: {}.", fmt::join(untested, ", "));
    }
    std::stable_sort(safe.begin(), safe.end(), [](const auto& a, const auto& b) {
        return a.first.strength() < b.first.strength();
    });
    safe.resize(std::min(safe.size(), kShownLayers));
    if (!safe.empty()) {
        text += fmt::format("\n\n| {} that bears least | {} |\n|---|---:|\n",
                            enumName(sweep.grouping), what);
    }
    for (const auto& [level, name] : safe) {
        text += fmt::format("| {} | {} |\n", name, safeText(level));
    }
    return text + "\n";
}

std::string plansText(const std::vector<PlanPrediction>& plans, double tolerancePoints) {
    if (plans.empty()) {
        return "";
    }
    std::string text =
        "Plans measured on these images; each is predicted from the curves and the other plans.\n\n"
        "| plan | predicted drop | measured drop in points |\n|---|---|---:|\n";
    for (const PlanPrediction& plan : plans) {
        text += fmt::format("| {} | {} | {} |\n", plan.name,
                            plan.predicted ? predictionText(*plan.predicted, tolerancePoints / 100)
                                           : "none: beyond the curves",
                            dropText(plan.measured));
    }
    return text + "\n";
}

std::string sweeps(const StudySnapshot& study, double tolerancePoints) {
    std::string text;
    for (const StoredSweep& sweep : study.sweeps) {
        if (!sweep.points.empty()) {
            const Split split = study.imageList(sweep.images)->split;
            text +=
                sweepText(sweep, study.variant(sweep.variant)->name,
                          split == Split::HeldOut ? "the held-out part of train" : enumName(split),
                          tolerancePoints) +
                plansText(planPredictions(study, sweep), tolerancePoints);
        }
    }
    return text;
}

/// Of quantization-aware training: every epoch simulated and converted.
std::string quantizedEpochs(const std::vector<EpochRecord>& epochs) {
    std::string text;
    for (const EpochRecord& epoch : epochs) {
        if (epoch.quantization) {
            text += fmt::format("  - epoch {}: {:.2f} % on INT8 kernels, {:.2f} % simulated{}{}\n",
                                epoch.epoch, 100 * epoch.accuracy,
                                100 * epoch.quantization->simulatedAccuracy,
                                epoch.quantization->observersFrozen ? ", ranges frozen" : "",
                                epoch.quantization->normsFrozen ? ", BN frozen" : "");
        }
    }
    return text;
}

std::string trainings(const StudySnapshot& study) {
    std::string text;
    for (const StoredTraining& training : study.trainings) {
        if (training.epochs.empty()) {
            continue;
        }
        const EpochRecord& last = training.epochs.back();
        text += fmt::format(
            "- {}: {} epoch{}, last loss {:.4f}, training accuracy {:.2f} %{}\n",
            enumName(training.kind), training.epochs.size(), training.epochs.size() == 1 ? "" : "s",
            last.loss, 100 * last.trainAccuracy, training.lastVariant ? "" : " (not finished)");
        text += quantizedEpochs(training.epochs);
    }
    return text.empty() ? "" : "## Trainings\n\n" + text + "\n";
}

/// Of every family, against its root.
std::string changes(const std::vector<Comparison>& families) {
    std::string text;
    for (const Comparison& family : families) {
        const Table table = changesTable(family);
        if (!table.rows.empty()) {
            text += fmt::format(
                "## What changed against {}\n\nAnswers to the same {} images of {} {}, one by "
                "one: broken were right and are wrong, repaired the reverse; in brackets the 95 % "
                "interval.\n\n{}\n",
                family.reference.variant->name, family.images->count,
                family.data ? family.data->name : "", enumName(family.images->split),
                markdownOf(table));
        }
    }
    return text;
}

std::string rankings(const StudySnapshot& study) {
    std::string text;
    for (const StoredRanking& ranking : study.rankings) {
        text += rankingMarkdown(ranking);
    }
    return text;
}

std::string remarks(const StudySnapshot& study) {
    std::string text;
    for (const StoredData& data : study.data) {
        text +=
            fmt::format("- Data: {} ({}, digest {}), {} training and {} test images.\n", data.name,
                        enumName(data.kind), data.digest, data.trainImages, data.testImages);
    }
    for (const std::string& condition : measuringConditions(study)) {
        text += fmt::format("- Accuracies measured: {}.\n", condition);
    }
    for (const Variant& variant : study.variants) {
        for (const std::string& remark : variant.remarks()) {
            text += fmt::format("- {}: {}.\n", variant.name, remark);
        }
    }
    if (const auto qat = study.settings.find(setting::kPipelineQat); qat != study.settings.end()) {
        text += fmt::format("- Quantization-aware training: {}.\n", qat->second);
    }
    return text.empty() ? "" : "## Remarks\n\n" + text;
}

}  // namespace

std::string studyMarkdown(const std::shared_ptr<const StudySnapshot>& snapshot,
                          double tolerancePoints) {
    const StudySnapshot& study = *snapshot;
    const ImageSet set = shownImageSet(study);
    return "# Compression report\n\n" + stages(study, set) +
           changes(familyComparisons(snapshot, set.images)) + speeds(study) +
           sweeps(study, tolerancePoints) + trainings(study) + rankings(study) + remarks(study);
}

}  // namespace secateur
