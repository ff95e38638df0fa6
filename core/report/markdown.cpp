#include "core/report/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/figure_text.h"
#include "core/report/comparison_tables.h"
#include "core/report/image_set.h"
#include "core/report/ranking_tables.h"
#include "core/report/speed_text.h"
#include "core/report/tables.h"
#include "core/study/settings.h"

namespace secateur {

namespace {

/// The layers that give way first are what a reader looks for.
constexpr size_t kShownLayers = 10;

/// What was measured on other images only, so that it can be missed but not be compared.
std::string measuredElsewhere(const StudySnapshot& study, const ImageSet& set) {
    std::string text;
    for (const Variant& variant : study.variants) {
        const StageRow* row = shownRow(study.rows, variant.id, set.images);
        if (row != nullptr && row->images != set.images) {
            text += fmt::format("{}{} ({} of {} {} images)", text.empty() ? "" : ", ", row->stage,
                                text::percent(row->accuracy()), row->count, row->split);
        }
    }
    return text.empty() ? "" : "Not measured on these images: " + text + ".\n\n";
}

std::string stages(const StudySnapshot& study, const ImageSet& set) {
    if (set.images == 0) {
        return "No evaluation yet.\n\n";
    }
    return fmt::format(
        "Accuracies are of: {}.\n\n## Stages\n\nA drop compares the same images one by one.\n\n"
        "{}{}",
        imageSetText(set), markdownOf(stageTable(rowsOn(study.rows, set.images))) + "\n",
        measuredElsewhere(study, set));
}

std::string speeds(const StudySnapshot& study) {
    return "## Speed\n\n" +
           (study.speed
                ? speedNote(*study.speed) + "\n\n" + speedTable(*study.speed, study.variants) + "\n"
                : "Speeds are not measured: \"Measure speed\" lets the networks take turns.\n\n");
}

std::string sweepText(const StoredSweep& sweep, const std::string& variant,
                      const std::string& split, double tolerance) {
    std::map<std::string, double> safe;
    std::set<std::string> untested;
    int64_t images = 0;
    for (const SensitivityPoint& p : sweep.points) {
        images = std::max(images, p.count);
        if (nothingTested(sweep.points, p.layer)) {
            untested.insert(p.layer);
        } else {
            safe[p.layer] = largestSafeRatio(sweep.points, p.layer, tolerance / 100);
        }
    }
    const std::string what =
        harderDownwards(sweep.kind) ? "fewest safe bits" : "largest safe ratio";
    std::string text = fmt::format(
        "## Sensitivity of {} ({}, {})\n\n{} points on {}{} images ({}), tolerance {:g} points.",
        variant,
        sweep.kind == PerturbationKind::Prune      ? sweep.criterion + " pruning"
        : sweep.kind == PerturbationKind::Channels ? sweep.criterion + " channel pruning"
                                                   : perturbationName(sweep.kind),
        "by " + sweep.grouping, sweep.points.size(), sweep.adaptive ? "up to " : "", images, split,
        tolerance);
    if (safe.contains("global")) {
        text += fmt::format(
            " {}: {:g}.",
            harderDownwards(sweep.kind) ? "Fewest safe bits for all" : "Largest safe global ratio",
            safe.at("global"));
        safe.erase("global");
    }
    if (!untested.empty()) {
        text += fmt::format(" Nothing pruned, so nothing tested: {}.", fmt::join(untested, ", "));
    }
    std::vector<std::pair<double, std::string>> layers;
    for (const auto& [layer, ratio] : safe) {
        layers.emplace_back(ratio, layer);
    }
    std::sort(layers.begin(), layers.end());
    layers.resize(std::min(layers.size(), kShownLayers));
    if (!layers.empty()) {
        text += fmt::format("\n\n| {} that bears least | {} |\n|---|---:|\n", sweep.grouping, what);
    }
    for (const auto& [ratio, layer] : layers) {
        text += fmt::format("| {} | {:g} |\n", layer, ratio);
    }
    return text + "\n";
}

std::string sweeps(const StudySnapshot& study, double tolerance) {
    std::string text;
    for (const StoredSweep& sweep : study.sweeps) {
        if (!sweep.points.empty()) {
            const std::string& split = study.imageList(sweep.images)->split;
            text +=
                sweepText(sweep, study.variant(sweep.variant)->name,
                          split == "held-out" ? "the held-out part of train" : split, tolerance);
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
        text +=
            fmt::format("- {}: {} epochs, last loss {:.4f}, training accuracy {:.2f} %{}\n",
                        training.kind, training.epochs.size(), last.loss, 100 * last.trainAccuracy,
                        training.lastVariant ? "" : " (not finished)");
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
                family.data ? family.data->name : "", family.images->split, markdownOf(table));
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
        text += fmt::format("- Data: {} ({}, digest {}), {} training and {} test images.\n",
                            data.name, data.kind, data.digest, data.trainImages, data.testImages);
    }
    for (const Variant& variant : study.variants) {
        for (size_t end = variant.note.find('\n'); end != std::string::npos;) {
            const size_t next = variant.note.find('\n', end + 1);
            text += fmt::format("- {}: {}.\n", variant.name,
                                variant.note.substr(end + 1, next - end - 1));
            end = next;
        }
    }
    if (const auto qat = study.settings.find(setting::kPipelineQat); qat != study.settings.end()) {
        text += fmt::format("- Quantization-aware training: {}.\n", qat->second);
    }
    return text.empty() ? "" : "## Remarks\n\n" + text;
}

}  // namespace

std::string studyMarkdown(const std::shared_ptr<const StudySnapshot>& snapshot, double tolerance) {
    const StudySnapshot& study = *snapshot;
    const ImageSet set = shownImageSet(study);
    return "# Compression report\n\n" + stages(study, set) +
           changes(familyComparisons(snapshot, set.images)) + speeds(study) +
           sweeps(study, tolerance) + trainings(study) + rankings(study) + remarks(study);
}

}  // namespace secateur
