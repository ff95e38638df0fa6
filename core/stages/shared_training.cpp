#include "core/stages/shared_training.h"

#include <fmt/format.h>

#include <cstring>

#include "core/base/json_text.h"
#include "core/exec/fake_quant_json.h"
#include "core/exec/float_executor.h"
#include "core/exec/torch_device.h"
#include "core/io/model_file.h"
#include "core/passes/fold_batchnorm.h"
#include "core/prune/unstructured.h"

namespace secateur {

namespace {

Bytes bytesOfNumbers(const at::Tensor& numbers) {
    if (!numbers.defined()) {
        return {};
    }
    const at::Tensor plain = numbers.contiguous();
    Bytes bytes(plain.nbytes());
    std::memcpy(bytes.data(), plain.data_ptr(), bytes.size());
    return bytes;
}

/// float32; nothing, where there are none.
at::Tensor numbersOf(const Bytes& bytes) {
    if (bytes.empty()) {
        return {};
    }
    at::Tensor numbers =
        at::empty({static_cast<int64_t>(bytes.size() / sizeof(float))}, at::kFloat);
    std::memcpy(numbers.data_ptr(), bytes.data(), numbers.nbytes());
    return numbers;
}

nlohmann::json describeState(WorkSharing& cluster, const TrainState& state) {
    return {{"step", state.step},
            {"epochs", state.history.size()},
            {"seen", state.seen},
            {"parameters", cluster.attach(bytesOfNumbers(state.parameters))},
            {"momentum", cluster.attach(bytesOfNumbers(state.momentum))},
            {"statistics", cluster.attach(bytesOfNumbers(state.statistics))}};
}

TrainState readState(const nlohmann::json& described, const Attachments& attachments) {
    const auto attached = [&](const char* what) {
        return numbersOf(*attachments(described.at(what).get<std::string>()));
    };
    TrainState state;
    state.step = described.at("step");
    state.history.resize(described.at("epochs").get<size_t>());
    state.seen = described.at("seen");
    state.parameters = attached("parameters");
    state.momentum = attached("momentum");
    state.statistics = attached("statistics");
    state.source = "rank 0";
    return state;
}

/// In the phase of the epoch that is asked for.
TrainExecutor executorOf(const Graph& start, const nlohmann::json& request) {
    if (!request.contains("fake_quantization")) {
        return TrainExecutor(start);
    }
    const nlohmann::json& asked = request.at("fake_quantization");
    TrainExecutor executor(
        start, std::make_shared<const FakeQuantPlan>(fakeQuantFromJson(asked.at("plan"), start)));
    executor.setQuantPhase({asked.at("observe"), asked.at("batch_statistics")});
    return executor;
}

}  // namespace

std::function<std::unique_ptr<Team>(const TrainState&)> gatherTraining(
    WorkSharing& cluster, const SharedTraining& training, const RunContext& context) {
    return [&cluster, &training, &context](const TrainState& state) {
        const auto count = static_cast<int64_t>(training.indices.size());
        nlohmann::json request = describeImages({&cluster, Split::Train}, training.start,
                                                training.indices, ImagePieces::with(count, count));
        request["options"] = trainSettings().toJson(training.options);
        request["keep_zeros"] = training.keepZeros;
        request["state"] = describeState(cluster, state);
        if (training.fakeQuant) {
            const QuantPhase phase = training.quantPhase(std::ssize(state.history));
            request["fake_quantization"] = {{"plan", fakeQuantToJson(*training.fakeQuant)},
                                            {"observe", phase.observe},
                                            {"batch_statistics", phase.batchStatistics}};
        }
        if (training.teacher != nullptr) {
            request["teacher"] = cluster.attach(serializeModel(*training.teacher));
        }
        std::unique_ptr<Team> team = cluster.gather(kTrainingService, jsonText(request), context);
        context.say(fmt::format("epoch {}: {} of {} processes", state.history.size() + 1,
                                team ? team->size() : 1, cluster.size()));
        return team;
    };
}

std::function<at::Tensor(const at::Tensor& images)> teacherOf(const Graph& network,
                                                              at::Device device) {
    return [executor = std::make_shared<FloatExecutor>(graphOn(foldBatchNorm(network), device))](
               const at::Tensor& images) { return executor->run(images); };
}

TeamService trainingService(FindImages find) {
    const auto reader = std::make_shared<SharedImagesReader>(std::move(find));
    return [reader](const std::string& text, const Attachments& attachments, Team& team,
                    int workers, const RunContext& context) {
        const std::string source = "the training of rank 0";
        const nlohmann::json request = parseJson(text, source);
        const SharedImages images = reader->read(request, attachments);
        const Graph& start = images.network->graph;
        ImageData data;
        data.train = images.network->images.dataset;
        data.normalisation = images.network->images.normalisation;
        TrainOptions options;
        trainSettings().read(request.at("options"), source, options);
        options.workers = workers;
        TrainHooks hooks;
        if (request.contains("teacher")) {
            hooks.teacher =
                teacherOf(parseModel(*attachments(request.at("teacher").get<std::string>()),
                                     "the teacher of rank 0"),
                          at::kCPU);
        }
        trainAlong(executorOf(start, request), data, images.indices, options,
                   request.at("keep_zeros").get<bool>() ? masksOfZeros(start) : Masks(), hooks,
                   readState(request.at("state"), attachments), team, context);
    };
}

}  // namespace secateur
