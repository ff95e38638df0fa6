#include "core/stages/network_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/graph/shapes.h"
#include "core/io/pytorch_module.h"
#include "core/onnx/onnx_writer.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "core/stages/data_fit.h"
#include "core/study/variant.h"

namespace secateur {

namespace {

std::vector<std::string> pytorchNotes(const Variant& variant, const Graph& graph,
                                      const ImageData* data) {
    const Input& input = graph.input();
    const Normalisation constants =
        data == nullptr ? Normalisation() : fitData(graph, *data, {}).normalisation;
    std::vector<std::string> notes{
        fmt::format("{} ({}), written by Secateur.", variant.name, graph.spec.name),
        fmt::format("Images: float32 [N, {}, {}, {}]; a pixel is divided by 255 and normalised by "
                    "the mean and",
                    input.channels, input.height, input.width),
        data == nullptr
            ? "standard deviation that the network was trained with."
            : fmt::format("standard deviation of its channel: ([{}] and [{}]).",
                          fmt::join(constants.mean, ", "), fmt::join(constants.std, ", "))};
    if (variant.zeros > 0) {
        notes.push_back(
            fmt::format("{} of its {} weights are zero.", variant.zeros, variant.weights));
    }
    return notes;
}

constexpr const char* kPytorchUse = R"(from network import Network; model = Network()
model.load_state_dict(torch.load("network.pth", weights_only=True)); model.eval()
)";

int64_t writePytorch(Study& study, int64_t id, const std::string& folder, const ImageData* data) {
    const Variant variant = requireVariant(study, id);
    const Graph graph = loadVariant(study, id);
    const PytorchModule module = pytorchModule(graph, pytorchNotes(variant, graph, data));
    const std::string use = kPytorchUse;
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) {
        throw Error(ErrorCode::Io, "cannot make folder", {folder, "", failure.message()});
    }
    writeFile(folder + "/network.py", module.source.data(), module.source.size());
    writeFile(folder + "/network.pth", module.weights.data(), module.weights.size());
    writeFile(folder + "/README.txt", use.data(), use.size());
    return static_cast<int64_t>(module.source.size() + module.weights.size() + use.size());
}

}  // namespace

std::vector<uint8_t> onnxFile(Study& study, int64_t id, const ImageData* data) {
    const Variant variant = requireVariant(study, id);
    const Graph graph = loadVariant(study, id);
    std::map<std::string, std::string> properties{
        {"secateur.variant", variant.name},
        {"secateur.source_digest", variant.digest},
        {"secateur.classes", std::to_string(inferShapes(graph).back()[0])}};
    if (data != nullptr) {
        const Normalisation constants = fitData(graph, *data, {}).normalisation;
        properties["secateur.class_names"] = nlohmann::json(data->classNames).dump();
        properties["secateur.mean"] = nlohmann::json(constants.mean).dump();
        properties["secateur.std"] = nlohmann::json(constants.std).dump();
    }
    Graph written = graph.quantized() ? graph : foldBatchNorm(graph);
    quantizeBiases(written);  // of a network from before biases were integers
    return serializeOnnx(written, properties);
}

NetworkDestination networkDestination(const std::string& path, std::optional<NetworkFormat> asked) {
    std::string extension = std::filesystem::path(path).extension().string();
    if (asked == NetworkFormat::PyTorch && extension != ".onnx" && extension != ".safetensors") {
        return {path, *asked};  // a folder
    }
    if (extension.empty()) {
        const NetworkFormat format = asked.value_or(NetworkFormat::Safetensors);
        return {path + "." + enumName(format), format};
    }
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto format = findEnum<NetworkFormat>(extension.substr(1));
    if (!format || format == NetworkFormat::PyTorch) {
        throw Error(ErrorCode::InvalidArgument, "a network is not written under such a name",
                    {path, ".onnx or .safetensors", extension});
    }
    if (asked.value_or(*format) != *format) {
        throw Error(ErrorCode::InvalidArgument, "the file name is that of another format",
                    {path, std::string(".") + enumName(*asked), extension});
    }
    return {path, *format};
}

int64_t writeNetwork(Study& study, int64_t variant, const NetworkDestination& out,
                     const ImageData* data) {
    if (out.format == NetworkFormat::PyTorch) {
        return writePytorch(study, variant, out.path, data);
    }
    const std::vector<uint8_t> bytes = out.format == NetworkFormat::Onnx
                                           ? onnxFile(study, variant, data)
                                           : variantFile(study, variant);
    writeFile(out.path, bytes.data(), bytes.size());
    return static_cast<int64_t>(bytes.size());
}

}  // namespace secateur
