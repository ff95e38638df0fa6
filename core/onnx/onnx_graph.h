#pragma once

#include <ATen/ATen.h>
#include <onnx/onnx_pb.h>

#include <set>
#include <string>
#include <vector>

namespace secateur {

/// Appends nodes and initializers to an ONNX graph. Every name is used once: where it is taken,
/// underscores are added, and the name in use is given back.
class OnnxGraph {
 public:
    explicit OnnxGraph(onnx::GraphProto& graph) : m_graph(graph) {}

    /// Appends an operation with one output, called after `name`.
    struct Appended {
        onnx::NodeProto& node;
        std::string output;
    };
    Appended append(const char* type, const std::string& name,
                    const std::vector<std::string>& inputs);

    /// A dense tensor (float, double, int8, uint8, int32 or int64) as it lies in memory.
    std::string initializer(const std::string& name, const at::Tensor& values);
    /// The same float number wherever it is asked for.
    std::string constant(float value);
    std::string uniqueName(std::string wanted);

 private:
    onnx::GraphProto& m_graph;
    std::set<std::string> m_names;
    std::vector<std::pair<float, std::string>> m_constants;
};

void setAttribute(onnx::NodeProto& node, const char* name, int64_t value);
void setAttribute(onnx::NodeProto& node, const char* name, float value);
void setAttribute(onnx::NodeProto& node, const char* name, const char* value);
void setAttribute(onnx::NodeProto& node, const char* name, const std::vector<int64_t>& values);

}  // namespace secateur
