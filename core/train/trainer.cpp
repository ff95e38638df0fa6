#include "core/train/trainer.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/data/loader.h"
#include "core/exec/train_executor.h"
#include "core/graph/shapes.h"
#include "core/train/micro_batch.h"
#include "core/train/sgd.h"

namespace secateur {

namespace {

using Clock = std::chrono::steady_clock;

/// Keys of the random numbers of dropout: far from those of augmentation and of the order.
constexpr uint64_t kDropoutStream = 0xD500000000000000ULL;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Progressive resizing must not go below what the network takes. Errors: those of inferShapes.
void checkSides(const Graph& graph, const std::vector<int64_t>& sides) {
    for (const int64_t side : sides) {
        inferShapes(withImages(graph, side, side));
    }
}

/// What one chunk found.
struct ChunkTally {
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

/// Of a dead channel's variance, which decays with every chunk, rounding takes as much away as is
/// left: it would end below zero.
void dropDenormals(at::Tensor statistics) {
    statistics.masked_fill_(statistics.abs().lt(std::numeric_limits<float>::min()), 0);
}

class Training {
 public:
    Training(const TrainExecutor& start, const ImageData& data, const std::vector<int64_t>& indices,
             const TrainOptions& options, const std::map<std::string, at::Tensor>& masks);

    Graph run(const TrainHooks& hooks, const std::optional<TrainState>& resume,
              const RunContext& context);
    /// The rest of the epoch that the state is in, as one of a team.
    void follow(const TrainHooks& hooks, const TrainState& state, Team& team,
                const RunContext& context);

 private:
    void checkState(const TrainState& state) const;
    void restore(const TrainState& state);
    int64_t epochNow() const { return m_state.step / m_stepsPerEpoch; }
    /// To the end of the epoch, or until somebody wants to stop; `afterStep` is called after each.
    void runEpoch(const RunContext& context, const std::function<void()>& afterStep);
    void checkStop(const RunContext& context) const;
    /// `coming`: the images of this step and of those that follow it in the epoch.
    void step(int64_t epoch, std::span<const int64_t> coming, const RunContext& context);
    void sumOverTeam(double stepSeconds, const RunContext& context);
    void workChunks(int worker, int64_t epoch, std::span<const int64_t> coming);
    /// Of a step that begins with the first image of `coming`; nothing after the last step.
    std::span<const int64_t> imagesOf(int64_t chunk, std::span<const int64_t> coming) const;
    ChunkTally forwardAndBack(TrainExecutor& replica, int64_t epoch, int64_t chunk,
                              std::span<const int64_t> images, std::span<const int64_t> next);
    void addChunk(const TrainExecutor& replica, int64_t chunk, const ChunkTally& tally);
    void moveOn(int64_t chunk);
    void saveIfDue(const TrainHooks& hooks);
    Graph trained();
    void finishEpoch(int64_t epoch, const TrainHooks& hooks, const RunContext& context);
    void report(int64_t epoch, const TrainHooks& hooks, const RunContext& context) const;
    void fillState();
    void save(const TrainHooks& hooks);
    int64_t sideOf(int64_t epoch) const;
    double rateAt(int64_t step) const;
    at::Tensor lossOf(const at::Tensor& logits, const at::Tensor& images,
                      const at::Tensor& labels) const;

