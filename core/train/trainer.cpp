#include "core/train/trainer.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/data/loader.h"
#include "core/exec/train_executor.h"
#include "core/graph/shapes.h"
#include "core/train/sgd.h"

namespace secateur {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void require(bool holds, const std::string& what, const std::string& expected, double got) {
    if (!holds) {
        throw Error(ErrorCode::InvalidArgument, "impossible training option",
                    {what, expected, fmt::format("{:g}", got)});
    }
}

void checkOptions(const TrainOptions& o, int64_t images) {
    require(o.epochs >= 1, "epochs", "at least 1", static_cast<double>(o.epochs));
    require(o.batchSize >= 2, "batch size", "at least 2", static_cast<double>(o.batchSize));
    require(o.microBatch >= 2, "micro batch", "at least 2", static_cast<double>(o.microBatch));
    require(o.learningRate > 0 && std::isfinite(o.learningRate), "learning rate", "above 0",
            o.learningRate);
    require(o.momentum >= 0 && o.momentum < 1, "momentum", "in [0, 1)", o.momentum);
    require(!o.nesterov || o.momentum > 0, "momentum", "above 0 for Nesterov", o.momentum);
    require(o.weightDecay >= 0, "weight decay", "at least 0", o.weightDecay);
    require(o.labelSmoothing >= 0 && o.labelSmoothing < 1, "label smoothing", "in [0, 1)",
            o.labelSmoothing);
    require(images >= o.batchSize, "training images", fmt::format("at least {}", o.batchSize),
            static_cast<double>(images));
    for (const int64_t side : o.sides) {
        require(side >= 8, "image side", "at least 8", static_cast<double>(side));
    }
}

/// Progressive resizing must not go below what the network takes. Errors: those of inferShapes.
void checkSides(const Graph& graph, const std::vector<int64_t>& sides) {
    Graph probe = graph;
    auto& input = std::get<Input>(probe.node(0).op);
    for (const int64_t side : sides) {
        input.height = input.width = side;
        inferShapes(probe);
    }
}

/// What one worker found in one step.
struct WorkerTally {
    double loss = 0.0;  ///< sum over its images
    int64_t correct = 0;
};

/// The images of one micro batch: positions [first, first + count) of the step's batch.
struct Chunk {
    int64_t first;
    int64_t count;
};

std::vector<Chunk> chunksOf(int64_t batch, int64_t microBatch) {
    std::vector<Chunk> chunks;
    const int64_t parts = (batch + microBatch - 1) / microBatch;
    for (int64_t part = 0; part < parts; ++part) {
        const int64_t first = batch * part / parts;
        chunks.push_back({first, batch * (part + 1) / parts - first});
    }
    return chunks;
}

at::Tensor resized(const at::Tensor& images, int64_t side) {
    if (side == 0 || (images.size(2) == side && images.size(3) == side)) {
        return images;
    }
    return at::_upsample_bilinear2d_aa(images, {side, side}, false);
}

class Training {
 public:
    Training(const TrainExecutor& start, const ImageData& data, const std::vector<int64_t>& indices,
             const TrainOptions& options, const std::map<std::string, at::Tensor>& masks);

    Graph run(const TrainHooks& hooks, const std::optional<TrainState>& resume,
              const RunContext& context);

 private:
    void restore(const TrainState& state);
    void step(int64_t epoch, std::span<const int64_t> batch);
    WorkerTally workChunks(int worker, int64_t epoch, std::span<const int64_t> batch);
    void combineReplicas();
    void finishEpoch(int64_t epoch, const TrainHooks& hooks, const RunContext& context);
    void report(int64_t epoch, double rate, const RunContext& context) const;
    void save(const TrainHooks& hooks);
    int64_t sideOf(int64_t epoch) const;

