#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/stages/work.h"

namespace secateur {

struct PipelineOptions;

/// What a pipeline works on.
struct PipelineCounts {
    int64_t trainImages = 0;  ///< without the held-out ones
    int64_t heldOutImages = 0;
    int64_t testImages = 0;
    int64_t layers = 0;  ///< that can be pruned
};

/// What each of the pipeline's steps costs, in their order: baseline, sweep, prune, recalibrate (if
/// it is to), fine-tune, quantize, quantization-aware training (if it may; costs nothing unless it
/// is certain), speeds.
std::vector<Work> pipelineWork(const PipelineOptions& options, const PipelineCounts& counts);
/// Quantization-aware training by itself, once it is certain.
Work qatWork(const PipelineOptions& options, const PipelineCounts& counts);

/// How much of a pipeline is done, from the reports of its stages.
class PipelineProgress {
 public:
    explicit PipelineProgress(std::vector<Work> steps) : m_steps(std::move(steps)) {}

    int count() const { return static_cast<int>(m_steps.size()); }
    int step() const { return m_step; }  ///< from 1 on
    /// The steps before it are done, also those that were left out.
    void enter(int step);
    /// The step that is entered costs this instead.
    void expect(const Work& work);
    /// Share of the whole in [0, 1], after this report of the step that runs.
    double share(const Progress& progress);

 private:
    double costOf(const std::string& kind, const Progress& progress) const;

    std::vector<Work> m_steps;
    int m_step = 0;
    double m_inStep = 0.0;                   ///< images of the present step that are done
    std::string m_kind;                      ///< of the last report
    std::map<std::string, Progress> m_last;  ///< of each kind in this step
};

}  // namespace secateur
