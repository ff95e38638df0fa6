#pragma once

#include <onnx/onnx_pb.h>

#include <set>
#include <string>

namespace secateur {

/// Names for the layers of a network that was read from ONNX: those of the modules that it was
/// exported from, as a state_dict has them, where the file still tells them.
class OnnxNames {
 public:
    explicit OnnxNames(const onnx::GraphProto& graph);

    /// A name that no other layer has. From PyTorch's "/layer1/layer1.0/conv1/Conv" it is
    /// "layer1.0.conv1", else `weight` without its last part ("layer1.0.conv1.weight"), else what
    /// the node is called. What a module does itself has its operator added: "layer1.0.add".
    std::string next(const onnx::NodeProto& node, const std::string& weight = "");

 private:
    std::string wanted(const onnx::NodeProto& node, const std::string& weight) const;

    std::set<std::string> m_containers;  ///< modules with modules inside
    std::set<std::string> m_taken{"input"};
};

/// The modules that a node's name says it is in: "layer1.0.conv1"; empty where it says none.
std::string onnxModulePath(const std::string& nodeName);

}  // namespace secateur