    const ImageData& m_data;
    const std::vector<int64_t>& m_indices;
    const TrainOptions m_options;
    const std::vector<Chunk> m_chunks;
    const int64_t m_stepsPerEpoch;
    WorkerPool m_pool;
    std::deque<TrainExecutor> m_replicas;
    at::Tensor m_mask;
    Sgd m_sgd;
    TrainState m_state;
    std::vector<WorkerTally> m_tallies;
};

Training::Training(const TrainExecutor& start, const ImageData& data,
                   const std::vector<int64_t>& indices, const TrainOptions& options,
                   const std::map<std::string, at::Tensor>& masks)
    : m_data(data),
      m_indices(indices),
      m_options(options),
      m_chunks(chunksOf(options.batchSize, options.microBatch)),
      m_stepsPerEpoch(static_cast<int64_t>(indices.size()) / options.batchSize),
      m_pool(workerCount(options.workers, static_cast<int64_t>(m_chunks.size()))),
      m_sgd(options.momentum, options.nesterov, options.weightDecay),
      m_tallies(static_cast<size_t>(m_pool.size())) {
    m_replicas.push_back(start);
    for (int worker = 1; worker < m_pool.size(); ++worker) {
        m_replicas.push_back(m_replicas.front().replica());
    }
    if (!masks.empty()) {
        m_mask = m_replicas.front().flatMask(masks);
        at::Tensor parameters = m_replicas.front().parameters();
        const at::NoGradGuard noGrad;
        parameters.mul_(m_mask);
    }
}

void Training::restore(const TrainState& state) {
    const at::NoGradGuard noGrad;
    m_state = state;
    at::Tensor parameters = m_replicas.front().parameters();
    const int64_t statistics = m_replicas.front().statistics().numel();
    if (state.parameters.numel() != parameters.numel() || state.statistics.numel() != statistics) {
        throw Error(
            ErrorCode::Mismatch, "the saved training is of another network",
            {"", fmt::format("{} parameters, {} statistics", parameters.numel(), statistics),
             fmt::format("{} and {}", state.parameters.numel(), state.statistics.numel())});
    }
    parameters.copy_(state.parameters);
    m_sgd.buffer = state.momentum.defined() ? state.momentum.clone() : at::Tensor();
    for (TrainExecutor& replica : m_replicas) {
        at::Tensor statistics = replica.statistics();
        statistics.copy_(state.statistics);
    }
}

int64_t Training::sideOf(int64_t epoch) const {
    if (m_options.sides.empty()) {
        return 0;
    }
    const size_t index = std::min(m_options.sides.size() - 1, static_cast<size_t>(epoch));
    return m_options.sides[index];
}

WorkerTally Training::workChunks(int worker, int64_t epoch, std::span<const int64_t> batch) {
    TrainExecutor& replica = m_replicas[static_cast<size_t>(worker)];
    WorkerTally tally;
    for (size_t c = static_cast<size_t>(worker); c < m_chunks.size();
         c += static_cast<size_t>(m_pool.size())) {
        const Chunk& chunk = m_chunks[c];
        const uint64_t seed =
            Random::derived(m_options.seed, static_cast<uint64_t>(epoch) + 1).next();
        const Batch loaded = loadAugmentedBatch(
            *m_data.train, m_data.normalisation,
            batch.subspan(static_cast<size_t>(chunk.first), static_cast<size_t>(chunk.count)),
            m_options.augmentation, seed);
        const at::Tensor logits = replica.forward(resized(loaded.images, sideOf(epoch)));
        at::Tensor loss;
        {
            const at::AutoGradMode withGradients(true);
            loss = at::cross_entropy_loss(logits, loaded.labels, {}, at::Reduction::Sum, -100,
                                          m_options.labelSmoothing);
            replica.backward(loss / static_cast<double>(m_options.batchSize));
        }
        tally.loss += loss.item<double>();
        tally.correct += logits.detach().argmax(1).eq(loaded.labels).sum().item<int64_t>();
    }
    return tally;
}

void Training::combineReplicas() {
    const at::NoGradGuard noGrad;
    at::Tensor gradients = m_replicas.front().gradients();
    at::Tensor statistics = m_replicas.front().statistics();
    for (size_t r = 1; r < m_replicas.size(); ++r) {
        gradients.add_(m_replicas[r].gradients());
        statistics.add_(m_replicas[r].statistics());
    }
    statistics.div_(static_cast<double>(m_replicas.size()));
    for (size_t r = 1; r < m_replicas.size(); ++r) {
        at::Tensor other = m_replicas[r].statistics();
        other.copy_(statistics);
    }
}

void Training::step(int64_t epoch, std::span<const int64_t> batch) {
    for (TrainExecutor& replica : m_replicas) {
        at::Tensor gradients = replica.gradients();
        gradients.zero_();
    }
    m_pool.run([&](int worker) {
        m_tallies[static_cast<size_t>(worker)] = workChunks(worker, epoch, batch);
    });
    combineReplicas();
    const auto gradientSum = m_replicas.front().gradients().sum().item<double>();
    const double rate = scheduledRate(m_options.schedule, m_options.learningRate, m_state.step,
                                      m_stepsPerEpoch * m_options.epochs);
    m_sgd.step(m_replicas.front().parameters(), m_replicas.front().gradients(), rate, m_mask);
    for (const WorkerTally& tally : m_tallies) {
        m_state.lossSum += tally.loss;
        m_state.correct += tally.correct;
    }
    m_state.seen += m_options.batchSize;
    ++m_state.step;
    // Fake quantization makes numbers of what is none, so the loss alone does not tell.
    if (!std::isfinite(m_state.lossSum) || !std::isfinite(gradientSum)) {
        throw Error(ErrorCode::Internal, "the loss or its gradients are no longer finite",
                    {fmt::format("epoch {}, step {}", epoch + 1, m_state.step),
                     "a lower learning rate would help", fmt::format("rate {:g}", rate)});
    }
}

void Training::report(int64_t epoch, double rate, const RunContext& context) const {
    const auto seen = static_cast<double>(std::max<int64_t>(1, m_state.seen));
    context.report({fmt::format("train epoch {}/{}", epoch + 1, m_options.epochs),
                    m_state.step * m_options.batchSize,
                    m_stepsPerEpoch * m_options.epochs * m_options.batchSize,
                    "images",
                    {{"loss", m_state.lossSum / seen},
                     {"train_accuracy", static_cast<double>(m_state.correct) / seen},
                     {"learning_rate", rate}}});
}

void Training::save(const TrainHooks& hooks) {
    if (hooks.saveState) {
        m_state.parameters = m_replicas.front().parameters();
        m_state.momentum = m_sgd.buffer;
        m_state.statistics = m_replicas.front().statistics();
        hooks.saveState(m_state);
    }
}

void Training::finishEpoch(int64_t epoch, const TrainHooks& hooks, const RunContext& context) {
    const Graph network = m_replicas.front().snapshot(m_state.step);
    const double seen = static_cast<double>(m_state.seen);
    EpochRecord record;
    record.epoch = epoch + 1;
    record.loss = m_state.lossSum / seen;
    record.trainAccuracy = static_cast<double>(m_state.correct) / seen;
    record.seconds = m_state.epochSeconds;
    if (hooks.evaluate) {
        hooks.evaluate(network, m_replicas.front(), record);
    }
    bool best = true;
    for (const EpochRecord& earlier : m_state.history) {
        best = best && record.accuracy > earlier.accuracy;
    }
    m_state.history.push_back(record);
    m_state.lossSum = 0.0;
    m_state.correct = 0;
    m_state.seen = 0;
    m_state.epochSeconds = 0.0;
    std::string heldOut =
        hooks.evaluate ? fmt::format(", held-out {:.2f} %", 100 * record.accuracy) : "";
    if (record.quantization) {
        heldOut += fmt::format(" (INT8; simulated {:.2f} %)",
                               100 * record.quantization->simulatedAccuracy);
    }
    context.say(fmt::format("epoch {}: loss {:.4f}, training accuracy {:.2f} %{}, {:.0f} s",
                            record.epoch, record.loss, 100 * record.trainAccuracy, heldOut,
                            record.seconds));
    if (hooks.epochDone) {
        hooks.epochDone(network, m_state, best);
    }
    save(hooks);
}

Graph Training::run(const TrainHooks& hooks, const std::optional<TrainState>& resume,
                    const RunContext& context) {
    if (resume) {
        restore(*resume);
    }
    const int64_t totalSteps = m_stepsPerEpoch * m_options.epochs;
    auto lastSave = Clock::now();
    while (m_state.step < totalSteps) {
        const int64_t epoch = m_state.step / m_stepsPerEpoch;
        const std::vector<int64_t> order = shuffledIndices(
            static_cast<int64_t>(m_indices.size()),
            Random::derived(m_options.seed, 0x5EED0000ULL + static_cast<uint64_t>(epoch)));
        std::vector<int64_t> batch(static_cast<size_t>(m_options.batchSize));
        if (hooks.beginEpoch) {
            for (TrainExecutor& replica : m_replicas) {
                hooks.beginEpoch(replica, epoch);
            }
        }
        while (m_state.step < (epoch + 1) * m_stepsPerEpoch) {
            if (context.stop.stop_requested()) {
                save(hooks);
                throw Cancelled();
            }
            const auto started = Clock::now();
            const int64_t first = (m_state.step % m_stepsPerEpoch) * m_options.batchSize;
            for (int64_t i = 0; i < m_options.batchSize; ++i) {
                batch[static_cast<size_t>(i)] =
                    m_indices[static_cast<size_t>(order[static_cast<size_t>(first + i)])];
            }
            step(epoch, batch);
            m_state.epochSeconds += secondsSince(started);
            report(epoch,
                   scheduledRate(m_options.schedule, m_options.learningRate, m_state.step - 1,
                                 totalSteps),
                   context);
            const bool epochEnds = m_state.step == (epoch + 1) * m_stepsPerEpoch;
            if (!epochEnds && secondsSince(lastSave) > m_options.checkpointSeconds) {
                save(hooks);
                lastSave = Clock::now();
            }
        }
        finishEpoch(epoch, hooks, context);
    }
    return m_replicas.front().snapshot(m_state.step);
}

}  // namespace

Graph trainNetwork(const TrainExecutor& start, const ImageData& data,
                   const std::vector<int64_t>& indices, const TrainOptions& options,
                   const std::map<std::string, at::Tensor>& masks, const TrainHooks& hooks,
                   const std::optional<TrainState>& resume, const RunContext& context) {
    checkOptions(options, static_cast<int64_t>(indices.size()));
    checkSides(start.graph(), options.sides);
    return Training(start, data, indices, options, masks).run(hooks, resume, context);
}

Graph trainNetwork(const Graph& graph, const ImageData& data, const std::vector<int64_t>& indices,
                   const TrainOptions& options, const std::map<std::string, at::Tensor>& masks,
                   const TrainHooks& hooks, const std::optional<TrainState>& resume,
                   const RunContext& context) {
    return trainNetwork(TrainExecutor(graph), data, indices, options, masks, hooks, resume,
                        context);
}

}  // namespace secateur
