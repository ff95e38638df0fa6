#include "core/stages/network_file.h"

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

const char* networkFormatName(NetworkFormat format) {
    return format == NetworkFormat::Onnx ? "onnx" : "safetensors";
}

NetworkFormat networkFormatFromName(const std::string& name) {
    for (const NetworkFormat format : {NetworkFormat::Safetensors, NetworkFormat::Onnx}) {
        if (name == networkFormatName(format)) {
            return format;
        }
    }
    throw Error(ErrorCode::InvalidArgument, "unknown format of a network",
                {"", "safetensors or onnx", "'" + name + "'"});
}

std::vector<uint8_t> networkFile(Study& study, int64_t variant, NetworkFormat format,
                                 const ImageData* data) {
    return format == NetworkFormat::Onnx ? onnxFile(study, variant, data)
                                         : variantFile(study, variant);
}

}  // namespace secateur
