#include "core/stages/network_file.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/graph/shapes.h"
#include "core/io/onnx_writer.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "core/stages/data_fit.h"
#include "core/study/variant.h"

namespace secateur {

namespace {

std::vector<uint8_t> onnxFile(Study& study, int64_t id, const ImageData* data) {
    const Variant variant = requireVariant(study, id);
    const Graph graph = loadVariant(study, id);
    std::map<std::string, std::string> properties{
        {"secateur.variant", variant.name},
        {"secateur.source_digest", variant.digest},
        {"secateur.classes", std::to_string(inferShapes(graph).back()[0])}};
    if (data != nullptr) {
        requireFit(graph, *data);
        properties["secateur.class_names"] = nlohmann::json(data->classNames).dump();
        properties["secateur.mean"] = nlohmann::json(data->normalisation.mean).dump();
        properties["secateur.std"] = nlohmann::json(data->normalisation.std).dump();
    }
    Graph written = graph.quantized() ? graph : foldBatchNorm(graph);
    quantizeBiases(written);  // of a network from before biases were integers
    return serializeOnnx(written, properties);
}

}  // namespace

NetworkDestination networkDestination(const std::string& path, std::optional<NetworkFormat> asked) {
    std::string extension = std::filesystem::path(path).extension().string();
    if (extension.empty()) {
        const NetworkFormat format = asked.value_or(NetworkFormat::Safetensors);
        return {path + "." + enumName(format), format};
    }
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto format = findEnum<NetworkFormat>(extension.substr(1));
    if (!format) {
        throw Error(ErrorCode::InvalidArgument, "a network is not written under such a name",
                    {path, ".onnx or .safetensors", extension});
    }
    if (asked.value_or(*format) != *format) {
        throw Error(ErrorCode::InvalidArgument, "the file name is that of another format",
                    {path, std::string(".") + enumName(*asked), extension});
    }
    return {path, *format};
}

std::vector<uint8_t> networkFile(Study& study, int64_t variant, NetworkFormat format,
                                 const ImageData* data) {
    return format == NetworkFormat::Onnx ? onnxFile(study, variant, data)
                                         : variantFile(study, variant);
}

}  // namespace secateur
