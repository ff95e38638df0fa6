#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// The graph as an ONNX model (onnx.proto3, IR version 7, opset 13): input "images"
/// [N, channels, height, width] float, output "logits" [N, classes]; `properties` become its
/// metadata_props. Nodes keep their names.
///
/// What is written is the graph as it is: fold it first for the inference form; a BatchNorm2d that
/// stays is a BatchNormalization, Dropout is left out. The quantized nodes of an INT8 graph are
/// written as QDQ (onnx_quantize.h): int8 weights with their scales, int32 biases, uint8
/// activations; a rectifier whose work the quantization of its result does is left out with it. A
/// node without quantization parameters, or a weight that is float, stays float.
///
/// The model has passed onnx::checker and shape inference. Errors: Unsupported (quantized types
/// that have no such form), Internal (libonnx refuses the model: a bug here).
std::vector<uint8_t> serializeOnnx(const Graph& graph,
                                   const std::map<std::string, std::string>& properties = {});

}  // namespace secateur
