#include "core/stages/network_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>

#include "core/analysis/runners.h"
#include "core/base/digest.h"
#include "core/base/failure.h"
#include "core/base/text.h"
#include "core/graph/shapes.h"
#include "core/io/model_file.h"
#include "core/io/pytorch_checkpoint.h"
#include "core/io/recognition.h"
#include "core/io/tensor_bytes.h"
#include "core/models/registry.h"
#include "core/onnx/onnx_reader.h"
#include "core/passes/settle_int8.h"
#include "core/stages/data_fit.h"
#include "core/stages/network_trial.h"
#include "core/stages/stages.h"

namespace secateur {

namespace {

constexpr const char* kDefaultModel = "mobilenet_v2_cifar";
std::optional<ImageForm> formOf(const ImageData* data) {
    if (data == nullptr) {
        return std::nullopt;
    }
    return ImageForm{data->test->channels(), data->test->height(), data->test->width(),
                     static_cast<int64_t>(data->classNames.size())};
}

/// A file that carries its graph is of one network, whatever was asked for.
Graph requireModel(Graph graph, const NetworkSource& source) {
    if (!source.model.empty() && graph.spec.name != source.model) {
        throw Error(ErrorCode::Mismatch, "the file holds another network",
                    {source.checkpoint, source.model, graph.spec.name});
    }
    return graph;
}

template <class Asked>
std::string askedName(Asked asked) {
    return asked == Asked::Auto ? "" : enumName(asked);
}

RecognitionRequest requestOf(const NetworkSource& source, const ImageData* data) {
    return {source.model,
            source.form.weights,
            askedName(source.form.activation),
            askedName(source.form.strides),
            formOf(data),
            source.allProblems ? SIZE_MAX : kMisfitLines};
}

std::string originOf(const NetworkSource& source) {
    return toUtf8(std::filesystem::path(source.checkpoint).filename().string());
}

/// Images that are larger than those a file was made for: a network without linear layers of pixels
/// takes them, which is said; another one does not.
std::string largerImagesNote(const Graph& graph, const ImageData& data, const std::string& path) {
    const Input& given = graph.input();
    const ImageSize size = sizeOf(data);
    if (size.height <= given.height && size.width <= given.width) {
        return "";
    }
    const std::string expected = fmt::format("{}x{}", given.height, given.width);
    const std::string got = fmt::format("{}x{}", size.height, size.width);
    try {
        inferShapes(withImages(graph, std::max(given.height, size.height),
                               std::max(given.width, size.width)));
    } catch (const Error&) {
        throw Error(ErrorCode::Mismatch, "the images are larger than the network takes",
                    {path, expected, got});
    }
    return fmt::format("the file is of a network for images of {}, these are {}", expected, got);
}

/// "INT8 (QDQ): 52 of 53 layers have integer weights, ..."
std::string integerNote(const Graph& graph) {
    int64_t layers = 0;
    int64_t integer = 0;
    int64_t real = 0;
    std::string first;
    for (const Node& node : graph.nodes()) {
        layers += node.isWeighted() ? 1 : 0;
        integer += node.hasIntegerWeight() ? 1 : 0;
        if (!node.quant && real++ == 0) {
            first = node.name;
        }
    }
    return fmt::format("INT8 (QDQ): {} of {} layers have integer weights", integer, layers) +
           (real == 0 ? std::string(", all outputs are rounded")
                      : fmt::format(", {} of {} outputs stay float, first {}", real, graph.size(),
                                    first));
}

/// An ONNX file says all of its network but how images are normalised.
ReadNetwork readImported(const NetworkSource& source, const ImageData* data,
                         const RunContext& context) {
    if (source.form.activation != AskedActivation::Auto ||
        source.form.strides != AskedStrides::Auto || !source.form.weights.empty()) {
        throw Error(ErrorCode::InvalidArgument, "an ONNX file leaves no choice of its form",
                    {source.checkpoint, "no activation, strides or weights", ""});
    }
    OnnxNetwork network = readOnnx(source.checkpoint, formOf(data),
                                   source.allowNonFinite ? Values::Any : Values::Sound);
    if (network.graph.quantized()) {
        network.graph = settleInt8(network.graph);
        network.notes.push_back(integerNote(network.graph));
    }
    if (data != nullptr) {
        const std::string note = largerImagesNote(network.graph, *data, source.checkpoint);
        if (!note.empty()) {
            network.notes.push_back(note);
        }
    }
    if (!source.model.empty()) {
        network.notes.push_back("the file says which network it is: " + source.model +
                                " is not asked for");
    }
    TriedNetwork settled =
        settleNetwork(std::make_shared<const Graph>(std::move(network.graph)), {},
                      source.allowNonFinite ? nullptr : data, std::nullopt, source.seed, context);
    network.notes.insert(network.notes.end(), settled.notes.begin(), settled.notes.end());
    return {std::move(settled.graph), std::move(network.notes), originOf(source)};
}

ReadNetwork readChecked(const NetworkSource& source, const ImageData* data,
                        const RunContext& context) {
    const Values values = source.allowNonFinite ? Values::Any : Values::Sound;
    const std::string& path = source.checkpoint;
    const std::string origin = originOf(source);
    if (looksLikeOnnx(path)) {
        return readImported(source, data, context);
    }
    const Checkpoint checkpoint = openCheckpoint(path);
    if (holdsGraph(checkpoint.offers.front().outline)) {
        Graph graph = requireModel(modelOf(checkpoint.read(0), path, values), source);
        return {std::make_shared<const Graph>(std::move(graph)), {}, origin};
    }
    const RecognitionRequest request = requestOf(source, data);
    Recognition recognised = recognise(checkpoint, request, path);
    ModelSpec given;
    given.activation = request.activation;
    given.strides = request.strides;
    TriedNetwork settled = settleNetwork(
        std::make_shared<const Graph>(loadRecognised(checkpoint, recognised, path, values)), given,
        source.allowNonFinite ? nullptr : data,
        claimedAccuracy(checkpoint.offers[recognised.offer].outline.metadata), source.seed,
        context);
    recognised.notes.insert(recognised.notes.end(), settled.notes.begin(), settled.notes.end());
    return {std::move(settled.graph), std::move(recognised.notes), origin};
}

}  // namespace

const SettingsOf<NetworkForm>& networkFormSettings() {
    using S = SettingOf<NetworkForm>;
    static const SettingsOf<NetworkForm> all{
        S::plain({"weights", "--weights-from", "&Weights",
                  "Which weights of a checkpoint that has several, as state_dict_ema; else the raw "
                  "ones."},
                 SettingKind::Text, &NetworkForm::weights),
        S::choice({"activation", "--activation", "&Activation",
                   "The activation, which weights do not tell; auto: the usual one."},
                  &NetworkForm::activation,
                  {{AskedActivation::Auto, "usual one"},
                   {AskedActivation::Relu6, "ReLU6"},
                   {AskedActivation::Relu, "ReLU"}}),
        S::choice(
            {"strides", "--strides", "&Strides",
             "The strides of the first layers, which weights do not tell: as for small images, "
             "as for ImageNet; auto: as the names have it."},
            &NetworkForm::strides,
            {{AskedStrides::Auto, "as the names have it"},
             {AskedStrides::Cifar, "as for small images"},
             {AskedStrides::Imagenet, "as for ImageNet"}}),
    };
    return all;
}

std::vector<WeightsChoice> weightsChoices(const std::string& path) {
    if (!looksLikePytorchCheckpoint(path)) {
        return {};
    }
    const Checkpoint checkpoint = openCheckpoint(path);
    std::vector<WeightsChoice> choices;
    for (const size_t offer : checkpoint.inOrder()) {
        choices.push_back({checkpoint.offers[offer].name, checkpoint.offers[offer].averaged});
    }
    return choices.size() > 1 ? choices : std::vector<WeightsChoice>();
}

ReadNetwork readNetwork(const NetworkSource& source, const ImageData* data,
                        const RunContext& context) {
    try {
        ReadNetwork network = readChecked(source, data, context);
        for (const std::string& note : network.notes) {
            context.say(note);
        }
        return network;
    } catch (...) {
        rethrowNaming(source.checkpoint);
    }
}

NetworkOutline outlineOf(const Graph& graph) {
    return {graph.spec.name, inferShapes(graph).back()[0], graph.input().channels,
            computeCost(graph).parameters};
}

std::string weightsDigest(const Graph& graph) {
    Digest digest;
    for (const auto& [name, tensor] : graph.stateDict()) {
        addTensor(digest, name, tensor);
    }
    return digest.hex();
}

std::string weightsDigest(Study& study, int64_t variant) {
    return weightsDigest(loadAnyVariant(study, variant));
}

Graph randomNetwork(const std::string& model, const ImageData* data, uint64_t seed) {
    return buildModel(specFor(model.empty() ? kDefaultModel : model, formOf(data)), seed);
}

Variant importNetwork(Study& study, const ReadNetwork& network) {
    std::string origin = network.origin;
    for (const std::string& note : network.notes) {
        origin += "\n" + note;
    }
    return importNetwork(study, *network.graph, origin);
}

Variant importCheckpoint(Study& study, const NetworkSource& source, const ImageData* data,
                         const RunContext& context) {
    const ReadNetwork network = readNetwork(source, data, context);
    if (data != nullptr) {
        requireFit(*network.graph, *data);
    }
    return importNetwork(study, network);
}

Variant importRandomNetwork(Study& study, const std::string& model, const ImageData& data,
                            uint64_t seed) {
    return importNetwork(study, randomNetwork(model, &data, seed),
                         "random parameters, seed " + std::to_string(seed));
}

GraphCost variantCost(Study& study, int64_t variant, const ImageData* data) {
    return costOn(loadAnyVariant(study, variant),
                  data != nullptr ? sizeOf(*data) : newestImageSize(study));
}

KernelShare variantKernelShare(Study& study, int64_t variant) {
    return kernelShare(loadVariant(study, variant), engineOf(requireVariant(study, variant)));
}

std::vector<ModelChoice> modelChoices() {
    std::vector<ModelChoice> choices;
    for (const ModelEntry& entry : modelRegistry()) {
        choices.push_back({entry.name, entry.description});
    }
    return choices;
}

}  // namespace secateur