    const ImageData& m_data;
    const std::vector<int64_t>& m_indices;
    const TrainOptions m_options;
    const std::vector<Chunk> m_chunks;
    const int64_t m_stepsPerEpoch;
    std::function<at::Tensor(const at::Tensor&)> m_teacher;
    const at::Device m_device;  ///< of the start, and so of all that is computed
    WorkerPool m_pool;
    std::deque<TrainExecutor> m_replicas;
    at::Tensor m_mask;
    Sgd m_sgd;
    TrainState m_state;
    at::Tensor m_gradients;   ///< of the step
    at::Tensor m_statistics;  ///< before the step
    at::Tensor m_moves;       ///< of the statistics by the step's chunks so far
    at::Tensor m_keeps;       ///< of a statistic that a chunk moves, 1 - its rate
    int64_t m_added = 0;      ///< chunks of the step that m_moves is past
    ChunkTally m_tally;       ///< of the step
    Team* m_team = nullptr;   ///< with whom the epoch is computed
    bool m_stopping = false;  ///< the team is told to
    bool m_left = false;      ///< one of the others wants to go
    TurnTaker m_turns;        ///< chunks are added in their order, whoever computed them
    Clock::time_point m_started = Clock::now();
    Clock::time_point m_saved = m_started;
};

Training::Training(const TrainExecutor& start, const ImageData& data,
                   const std::vector<int64_t>& indices, const TrainOptions& options,
                   const std::map<std::string, at::Tensor>& masks)
    : m_data(data),
      m_indices(indices),
      m_options(options),
      m_chunks(
          chunksOf(options.batchSize, microBatch(start.graph(), options, start.fakeQuantized()))),
      m_stepsPerEpoch(static_cast<int64_t>(indices.size()) / options.batchSize),
      m_device(start.parameters().device()),
      // A GPU is filled by one.
      m_pool(m_device.is_cpu() ? workerCount(options.workers, static_cast<int64_t>(m_chunks.size()))
                               : 1),
      m_sgd(options.momentum, options.nesterov, options.weightDecay),
      m_gradients(at::zeros_like(start.gradients())),
      m_statistics(start.statistics().clone()),
      m_moves(at::zeros_like(m_statistics)),
      m_keeps(1 - start.statisticRates()) {
    m_replicas.push_back(start);
    if (options.frozenStatistics) {
        m_replicas.front().freezeStatistics();
    }
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

/// A saved state may come from anybody's study.
void Training::checkState(const TrainState& state) const {
    const auto require = [&](bool holds, const std::string& expected, const std::string& got) {
        if (!holds) {
            throw Error(ErrorCode::CorruptData,
                        "the saved training is not of this network and plan",
                        {state.source, expected, got});
        }
    };
    const int64_t steps = m_stepsPerEpoch * m_options.epochs;
    require(state.step >= 0 && state.step <= steps, fmt::format("0 to {} steps", steps),
            std::to_string(state.step));
    require(static_cast<int64_t>(state.history.size()) == state.step / m_stepsPerEpoch,
            fmt::format("{} finished epochs", state.step / m_stepsPerEpoch),
            std::to_string(state.history.size()));
    const int64_t seen = state.step % m_stepsPerEpoch * m_options.batchSize;
    require(state.seen == seen, fmt::format("{} images of the epoch seen", seen),
            std::to_string(state.seen));
    const auto requireLike = [&](const char* what, const at::Tensor& saved,
                                 const at::Tensor& ours) {
        require(saved.defined() && saved.sizes() == ours.sizes() &&
                    saved.scalar_type() == ours.scalar_type(),
                fmt::format("{} {}", ours.numel(), what),
                saved.defined() ? std::to_string(saved.numel()) : "none");
        require(at::isfinite(saved).all().item<bool>(), fmt::format("finite {}", what), "others");
    };
    const TrainExecutor& replica = m_replicas.front();
    requireLike("parameters", state.parameters, replica.parameters());
    requireLike("statistics", state.statistics, replica.statistics());
    if (state.momentum.defined()) {
        requireLike("numbers of momentum", state.momentum, replica.parameters());
    }
}

void Training::restore(const TrainState& state) {
    const at::NoGradGuard noGrad;
    checkState(state);
    m_state = state;
    at::Tensor parameters = m_replicas.front().parameters();
    parameters.copy_(state.parameters);
    m_sgd.buffer = state.momentum.defined() ? state.momentum.to(m_device).clone() : at::Tensor();
    m_statistics.copy_(state.statistics);
}

/// The network as it is now.
Graph Training::trained() {
    const at::NoGradGuard noGrad;
    at::Tensor(m_replicas.front().statistics()).copy_(m_statistics);
    return m_replicas.front().snapshot(m_options.frozenStatistics ? 0 : m_state.step);
}

int64_t Training::sideOf(int64_t epoch) const {
    if (m_options.sides.empty()) {
        return 0;
    }
    const size_t index = std::min(m_options.sides.size() - 1, static_cast<size_t>(epoch));
    return m_options.sides[index];
}

double Training::rateAt(int64_t step) const {
    return scheduledRate(m_options.schedule, m_options.learningRate, step,
                         m_stepsPerEpoch * m_options.epochs,
                         m_stepsPerEpoch * m_options.warmupEpochs);
}

/// Summed over the images.
at::Tensor Training::lossOf(const at::Tensor& logits, const at::Tensor& images,
                            const at::Tensor& labels) const {
    const at::Tensor loss = at::cross_entropy_loss(logits, labels, {}, at::Reduction::Sum, -100,
                                                   m_options.labelSmoothing);
    if (m_options.distanceWeight <= 0) {
        return loss;
    }
    const double temperature = m_options.distanceTemperature;
    at::Tensor wanted;
    {
        const at::NoGradGuard noGrad;
        wanted = at::log_softmax(m_teacher(images) / temperature, 1);
    }
    const at::Tensor distance = at::kl_div(at::log_softmax(logits / temperature, 1), wanted,
                                           at::Reduction::Sum, /*log_target=*/true);
    return loss + m_options.distanceWeight * temperature * temperature * distance;
}

std::span<const int64_t> Training::imagesOf(int64_t chunk, std::span<const int64_t> coming) const {
    if (std::ssize(coming) < m_options.batchSize) {
        return {};
    }
    const auto& [first, count] = m_chunks[static_cast<size_t>(chunk)];
    return coming.subspan(static_cast<size_t>(first), static_cast<size_t>(count));
}

ChunkTally Training::forwardAndBack(TrainExecutor& replica, int64_t epoch, int64_t chunk,
                                    std::span<const int64_t> wanted,
                                    std::span<const int64_t> next) {
    const Batch loaded = loadAugmentedBatch(
        *m_data.train, m_data.normalisation, wanted, m_options.augmentation,
        Random::derived(m_options.seed, static_cast<uint64_t>(epoch) + 1).next(), next);
    {
        const at::NoGradGuard noGrad;
        at::Tensor(replica.gradients()).zero_();
        at::Tensor(replica.statistics()).copy_(m_statistics);
    }
    const auto key =
        static_cast<uint64_t>(m_state.step) * m_chunks.size() + static_cast<uint64_t>(chunk);
    replica.setSeed(Random::derived(m_options.seed, kDropoutStream + key).next());
    const at::Tensor images = resized(loaded.images, sideOf(epoch)).to(m_device);
    const at::Tensor labels = loaded.labels.to(m_device);
    const at::Tensor logits = replica.forward(images);
    ChunkTally tally;
    {
        const at::AutoGradMode withGradients(true);
        const at::Tensor loss = lossOf(logits, images, labels);
        replica.backward(loss / static_cast<double>(m_options.batchSize));
        tally.loss = loss.item<double>();
    }
    tally.correct = logits.detach().argmax(1).eq(labels).sum().item<int64_t>();
    return tally;
}

/// The moves so far are followed by those up to `chunk`.
void Training::moveOn(int64_t chunk) {
    for (; m_added < chunk; ++m_added) {
        m_moves.mul_(m_keeps);
    }
}

/// Gradients add up. Every chunk starts from the statistics before the step; put one after the
/// other their moves d are those of chunks that follow each other: d_1 (1 - rate) + d_2, ...
void Training::addChunk(const TrainExecutor& replica, int64_t chunk, const ChunkTally& tally) {
    const at::NoGradGuard noGrad;
    m_gradients.add_(replica.gradients());
    moveOn(chunk + 1);
    m_moves.add_(replica.statistics()).sub_(m_statistics);
    m_tally.loss += tally.loss;
    m_tally.correct += tally.correct;
}

/// Of a team each process has every so-manieth chunk, and each of its workers of those.
void Training::workChunks(int worker, int64_t epoch, std::span<const int64_t> coming) {
    TrainExecutor& replica = m_replicas[static_cast<size_t>(worker)];
    const int64_t members = m_team != nullptr ? m_team->size() : 1;
    const int64_t first = m_team != nullptr ? m_team->member() : 0;
    const int64_t stride = members * m_pool.size();
    for (int64_t turn = worker;; turn += m_pool.size()) {
        const int64_t c = first + turn * members;
        if (c >= std::ssize(m_chunks)) {
            return;
        }
        const bool last = c + stride >= std::ssize(m_chunks);
        const std::span<const int64_t> next =
            last ? imagesOf(first + worker * members,
                            coming.subspan(static_cast<size_t>(m_options.batchSize)))
                 : imagesOf(c + stride, coming);
        try {
            const ChunkTally tally = forwardAndBack(replica, epoch, c, imagesOf(c, coming), next);
            m_turns.take(turn, [&] { addChunk(replica, c, tally); });
        } catch (...) {
            m_turns.abandon();
            throw;
        }
    }
}

/// All members end the step with the same numbers, and know whether one of them wants to stop.
void Training::sumOverTeam(double stepSeconds, const RunContext& context) {
    constexpr double kLeastPatience = 30.0;
    const bool first = m_team->member() == 0;
    const bool stop = context.stop.stop_requested();
    const at::Tensor tally = at::tensor({m_tally.loss, static_cast<double>(m_tally.correct),
                                         stop && first ? 1.0 : 0.0, stop && !first ? 1.0 : 0.0},
                                        at::kDouble);
    m_team->sum({tally, m_moves, m_gradients}, std::max(kLeastPatience, 10 * stepSeconds));
    const auto* sums = tally.data_ptr<double>();
    m_tally = {sums[0], static_cast<int64_t>(sums[1])};
    m_left = sums[3] > 0;
    m_stopping = sums[2] > 0 || m_left;
}

void Training::step(int64_t epoch, std::span<const int64_t> coming, const RunContext& context) {
    const auto started = Clock::now();
    m_gradients.zero_();
    m_moves.zero_();
    m_added = 0;
    m_tally = {};
    m_turns.restart();
    m_pool.run([&](int worker) { workChunks(worker, epoch, coming); });
    moveOn(std::ssize(m_chunks));
    if (m_team != nullptr) {
        sumOverTeam(secondsSince(started), context);
    }
    m_statistics.add_(m_moves);
    dropDenormals(m_statistics);
    m_state.lossSum += m_tally.loss;
    m_state.correct += m_tally.correct;
    const auto gradientSum = m_gradients.sum().item<double>();
    const double rate = rateAt(m_state.step);
    m_sgd.step(m_replicas.front().parameters(), m_gradients, rate, m_mask);
    m_state.seen += m_options.batchSize;
    ++m_state.step;
    // Fake quantization makes numbers of what is none, so the loss alone does not tell.
    if (!std::isfinite(m_state.lossSum) || !std::isfinite(gradientSum)) {
        throw Error(ErrorCode::Internal, "the loss or its gradients are no longer finite",
                    {fmt::format("epoch {}, step {}", epoch + 1, m_state.step),
                     "a lower learning rate would help", fmt::format("rate {:g}", rate)});
    }
    m_state.epochSeconds += secondsSince(started);
}

void Training::report(int64_t epoch, const TrainHooks& hooks, const RunContext& context) const {
    const auto seen = static_cast<double>(std::max<int64_t>(1, m_state.seen));
    const double rate = rateAt(m_state.step - 1);
    std::map<LiveFigure, double> figures{
        {LiveFigure::Loss, m_state.lossSum / seen},
        {LiveFigure::TrainAccuracy, static_cast<double>(m_state.correct) / seen},
        {LiveFigure::LearningRate, rate}};
    if (hooks.evaluate && !m_state.history.empty()) {
        figures[LiveFigure::HeldOutAccuracy] = m_state.history.back().accuracy;
    }
    context.report({fmt::format("train epoch {}/{}", epoch + 1, m_options.epochs),
                    m_state.step * m_options.batchSize,
                    m_stepsPerEpoch * m_options.epochs * m_options.batchSize, "images",
                    std::move(figures)});
}

void Training::fillState() {
    m_state.parameters = m_replicas.front().parameters().cpu();
    m_state.momentum = m_sgd.buffer.defined() ? m_sgd.buffer.cpu() : at::Tensor();
    m_state.statistics = m_statistics.cpu();
}

void Training::save(const TrainHooks& hooks) {
    if (hooks.saveState) {
        fillState();
        hooks.saveState(m_state);
    }
}

/// After the first step, then each time that the run has become twice as old, up to every
/// `checkpointSeconds`: a run that is killed again and again still gets on.
void Training::saveIfDue(const TrainHooks& hooks) {
    const double age = std::chrono::duration<double>(m_saved - m_started).count();
    if (secondsSince(m_saved) >= std::min(age, m_options.checkpointSeconds)) {
        save(hooks);
        m_saved = Clock::now();
    }
}

void Training::finishEpoch(int64_t epoch, const TrainHooks& hooks, const RunContext& context) {
    const Graph network = trained();
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
    if (hooks.epochDone) {
        hooks.epochDone(network, m_state, best);
    }
    save(hooks);
    EpochDone done{record.epoch, m_options.epochs, record.loss, record.trainAccuracy, {},
                   {},           record.seconds};
    if (hooks.evaluate) {
        done.heldOutAccuracy = record.accuracy;
    }
    if (record.quantization) {
        done.simulatedAccuracy = record.quantization->simulatedAccuracy;
    }
    context.tell(done);
}

void Training::checkStop(const RunContext& context) const {
    if (m_left) {
        throw Error(ErrorCode::Io, "a process that computes along was stopped",
                    {"", "all of them until the end", ""});
    }
    // A team stops together: in the step after which all know.
    if (m_team != nullptr ? m_stopping : context.stop.stop_requested()) {
        throw Cancelled();
    }
}

void Training::runEpoch(const RunContext& context, const std::function<void()>& afterStep) {
    const int64_t epoch = epochNow();
    std::vector<int64_t> images = shuffledIndices(
        static_cast<int64_t>(m_indices.size()),
        Random::derived(m_options.seed, 0x5EED0000ULL + static_cast<uint64_t>(epoch)));
    for (int64_t& image : images) {
        image = m_indices[static_cast<size_t>(image)];
    }
    while (epochNow() == epoch) {
        checkStop(context);
        const int64_t first = (m_state.step % m_stepsPerEpoch) * m_options.batchSize;
        step(epoch, std::span(images).subspan(static_cast<size_t>(first)), context);
        afterStep();
    }
}

Graph Training::run(const TrainHooks& hooks, const std::optional<TrainState>& resume,
                    const RunContext& context) {
    m_teacher = hooks.teacher;
    if (resume) {
        restore(*resume);
    }
    while (epochNow() < m_options.epochs && !lostPatience(m_state.history, m_options.patience)) {
        const int64_t epoch = epochNow();
        if (hooks.beginEpoch) {
            for (TrainExecutor& replica : m_replicas) {
                hooks.beginEpoch(replica, epoch);
            }
        }
        std::unique_ptr<Team> team;
        if (hooks.gather) {
            fillState();
            team = hooks.gather(m_state);
        }
        m_team = team.get();
        m_stopping = false;
        try {
            runEpoch(context, [&] {
                report(epoch, hooks, context);
                if (epochNow() == epoch) {
                    saveIfDue(hooks);
                }
            });
        } catch (const Cancelled&) {
            save(hooks);
            throw;
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Io) {  // the step that others left is not counted
                save(hooks);
            }
            throw;
        }
        m_team = nullptr;
        finishEpoch(epoch, hooks, context);
    }
    return trained();
}

void Training::follow(const TrainHooks& hooks, const TrainState& state, Team& team,
                      const RunContext& context) {
    m_teacher = hooks.teacher;
    restore(state);
    m_team = &team;
    try {
        runEpoch(context, [] {});
    } catch (const Cancelled&) {  // so all have agreed
    }
}

void checkHooks(const TrainOptions& options, const TrainHooks& hooks) {
    if (options.patience > 0 && !hooks.evaluate) {
        throw Error(ErrorCode::InvalidArgument, "early stopping needs held-out images",
                    {"Patience, epochs", "0 without them", std::to_string(options.patience)});
    }
    if (options.distanceWeight > 0 && !hooks.teacher) {
        throw Error(ErrorCode::InvalidArgument, "there is no network to stay near",
                    {"Distance to the original", "0 for a network that no other is the origin of",
                     fmt::format("{:g}", options.distanceWeight)});
    }
}

}  // namespace

bool lostPatience(const std::vector<EpochRecord>& history, int64_t patience) {
    const auto best = std::max_element(
        history.begin(), history.end(),
        [](const EpochRecord& a, const EpochRecord& b) { return a.accuracy < b.accuracy; });
    return patience > 0 && best != history.end() && history.end() - best > patience;
}

Graph trainNetwork(const TrainExecutor& start, const ImageData& data,
                   const std::vector<int64_t>& indices, const TrainOptions& options,
                   const std::map<std::string, at::Tensor>& masks, const TrainHooks& hooks,
                   const std::optional<TrainState>& resume, const RunContext& context) {
    checkTraining(options, static_cast<int64_t>(indices.size()));
    checkHooks(options, hooks);
    checkSides(start.graph(), options.sides);
    return Training(start, data, indices, options, masks).run(hooks, resume, context);
}

void trainAlong(const TrainExecutor& start, const ImageData& data,
                const std::vector<int64_t>& indices, const TrainOptions& options,
                const std::map<std::string, at::Tensor>& masks, const TrainHooks& hooks,
                const TrainState& state, Team& team, const RunContext& context) {
    checkTraining(options, static_cast<int64_t>(indices.size()));
    Training(start, data, indices, options, masks).follow(hooks, state, team, context);
}

Graph trainNetwork(const Graph& graph, const ImageData& data, const std::vector<int64_t>& indices,
                   const TrainOptions& options, const std::map<std::string, at::Tensor>& masks,
                   const TrainHooks& hooks, const std::optional<TrainState>& resume,
                   const RunContext& context) {
    return trainNetwork(TrainExecutor(graph), data, indices, options, masks, hooks, resume,
                        context);
}

}  // namespace secateur
