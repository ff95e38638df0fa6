#include "core/report/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/report/image_set.h"
#include "core/report/ranking_tables.h"
#include "core/report/speed_text.h"
#include "core/report/stage_rows.h"
#include "core/study/measurements.h"
#include "core/study/settings.h"
#include "core/study/training_store.h"
#include "core/study/variant.h"

namespace secateur {

namespace {

/// The layers that give way first are what a reader looks for.
constexpr size_t kShownLayers = 10;

std::string dropText(const StageRow& row) {
    if (row.reference) {
        return "reference";
    }
    return row.drop ? fmt::format("{:.2f} [{:.2f}, {:.2f}]", 100 * row.drop->drop,
                                  100 * row.drop->low, 100 * row.drop->high)
                    : "baseline not measured";
}

std::string stageTable(const std::vector<StageRow>& rows) {
    std::string text =
        "| stage | top-1 | drop in points (95 % interval) | size | gzipped | images/s | sparsity | "
        "note |\n|---|---:|---:|---:|---:|---:|---:|---|\n";
    for (const StageRow& r : rows) {
        text += fmt::format("| {} | {:.2f} % | {} | {:.2f} MB | {:.2f} MB | {} | {:.1f} % | {} |\n",
                            r.stage, 100 * r.accuracy(), dropText(r),
                            static_cast<double>(r.sizeBytes) / 1e6,
                            static_cast<double>(r.gzipBytes) / 1e6,
                            r.speeds.empty() ? "not measured" : speedText(r.speeds.back()),
                            100 * r.sparsity, r.note);
    }
    return text + "\n";
}

/// What was measured on other images only, so that it can be missed but not be compared.
std::string measuredElsewhere(const std::vector<StageRow>& rows,
                              const std::vector<Variant>& variants, const ImageSet& set) {
    std::string text;
    for (const Variant& variant : variants) {
        const StageRow* row = shownRow(rows, variant.id, set.images);
        if (row != nullptr && row->images != set.images) {
            text += fmt::format("{}{} ({:.2f} % of {} {} images)", text.empty() ? "" : ", ",
                                row->stage, 100 * row->accuracy(), row->count, row->split);
        }
    }
    return text.empty() ? "" : "Not measured on these images: " + text + ".\n\n";
}

std::string stages(Study& study) {
    const std::vector<StageRow> rows = stageRows(study);
    const ImageSet set = shownImageSet(study, rows);
    if (set.images == 0) {
        return "No evaluation yet.\n\n";
    }
    return fmt::format(
        "Accuracies are of: {}.\n\n## Stages\n\nA drop compares the same images one by one.\n\n"
        "{}{}",
        imageSetText(set), stageTable(rowsOn(rows, set.images)),
        measuredElsewhere(rows, listVariants(study), set));
}

std::string speeds(Study& study) {
    const std::optional<SpeedRun> run = latestSpeedRun(study);
    return "## Speed\n\n" +
           (run ? speedNote(*run) + "\n\n" + speedTable(*run, listVariants(study)) + "\n"
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

std::string sweeps(Study& study, double tolerance) {
    std::map<int64_t, std::string> splits;
    for (const StoredImages& list : listImages(study)) {
        splits.emplace(list.id,
                       list.split == "held-out" ? "the held-out part of train" : list.split);
    }
    std::string text;
    for (const StoredSweep& sweep : listSweeps(study)) {
        if (!sweep.points.empty()) {
            text += sweepText(sweep, requireVariant(study, sweep.variant).name,
                              splits.at(sweep.images), tolerance);
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

std::string trainings(Study& study) {
    std::string text;
    for (const StoredTraining& training : listTrainings(study)) {
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

std::string comparisons(Study& study) {
    std::string text;
    for (const StoredComparison& comparison : listComparisons(study)) {
        text += comparisonMarkdown(comparison);
    }
    return text;
}

std::string remarks(Study& study) {
    std::string text;
    for (const StoredData& data : listData(study)) {
        text += fmt::format("- Data: {} ({}, digest {}), {} training and {} test images.\n",
                            data.name, data.kind, data.digest, data.trainImages, data.testImages);
    }
    for (const Variant& variant : listVariants(study)) {
        for (size_t end = variant.note.find('\n'); end != std::string::npos;) {
            const size_t next = variant.note.find('\n', end + 1);
            text += fmt::format("- {}: {}.\n", variant.name,
                                variant.note.substr(end + 1, next - end - 1));
            end = next;
        }
    }
    const std::map<std::string, std::string> settings = listSettings(study);
    if (const auto qat = settings.find(setting::kPipelineQat); qat != settings.end()) {
        text += fmt::format("- Quantization-aware training: {}.\n", qat->second);
    }
    return text.empty() ? "" : "## Remarks\n\n" + text;
}

}  // namespace

std::string studyMarkdown(Study& study, double tolerance) {
    return "# Compression report\n\n" + stages(study) + speeds(study) + sweeps(study, tolerance) +
           trainings(study) + comparisons(study) + remarks(study);
}

}  // namespace secateur
