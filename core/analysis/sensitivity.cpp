#include "core/analysis/sensitivity.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/analysis/adaptive_sweep.h"
#include "core/analysis/sweep_run.h"
#include "core/base/error.h"

namespace secateur {

namespace {

/// What a pass may hold in changed weights; a larger layer goes a point at a time.
constexpr int64_t kBytesPerPass = int64_t{128} << 20;

/// Every image for every point.
class ExactSweep {
 public:
    ExactSweep(SweepRun& run, const SweepHooks& hooks) : m_run(run), m_hooks(hooks) {}

    void run() {
        sortOut();
        report();
        std::vector<Perturbation> pass;
        int64_t bytes = 0;
        for (const auto& [group, level] : m_pending) {
            m_run.context().checkCancelled();
            Perturbation next = m_run.maker().make(*group, level);
            const bool full =
                pass.size() == SweepRun::kPointsPerPass || bytes + next.bytes() > kBytesPerPass;
            // The global points start at the first layer: they have no walk to share with others.
            const bool alone =
                !pass.empty() && pass.back().point.target.isGlobal() && !group->target.isGlobal();
            if (!pass.empty() && (full || alone)) {
                measure(pass);
                pass.clear();
                bytes = 0;
            }
            bytes += next.bytes();
            pass.push_back(std::move(next));
        }
        measure(pass);
    }

 private:
    void sortOut() {
        std::vector<AdaptivePoint> resumed;
        for (const PerturbationGroup& group : m_run.groups()) {
            for (const Level level : m_run.maker().levels(group)) {
                ++m_total;
                if (auto known =
                        m_hooks.known ? m_hooks.known(group.target, level) : std::nullopt) {
                    ++m_done;
                    resumed.push_back(std::move(*known));
                } else {
                    m_pending.push_back({&group, level});
                }
            }
        }
        if (!resumed.empty() && m_hooks.resumed) {
            m_hooks.resumed(resumed);
        }
    }

    void measure(std::vector<Perturbation>& pass) {
        std::vector<const Perturbation*> all;
        for (const Perturbation& perturbation : pass) {
            all.push_back(&perturbation);
        }
        if (m_run.repair() == nullptr) {
            classify(all);
            return;
        }
        const auto statistics =
            m_run.repair()->statistics(all, RunContext{m_run.context().stop, {}, {}, {}});
        size_t first = 0;
        int64_t bytes = 0;
        for (size_t p = 0; p < pass.size(); ++p) {
            if (statistics[p].defined()) {
                m_run.repair()->apply(pass[p], statistics[p]);
            }
            bytes += pass[p].bytes();
            if (bytes > kBytesPerPass || p + 1 == pass.size()) {
                classify(std::span(all).subspan(first, p + 1 - first));
                for (; first <= p; ++first) {
                    pass[first].changes.clear();
                }
                bytes = 0;
            }
        }
    }

    void classify(std::span<const Perturbation* const> part) {
        const auto answers = m_run.engine().run(part, m_run.indices(), m_run.context());
        for (size_t p = 0; p < part.size(); ++p) {
            m_run.context().checkCancelled();
            SensitivityPoint point = part[p]->point;
            count(point, answers[p]);
            if (m_hooks.measured) {
                m_hooks.measured(point);
            }
            ++m_done;
            report();
        }
    }

    void count(SensitivityPoint& point, const std::vector<int32_t>& answers) const {
        const Evaluation& baseline = m_run.baseline();
        const PairedCounts counts = countChanges(baseline.labels, baseline.predictions,
                                                 answers.empty() ? baseline.predictions : answers);
        point.count = counts.count;
        point.correct = counts.correct;
        point.lost = counts.lost;
        point.gained = counts.gained;
    }

    void report() const { m_run.context().report({"sweep", m_done, m_total, "points", {}}); }

    SweepRun& m_run;
    const SweepHooks& m_hooks;
    std::vector<std::pair<const PerturbationGroup*, Level>> m_pending;
    int64_t m_done = 0;
    int64_t m_total = 0;
};

}  // namespace

void checkSweep(const Graph& graph, const SweepOptions& options) {
    checkSweepOptions(options);
    if (options.recalibrate > 0) {
        requireStatistics(graph);
    }
    if (graph.quantized()) {
        throw Error(ErrorCode::Unsupported, "perturbations are measured on FP32 networks only");
    }
    perturbationGroups(graph, options);
}

void sweepPerturbations(const Graph& graph, const Dataset& dataset,
                        const Normalisation& normalisation, const std::vector<int64_t>& indices,
                        const Evaluation& baseline, const SweepOptions& options,
                        const SweepHooks& hooks, const RunContext& context) {
    checkSweep(graph, options);
    if (baseline.predictions.size() != indices.size() || baseline.labels.size() != indices.size()) {
        throw Error(ErrorCode::InvalidArgument, "the baseline is of other images",
                    {"", fmt::format("{} images", indices.size()),
                     std::to_string(baseline.predictions.size())});
    }
    SweepRun run(graph, dataset, normalisation, indices, baseline, options, context);
    if (options.adaptive.on) {
        runAdaptiveSweep(run, hooks);
    } else {
        ExactSweep(run, hooks).run();
    }
}

}  // namespace secateur
