#include "core/analysis/evaluator.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/analysis/runners.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/parallel.h"
#include "core/data/loader.h"
#include "core/exec/torch_device.h"

namespace secateur {

namespace {

constexpr size_t kBytesAFigure = 4;
constexpr size_t kBytesAnImage = 3 * kBytesAFigure;

void checkFits(const Graph& graph, const Dataset& dataset) {
    if (dataset.channels() != graph.input().channels) {
        throw Error(ErrorCode::Mismatch, "the images do not fit the network",
                    {"channels", std::to_string(graph.input().channels),
                     std::to_string(dataset.channels())});
    }
}

void checkLabels(const at::Tensor& labels, int64_t classes) {
    const int64_t largest = labels.max().item<int64_t>();
    if (largest >= classes) {
        throw Error(ErrorCode::Mismatch, "a label is not among the network's classes",
                    {"", fmt::format("below {}", classes), std::to_string(largest)});
    }
}

/// A network on images, a worker's batches in its own runner.
class BatchAnswers {
 public:
    BatchAnswers(std::vector<Runner> runners, const Dataset& dataset,
                 const Normalisation& normalisation, std::span<const int64_t> indices,
                 int64_t batch)
        : m_runners(std::move(runners)),
          m_dataset(dataset),
          m_normalisation(normalisation),
          m_indices(indices),
          m_batch(std::max<int64_t>(1, batch)) {}

    int workers() const { return static_cast<int>(m_runners.size()); }
    int64_t images() const { return static_cast<int64_t>(m_indices.size()); }

    /// Of `count` images from `first` on the answers, then the labels, as int32, then the
    /// confidences, as float32.
    Bytes of(int worker, int64_t first, int64_t count) const {
        Bytes found(static_cast<size_t>(count) * kBytesAnImage);
        const auto put = [&](const at::Tensor& values, int64_t part, int64_t done) {
            const at::Tensor plain = values.contiguous();
            std::memcpy(found.data() + static_cast<size_t>(part * count + done) * kBytesAFigure,
                        plain.data_ptr(), plain.nbytes());
        };
        for (int64_t done = 0; done < count; done += m_batch) {
            const int64_t now = std::min(m_batch, count - done);
            const auto batch = [&](int64_t begin, int64_t size) {
                return m_indices.subspan(static_cast<size_t>(first + begin),
                                         static_cast<size_t>(size));
            };
            const Batch loaded =
                loadBatch(m_dataset, m_normalisation, batch(done, now),
                          batch(done + now, std::min(m_batch, count - done - now)));
            const at::Tensor logits = m_runners[static_cast<size_t>(worker)](loaded.images);
            checkLabels(loaded.labels, logits.size(1));
            put(logits.argmax(1).to(at::kInt), 0, done);  // softmax makes near ones equal
            put(loaded.labels.to(at::kInt), 1, done);
            put(at::softmax(logits, 1).amax(1).to(at::kFloat), 2, done);
        }
        return found;
    }

 private:
    const std::vector<Runner> m_runners;
    const Dataset& m_dataset;
    const Normalisation& m_normalisation;
    const std::span<const int64_t> m_indices;
    const int64_t m_batch;
};

Evaluation evaluated(const BatchAnswers& answers, const ImagePieces& pieces, const Sharing& sharing,
                     const std::function<nlohmann::json()>& describe, const RunContext& context) {
    Evaluation result;
    result.predictions.resize(static_cast<size_t>(answers.images()));
    result.labels.resize(result.predictions.size());
    result.confidences.resize(result.predictions.size());
    int64_t done = 0;
    const auto started = std::chrono::steady_clock::now();
    shareOut(
        sharing, kEvaluationService, describe, pieces.count(),
        [&](const auto& body) { runWorkers(answers.workers(), body); },
        [&](int worker, int64_t piece) {
            return answers.of(worker, pieces.first(piece), pieces.size(piece));
        },
        [&](int64_t piece, const Bytes& found) {
            const int64_t first = pieces.first(piece);
            const auto bytes = static_cast<size_t>(pieces.size(piece)) * kBytesAFigure;
            requireBytes(found, 3 * bytes);
            std::memcpy(result.predictions.data() + first, found.data(), bytes);
            std::memcpy(result.labels.data() + first, found.data() + bytes, bytes);
            std::memcpy(result.confidences.data() + first, found.data() + 2 * bytes, bytes);
            done += pieces.size(piece);
            context.report({"evaluate", done, answers.images(), "images", {}});
        },
        context);
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    for (size_t i = 0; i < result.predictions.size(); ++i) {
        result.correct += result.predictions[i] == result.labels[i] ? 1 : 0;
    }
    return result;
}

}  // namespace

Evaluation evaluate(const Graph& graph, const Dataset& dataset, const Normalisation& normalisation,
                    const std::vector<int64_t>& indices, const EvaluateOptions& options,
                    const RunContext& context) {
    checkFits(graph, dataset);
    const Device device = graph.quantized() ? Device::Cpu : options.device;
    const Sharing sharing = device == Device::Cpu ? options.sharing : Sharing();
    const ImagePieces pieces(static_cast<int64_t>(indices.size()), options.batchSize,
                             workerCount(workersOn(device, options.workers)), sharing);
    const int workers = workerCount(workersOn(device, options.workers), pieces.count());
    const BatchAnswers answers(graphRunners(graph, workers, options), dataset, normalisation,
                               indices, options.batchSize);
    const auto describe = [&] {
        nlohmann::json request = describeImages(sharing, graph, indices, pieces);
        request.update({{"batch", options.batchSize},
                        {"engine", options.engine},
                        {"simulated", options.simulated}});
        return request;
    };
    return evaluated(answers, pieces, sharing, describe, context);
}

Evaluation evaluate(const std::vector<Runner>& runners, const Dataset& dataset,
                    const Normalisation& normalisation, const std::vector<int64_t>& indices,
                    int64_t batchSize, const RunContext& context) {
    const ImagePieces pieces(static_cast<int64_t>(indices.size()), batchSize,
                             static_cast<int>(runners.size()), {});
    const BatchAnswers answers(runners, dataset, normalisation, indices, batchSize);
    return evaluated(answers, pieces, {}, {}, context);
}

ClusterService evaluationService(FindImages find) {
    return [reader = std::make_shared<SharedImagesReader>(std::move(find))](
               const std::string& request, const Attachments& attachments,
               int workers) -> ComputePiece {
        const nlohmann::json asked = parseJson(request, "the request of rank 0");
        const auto images = std::make_shared<const SharedImages>(reader->read(asked, attachments));
        const SharedNetwork& network = *images->network;
        const EvaluateOptions options{.engine = asked.at("engine"),
                                      .simulated = asked.at("simulated")};
        const auto answers = std::make_shared<const BatchAnswers>(
            graphRunners(network.graph, workers, options), *network.images.dataset,
            network.images.normalisation, images->indices, asked.at("batch"));
        return [images, answers](int worker, int64_t piece) {
            return answers->of(worker, images->pieces.first(piece), images->pieces.size(piece));
        };
    };
}

}  // namespace secateur
