#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <string>
#include <vector>

namespace secateur {

/// The attributes of an ONNX node, by name.
class OnnxAttributes {
 public:
    explicit OnnxAttributes(const onnx::NodeProto& node) : m_node(node) {}

    bool has(const char* name) const { return find(name) != nullptr; }
    int64_t integer(const char* name, int64_t missing) const;
    double number(const char* name, double missing) const;
    std::string text(const char* name, const char* missing) const;
    /// Empty where it is missing.
    std::vector<int64_t> integers(const char* name) const;
    const onnx::AttributeProto* find(const char* name) const;

 private:
    const onnx::NodeProto& m_node;
};

}  // namespace secateur
