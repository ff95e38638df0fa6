#include "core/stages/profile_stage.h"

#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/base/parallel.h"
#include "core/graph/graph.h"
#include "core/stages/data_fit.h"
#include "core/stages/stages.h"
#include "core/study/study.h"

namespace secateur {

ProfileRun profileVariants(const StageContext& stage, const std::vector<int64_t>& variants,
                           const TimingOptions& options) {
    if (variants.empty()) {
        throw Error(ErrorCode::InvalidArgument, "there is no network to time",
                    {stage.study.label(), "at least one", "0"});
    }
    std::vector<Graph> graphs;
    std::vector<std::string> names;
    for (const int64_t id : variants) {
        const Graph graph = loadVariant(stage.study, id);
        requireFit(graph, stage.data);
        graphs.push_back(onImages(graph, sizeOf(stage.data)));
        names.push_back(requireVariant(stage.study, id).name);
    }
    std::vector<ProfileSubject> subjects;
    for (size_t i = 0; i < graphs.size(); ++i) {
        subjects.push_back({names[i], &graphs[i]});
    }
    const auto profiles =
        profileNetworks(subjects, {options.rounds, ProfileOptions().batch}, stage.run);
    requireQuiet(profiles);
    ProfileRun run{0, processorName(), measurePeak(), {}, {}};
    for (size_t i = 0; i < graphs.size(); ++i) {
        run.networks.push_back({variants[i], profiles[i], {}});
        if (options.curveSeconds > 0.0) {
            run.networks.back().curve =
                profileCurve(graphs[i], curveBatches(), curveWorkers(workerCount(stage.workers)),
                             options.curveSeconds, stage.run);
        }
    }
    stage.run.checkCancelled();
    return addProfileRun(stage.study, run);
}

}  // namespace secateur
