#include "core/onnx/onnx_graph.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace secateur {

namespace {

int32_t elementType(at::ScalarType type) {
    switch (type) {
        case at::kFloat:
            return onnx::TensorProto::FLOAT;
        case at::kDouble:
            return onnx::TensorProto::DOUBLE;
        case at::kChar:
            return onnx::TensorProto::INT8;
        case at::kByte:
            return onnx::TensorProto::UINT8;
        case at::kInt:
            return onnx::TensorProto::INT32;
        case at::kLong:
            return onnx::TensorProto::INT64;
        default:
            throw Error(ErrorCode::Unsupported, "a tensor of a type that is not written to ONNX",
                        {"", "float, double, int8, uint8, int32 or int64", at::toString(type)});
    }
}

onnx::AttributeProto& newAttribute(onnx::NodeProto& node, const char* name,
                                   onnx::AttributeProto::AttributeType type) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(type);
    return attribute;
}

}  // namespace

std::string OnnxGraph::uniqueName(std::string wanted) {
    while (!m_names.insert(wanted).second) {
        wanted += '_';
    }
    return wanted;
}

OnnxGraph::Appended OnnxGraph::append(const char* type, const std::string& name,
                                      const std::vector<std::string>& inputs) {
    onnx::NodeProto& node = *m_graph.add_node();
    const std::string output = uniqueName(name);
    node.set_op_type(type);
    node.set_name(output);
    for (const std::string& input : inputs) {
        node.add_input(input);
    }
    node.add_output(output);
    return {node, output};
}

std::string OnnxGraph::initializer(const std::string& name, const at::Tensor& values) {
    onnx::TensorProto& tensor = *m_graph.add_initializer();
    const at::Tensor dense = values.detach().contiguous();
    const std::string used = uniqueName(name);
    tensor.set_name(used);
    tensor.set_data_type(elementType(dense.scalar_type()));
    for (const int64_t size : dense.sizes()) {
        tensor.add_dims(size);
    }
    tensor.set_raw_data(dense.data_ptr(), dense.nbytes());
    return used;
}

std::string OnnxGraph::constant(float value) {
    for (const auto& [known, name] : m_constants) {
        if (known == value) {
            return name;
        }
    }
    m_constants.emplace_back(
        value, initializer(fmt::format("constant/{}", value), at::scalar_tensor(value)));
    return m_constants.back().second;
}

void setAttribute(onnx::NodeProto& node, const char* name, int64_t value) {
    newAttribute(node, name, onnx::AttributeProto::INT).set_i(value);
}

void setAttribute(onnx::NodeProto& node, const char* name, float value) {
    newAttribute(node, name, onnx::AttributeProto::FLOAT).set_f(value);
}

void setAttribute(onnx::NodeProto& node, const char* name, const char* value) {
    newAttribute(node, name, onnx::AttributeProto::STRING).set_s(value);
}

void setAttribute(onnx::NodeProto& node, const char* name, const std::vector<int64_t>& values) {
    onnx::AttributeProto& attribute = newAttribute(node, name, onnx::AttributeProto::INTS);
    for (const int64_t value : values) {
        attribute.add_ints(value);
    }
}

}  // namespace secateur
