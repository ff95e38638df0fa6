#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <vector>

#include "core/onnx/onnx_file.h"

namespace secateur {

/// What is to be done of an ONNX graph: a node, or several that together are one operation, as
/// exporters write it where ONNX has no name for it.
struct OnnxStep {
    /// The operator ("Conv", or "com.example.Conv" of another domain), or what the nodes together
    /// are: "Silu", "HardSwish", "HardSigmoid6", "Gelu", "GeluTanh", "LayerNorm".
    std::string type;
    const onnx::NodeProto* node = nullptr;  ///< the last one
    std::vector<std::string> inputs;        ///< "LayerNorm": x, and weight and bias ("": none)
    double eps = 0;                         ///< of "LayerNorm"
    int64_t axis = -1;                      ///< of "LayerNorm": 1, or the last one
};

/// The steps that a result needs, in an order in which each can be done. A Softmax or LogSoftmax
/// that nothing but views follow is an "Identity", and `softmax` says its name. Errors: CorruptData
/// (a cycle, a value that nothing gives or two nodes give).
struct OnnxSteps {
    std::vector<OnnxStep> steps;
    std::string softmax;
};
OnnxSteps onnxSteps(const OnnxFile& file, const std::string& result);

}  // namespace secateur
