#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/onnx/onnx_graph.h"

namespace secateur::test {

/// A small ONNX model that is put together node by node, whatever it says.
class OnnxSample {
 public:
    /// "images" of these sizes; 0: left open.
    explicit OnnxSample(const std::vector<int64_t>& sizes = {0, 4, 8, 8}, int64_t opset = 13)
        : graph(*model.mutable_graph()) {
        model.set_ir_version(8);
        onnx::OperatorSetIdProto& set = *model.add_opset_import();
        set.set_domain("");
        set.set_version(opset);
        describe(*model.mutable_graph()->add_input(), graph.uniqueName("images"), sizes);
    }

    /// One node, called /NAME/TYPE, with the attributes that `set` gives it.
    template <class Set>
    std::string add(const char* type, const std::string& name,
                    const std::vector<std::string>& inputs, Set set) {
        const auto [node, output] = graph.append(type, name, inputs);
        node.set_name(graph.uniqueName("/" + name + "/" + type));
        set(node);
        return output;
    }
    std::string add(const char* type, const std::string& name,
                    const std::vector<std::string>& inputs) {
        return add(type, name, inputs, [](onnx::NodeProto&) {});
    }
    /// Numbers that are all different.
    std::string weights(const std::string& name, at::IntArrayRef shape) {
        m_phase += 0.37;
        return graph.initializer(
            name,
            at::arange(c10::multiply_integers(shape), at::kFloat).add(m_phase).sin().view(shape));
    }
    std::string integers(const std::string& name, const std::vector<int64_t>& values) {
        return graph.initializer(name, at::tensor(values, at::kLong));
    }

    /// The file, whose output is `value`, flattened; "logits" is then its name.
    std::vector<uint8_t> bytes(const std::string& value) {
        add("Flatten", "last", {value});
        model.mutable_graph()->mutable_node(model.graph().node_size() - 1)->set_output(0, "logits");
        describe(*model.mutable_graph()->add_output(), "logits", {0, 0});
        return serialized();
    }
    std::vector<uint8_t> serialized() const {
        std::vector<uint8_t> result(model.ByteSizeLong());
        model.SerializeToArray(result.data(), static_cast<int>(result.size()));
        return result;
    }

    onnx::ModelProto model;
    OnnxGraph graph;

 private:
    static void describe(onnx::ValueInfoProto& value, const std::string& name,
                         const std::vector<int64_t>& sizes) {
        value.set_name(name);
        onnx::TypeProto::Tensor& tensor = *value.mutable_type()->mutable_tensor_type();
        tensor.set_elem_type(onnx::TensorProto::FLOAT);
        for (const int64_t size : sizes) {
            onnx::TensorShapeProto::Dimension& dim = *tensor.mutable_shape()->add_dim();
            if (size > 0) {
                dim.set_dim_value(size);
            } else {
                dim.set_dim_param("N");
            }
        }
    }

    double m_phase = 0;
};

}  // namespace secateur::test
