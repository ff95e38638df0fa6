#include "core/stages/speed_stage.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/base/parallel.h"
#include "core/base/setting.h"
#include "core/graph/graph.h"
#include "core/stages/data_fit.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/study/study.h"

namespace secateur {

namespace {

/// A network that takes part.
struct SpeedNetwork {
    Variant variant;
    Graph graph;
};

std::vector<SpeedNetwork> networksToMeasure(const StageContext& stage,
                                            const std::vector<int64_t>& variants) {
    Study& study = stage.study;
    std::vector<SpeedNetwork> found;
    for (const int64_t id : std::set(variants.begin(), variants.end())) {
        found.push_back({requireVariant(study, id), loadVariant(study, id)});
        requireFit(found.back().graph, stage.data);
    }
    if (!variants.empty()) {
        return found;
    }
    for (const Variant& variant : listVariants(study)) {
        Graph graph = loadVariant(study, variant.id);
        try {
            requireFit(graph, stage.data);
            found.push_back({variant, std::move(graph)});
        } catch (const Error& error) {
            stage.run.say(
                fmt::format("the speed of {} is not measured: {}", variant.name, error.what()));
        }
    }
    if (found.empty()) {
        throw Error(ErrorCode::NotFound, "the study has no network that takes these images",
                    {study.label(), stage.data.location, ""});
    }
    return found;
}

}  // namespace

SpeedRun measureSpeed(const StageContext& stage, const std::vector<int64_t>& variants,
                      const SpeedOptions& options) {
    speedSettings().check(options);
    const std::vector<SpeedNetwork> networks = networksToMeasure(stage, variants);
    const ImageList images = spreadImages(stage.data, Split::Test, options.images, 0);
    // Networks of one input share the images in memory.
    std::map<std::array<int64_t, 3>, ImageData> fitted;
    std::vector<SpeedSubject> subjects;
    for (const auto& [variant, graph] : networks) {
        const Input& input = graph.input();
        const std::array size{input.channels, input.height, input.width};
        if (!fitted.contains(size)) {
            fitted.emplace(size, fitData(graph, stage));
        }
        const ImageData& data = fitted.at(size);
        subjects.push_back({&graph, &images.dataset(data), &data.normalisation, engineOf(variant)});
    }
    SpeedRun run{0,
                 processorName(),
                 static_cast<int64_t>(images.indices.size()),
                 EvaluateOptions().batchSize,
                 options.rounds,
                 {},
                 {}};
    for (const int workers : std::set{1, workerCount(stage.workers)}) {
        const auto rates =
            measureRates(subjects, images.indices, workers, options.rounds, stage.run);
        for (size_t i = 0; i < networks.size(); ++i) {
            run.figures.push_back({networks[i].variant.id, speedFigure(workers, rates[i])});
        }
    }
    return addSpeedRun(stage.study, run);
}

}  // namespace secateur
