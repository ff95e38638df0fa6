#include "core/analysis/profile.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <numeric>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/setting.h"
#include "core/exec/compiled_runner.h"
#include "core/graph/builder.h"
#include "core/graph/cost.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"

namespace secateur {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Of sorted values, between neighbours in proportion.
double quantile(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<size_t>(place);
    const size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return quantile(values, 0.5);
}

Graph runnable(const Graph& graph) {
    return graph.quantized() ? graph : foldBatchNorm(graph);
}

/// Normalised images have numbers like these; what they show does not change the time.
at::Tensor randomImages(const Graph& graph, int64_t count) {
    const Input& input = graph.input();
    return at::randn({count, input.channels, input.height, input.width})
        .contiguous(at::MemoryFormat::ChannelsLast);
}

int64_t bytesOf(const GraphCost& cost, const Graph& graph, const StepNodes& nodes) {
    const auto size = [](const FeatureShape& shape, const Node& node) {
        return shape[0] * shape[1] * shape[2] * (node.quant ? 1 : 4);
    };
    int64_t bytes =
        size(cost.layers[static_cast<size_t>(nodes.back())].output, graph.node(nodes.back()));
    for (const NodeId id : nodes) {
        for (const Parameter& parameter : graph.node(id).parameters) {
            bytes += static_cast<int64_t>(parameter.value.nbytes());
        }
        for (const NodeId input : graph.node(id).inputs) {
            const bool own = std::find(nodes.begin(), nodes.end(), input) != nodes.end();
            bytes +=
                own ? 0 : size(cost.layers[static_cast<size_t>(input)].output, graph.node(input));
        }
    }
    return bytes;
}

/// A network at work.
class Subject {
 public:
    Subject(const ProfileSubject& subject, int64_t batch)
        : m_network(std::make_shared<CompiledNetwork>(runnable(*subject.graph), batch)),
          m_runner(m_network),
          m_images(randomImages(m_network->graph(), m_network->batch())),
          m_rounds(m_network->steps().size()) {
        m_profile.name = subject.name;
        m_profile.batch = m_network->batch();
        m_runner.run(m_images);
    }

    void runRound() {
        std::vector<double> seconds(m_rounds.size());
        m_runner.runTimed(m_images, seconds);
        double all = 0.0;
        for (size_t i = 0; i < seconds.size(); ++i) {
            m_rounds[i].push_back(seconds[i] / static_cast<double>(m_profile.batch));
            all += m_rounds[i].back();
        }
        m_totals.push_back(all);
    }

