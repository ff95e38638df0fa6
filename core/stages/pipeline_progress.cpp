#include "core/stages/pipeline_progress.h"

#include <algorithm>

#include "core/stages/pipeline.h"
#include "core/stages/recalibrate_stage.h"

namespace secateur {

namespace {

constexpr int kTimedNetworks = 5;
constexpr double kTimedTwice = 3.0;  // on all cores, and on one, which takes twice as long

double of(int64_t count, int64_t all) {
    return static_cast<double>(count == 0 ? all : std::min(count, all));
}

/// "train epoch " of "train epoch 3/9".
std::string kindOf(const std::string& stage) {
    return stage.substr(0, stage.find_first_of("0123456789"));
}

bool isTraining(const std::string& kind) {
    return kind.starts_with("train");
}

Work training(const TrainOptions& options, double images, double heldOut) {
    const auto epochs = static_cast<double>(options.epochs);
    return {.classified = epochs * heldOut, .trained = epochs * images};
}

}  // namespace

std::vector<Work> pipelineWork(const PipelineOptions& options, const PipelineCounts& counts) {
    const Work measured{.classified = of(options.testImages, counts.testImages)};
    const SweepOptions sweep;
    const auto points = static_cast<double>(defaultLevels(sweep.kind).size()) *
                        static_cast<double>(counts.layers + 1);
    std::vector<Work> steps{
        measured,
        {.resumed = points * of(options.sensitivityImages, counts.heldOutImages)},
        measured};
    if (options.recalibrate) {
        steps.push_back(measured +
                        Work{.classified = of(RecalibrateOptions().images, counts.trainImages)});
    }
    steps.push_back(
        measured + training(options.finetune, of(options.finetuneImages, counts.trainImages), 0.0));
    steps.push_back(measured +
                    Work{.classified = of(options.quantize.calibrationImages, counts.trainImages)});
    if (options.qat != QatMode::Never) {
        steps.push_back(options.qat == QatMode::Always ? qatWork(options, counts) : Work());
    }
    steps.push_back({.classified = kTimedTwice * kTimedNetworks * options.speed.rounds *
                                   static_cast<double>(options.speed.images)});
    return steps;
}

Work qatWork(const PipelineOptions& options, const PipelineCounts& counts) {
    return Work{.classified = of(options.testImages, counts.testImages) +
                              of(options.quantize.calibrationImages, counts.trainImages)} +
           training(options.qatTraining, of(options.qatImages, counts.trainImages),
                    of(options.qatHeldOutImages, counts.heldOutImages));
}

void PipelineProgress::enter(int step) {
    m_step = step;
    m_inStep = 0.0;
    m_kind.clear();
    m_last.clear();
}

void PipelineProgress::expect(const Work& work) {
    m_steps.at(static_cast<size_t>(m_step) - 1) = work;
}

/// All of a kind's reports together.
double PipelineProgress::costOf(const std::string& kind, const Progress& progress) const {
    const Work& step = m_steps.at(static_cast<size_t>(m_step) - 1);
    if (isTraining(kind)) {
        return step.trainedImages();
    }
    return progress.unit == "images" ? static_cast<double>(progress.total) : step.images();
}

double PipelineProgress::share(const Progress& progress) {
    const std::string kind = kindOf(progress.stage);
    Progress& last = m_last[kind];
    // Epochs of one training are interrupted by evaluations, which are another one each time.
    const bool goesOn = progress.total == last.total && progress.done >= last.done &&
                        (kind == m_kind || isTraining(kind));
    if (progress.total > 0) {
        const int64_t more = progress.done - (goesOn ? last.done : 0);
        m_inStep += costOf(kind, progress) * static_cast<double>(more) /
                    static_cast<double>(progress.total);
    }
    last = progress;
    m_kind = kind;
    double before = 0.0;
    double all = 0.0;
    for (int i = 0; i < count(); ++i) {
        const double cost = m_steps[static_cast<size_t>(i)].images();
        before += i + 1 < m_step ? cost : 0.0;
        all += cost;
    }
    const double now = m_steps.at(static_cast<size_t>(m_step) - 1).images();
    return all > 0.0 ? std::min(1.0, (before + std::min(m_inStep, now)) / all) : 0.0;
}

}  // namespace secateur
