#include "core/stages/sweep_stage.h"

#include "core/analysis/given_masks.h"
#include "core/analysis/sensitivity.h"
#include "core/stages/data_fit.h"
#include "core/stages/fitted_variant.h"
#include "core/stages/ranking_images.h"
#include "core/stages/split_images.h"
#include "core/stages/stages.h"
#include "core/study/study.h"
#include "core/train/batch_averages.h"
#include "core/train/recalibrate_options.h"

namespace secateur {

namespace {

using Key = std::pair<Target, Level>;

/// The points of a sweep as its caller sees them, and the study that keeps them.
class SweepRecord {
 public:
    using Changed = std::function<void(const std::vector<SensitivityPoint>&)>;

    SweepRecord(Study& study, int64_t sweep, SweepResult& result, const Changed& changed)
        : m_study(study), m_sweep(sweep), m_result(result), m_changed(changed) {
        for (AdaptivePoint& point : adaptivePoints(study, sweep)) {
            m_known.emplace(Key{point.point.target, point.point.level}, std::move(point));
        }
    }

    SweepHooks hooks() {
        SweepHooks hooks;
        hooks.known = [this](const Target& target, Level level) {
            const auto found = m_known.find({target, level});
            return found == m_known.end() ? std::nullopt : std::optional(found->second);
        };
        hooks.resumed = [this](const std::vector<AdaptivePoint>& points) { resume(points); };
        hooks.measured = [this](const SensitivityPoint& point) { add({{point, {}}}); };
        hooks.roundDone = [this](const std::vector<AdaptivePoint>& points) { add(points); };
        return hooks;
    }

 private:
    void resume(const std::vector<AdaptivePoint>& points) {
        for (const AdaptivePoint& point : points) {
            put(point.point);
            m_result.knownBefore += point.point.settled ? 1 : 0;
        }
    }

    void add(const std::vector<AdaptivePoint>& points) {
        addSweepPoints(m_study, m_sweep, points);
        for (const AdaptivePoint& point : points) {
            put(point.point);
        }
        if (m_changed) {
            m_changed(m_result.points);
        }
    }

    void put(const SensitivityPoint& point) {
        const auto [place, isNew] =
            m_place.emplace(Key{point.target, point.level}, m_result.points.size());
        if (isNew) {
            m_result.points.push_back(point);
        } else {
            m_result.points[place->second] = point;
        }
    }

    Study& m_study;
    int64_t m_sweep;
    SweepResult& m_result;
    const Changed& m_changed;
    std::map<Key, AdaptivePoint> m_known;
    std::map<Key, size_t> m_place;
};

}  // namespace

std::shared_ptr<const GivenMasks> readMasksOf(Study& study, int64_t variant,
                                              const std::string& path) {
    return std::make_shared<const GivenMasks>(readMasks(path, loadFloatVariant(study, variant)));
}

SweepResult sweepVariant(const StageContext& stage, int64_t variant, const ImageList& images,
                         const SweepOptions& options,
                         const std::function<void(const std::vector<SensitivityPoint>&)>& changed) {
    const Graph graph = loadFloatVariant(stage.study, variant);
    checkSweep(graph, options);
    const FittedVariant fitted{requireVariant(stage.study, variant), graph, fitData(graph, stage)};
    SweepResult result;
    result.baseline = evaluateVariant(stage, fitted, images);
    const int64_t sweep = openSweep(stage.study, variant, result.baseline.images, options);
    SweepRecord record(stage.study, sweep, result, changed);
    SweepOptions full = forStage(stage, options);
    full.sharing = {stage.cluster, images.split};
    if (repairable(options.kind) && !options.masks && criterionTraits(options.criterion).images) {
        full.scores = std::make_shared<const ImageScores>(scoresOf(
            graph, fitted.data, options.criterion,
            drawnImages(stage.data, Split::Train, options.rankingImages, options.seed), stage));
    }
    if (options.recalibrate > 0) {
        const ImageList train =
            drawnImages(stage.data, Split::Train, options.recalibrate, options.seed);
        full.calibration = std::make_shared<const CalibrationImages>(
            CalibrationImages{&train.dataset(fitted.data), fitted.data.normalisation, train.indices,
                              RecalibrateOptions().batchSize});
    }
    sweepPerturbations(graph, images.dataset(fitted.data), fitted.data.normalisation,
                       images.indices, result.baseline.result, full, record.hooks(), stage.run);
    return result;
}

}  // namespace secateur