    double spread() const {
        std::vector<double> sorted = m_totals;
        std::sort(sorted.begin(), sorted.end());
        return (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / quantile(sorted, 0.5);
    }

    NetworkProfile profile() const {
        const Graph& graph = m_network->graph();
        const GraphCost cost = computeCost(graph);
        NetworkProfile result = m_profile;
        const std::vector<StepInfo> steps = m_network->steps();
        for (size_t i = 0; i < steps.size(); ++i) {
            const Node& head = graph.node(steps[i].nodes.front());
            StepTime step;
            step.layer = head.name;
            step.implementation = steps[i].implementation;
            step.integers =
                graph.node(steps[i].nodes.back()).quant.has_value() || head.hasIntegerWeight();
            for (const NodeId id : steps[i].nodes) {
                step.kind += (step.kind.empty() ? "" : " + ") + opLabel(graph.node(id).op);
                step.macs += cost.layers[static_cast<size_t>(id)].macs;
            }
            step.role = head.role.empty() ? opLabel(head.op) : head.role;
            const auto* conv = std::get_if<Conv2d>(&head.op);
            step.depthwise = conv != nullptr && conv->depthwise();
            step.bytes = bytesOf(cost, graph, steps[i].nodes);
            step.seconds = median(m_rounds[i]);
            result.seconds += step.seconds;
            result.steps.push_back(std::move(step));
        }
        result.spread = spread();
        return result;
    }

 private:
    std::shared_ptr<const CompiledNetwork> m_network;
    CompiledRunner m_runner;
    at::Tensor m_images;
    NetworkProfile m_profile;
    std::vector<std::vector<double>> m_rounds;  ///< of every step, seconds an image
    std::vector<double> m_totals;
};

constexpr int kExtraRounds = 3;  ///< times as many again

bool noisy(const std::vector<std::unique_ptr<Subject>>& subjects) {
    return std::any_of(subjects.begin(), subjects.end(),
                       [](const auto& subject) { return subject->spread() > kLargestSpread; });
}

/// MACs a second of the only layer of this network.
double layerRate(const Graph& graph) {
    const auto network = std::make_shared<CompiledNetwork>(graph, 1);
    CompiledRunner runner(network);
    const at::Tensor images = randomImages(graph, 1);
    double best = std::numeric_limits<double>::max();
    for (int run = 0; run < 20; ++run) {
        std::vector<double> seconds(network->steps().size());
        runner.runTimed(images, seconds);
        best = std::min(best, seconds.front());
    }
    return static_cast<double>(computeCost(graph).macs) / best;
}

}  // namespace

const SettingsOf<ProfileOptions>& profileSettings() {
    using O = ProfileOptions;
    using S = SettingOf<O>;
    static const SettingsOf<O> all{
        S::count({"rounds", "--rounds", "&Rounds",
                  "How often every network has its turn; the median counts. More are added while "
                  "the machine is not quiet."},
                 &O::rounds, {.low = 1, .high = 999}),
        S::count({"batch", "--batch", "", "Images at once; 0: what the caches like."}, &O::batch,
                 {.low = 0, .high = 65'536}),
    };
    return all;
}

std::vector<NetworkProfile> profileNetworks(const std::vector<ProfileSubject>& subjects,
                                            const ProfileOptions& options,
                                            const RunContext& context) {
    if (options.rounds < 1) {
        throw Error(ErrorCode::InvalidArgument, "a profile is measured in rounds",
                    {"", "at least 1", fmt::format("{}", options.rounds)});
    }
    const at::NoGradGuard noGrad;
    std::vector<std::unique_ptr<Subject>> running;
    for (const ProfileSubject& subject : subjects) {
        context.checkCancelled();
        running.push_back(std::make_unique<Subject>(subject, options.batch));
    }
    const int most = options.rounds * (1 + kExtraRounds);
    for (int round = 0; round < most && (round < options.rounds || noisy(running)); ++round) {
        for (const auto& subject : running) {
            context.checkCancelled();
            subject->runRound();
        }
        context.report({"profile", round + 1, std::max(options.rounds, round + 1), "rounds", {}});
    }
    std::vector<NetworkProfile> profiles;
    for (const auto& subject : running) {
        profiles.push_back(subject->profile());
    }
    return profiles;
}

void requireQuiet(const std::vector<NetworkProfile>& profiles) {
    for (const NetworkProfile& profile : profiles) {
        if (profile.spread > kLargestSpread) {
            throw Error(
                ErrorCode::Unsupported,
                "this machine is too busy to time layers: close other programs",
                {profile.name, fmt::format("a spread of at most {:.0f} %", 100 * kLargestSpread),
                 fmt::format("{:.0f} %", 100 * profile.spread)});
        }
    }
}

std::vector<int64_t> curveBatches() {
    return {1, 2, 4, 8, 16, 32};
}

std::vector<int> curveWorkers(int workers) {
    return workers == 1 ? std::vector{1} : std::vector{1, workers};
}

MachinePeak measurePeak() {
    const at::NoGradGuard noGrad;
    constexpr int64_t kChannels = 512;
    GraphBuilder builder({"peak", kChannels, kChannels, 28, 28, ""}, 1);
    builder.conv("conv", builder.input(), kChannels, 1, 1, 1, "", true);
    const Graph graph = builder.finish();
    const QuantParams params = affineParams(0.0, 4.0, 255);
    return {layerRate(graph), layerRate(lowerInt8(graph, {params, params}))};
}

namespace {

/// Latencies of one worker's batches, for about `seconds`.
std::vector<double> latencies(const std::shared_ptr<const CompiledNetwork>& network,
                              const at::Tensor& images, double seconds, const RunContext& context) {
    const at::NoGradGuard noGrad;
    CompiledRunner runner(network);
    runner.run(images);
    std::vector<double> found;
    const Clock::time_point start = Clock::now();
    do {
        const Clock::time_point before = Clock::now();
        runner.run(images);
        found.push_back(secondsSince(before));
    } while (secondsSince(start) < seconds && !context.stop.stop_requested());
    return found;
}

CurvePoint curvePoint(int64_t batch, const std::vector<std::vector<double>>& workers) {
    CurvePoint point{batch, static_cast<int>(workers.size()), 0.0, 0.0, 0.0};
    std::vector<double> all;
    for (const std::vector<double>& own : workers) {
        const double sum = std::accumulate(own.begin(), own.end(), 0.0);
        point.imagesPerSecond += static_cast<double>(batch) * static_cast<double>(own.size()) / sum;
        all.insert(all.end(), own.begin(), own.end());
    }
    std::sort(all.begin(), all.end());
    point.median = quantile(all, 0.5);
    point.tail = quantile(all, 0.99);
    return point;
}

}  // namespace

std::vector<CurvePoint> profileCurve(const Graph& graph, const std::vector<int64_t>& batches,
                                     const std::vector<int>& workers, double seconds,
                                     const RunContext& context) {
    const at::NoGradGuard noGrad;
    const Graph folded = runnable(graph);
    std::vector<CurvePoint> curve;
    const auto total = static_cast<int64_t>(batches.size() * workers.size());
    for (const int64_t batch : batches) {
        const auto network = std::make_shared<const CompiledNetwork>(folded, batch);
        const at::Tensor images = randomImages(folded, batch);
        for (const int count : workers) {
            context.checkCancelled();
            std::vector<std::vector<double>> found(static_cast<size_t>(count));
            runWorkers(count, [&](int worker) {
                found[static_cast<size_t>(worker)] = latencies(network, images, seconds, context);
            });
            curve.push_back(curvePoint(batch, found));
            context.report({"curve", static_cast<int64_t>(curve.size()), total, "points", {}});
        }
    }
    context.checkCancelled();
    return curve;
}

}  // namespace secateur
