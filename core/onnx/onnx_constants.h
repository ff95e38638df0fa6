#pragma once

#include <ATen/ATen.h>
#include <onnx/onnx_pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace secateur {

/// Computes nodes all of whose inputs are constants: the arithmetic on shapes that exporters write
/// (Shape, Gather, Concat, Unsqueeze, Slice, Cast, Mul, ...) and what they do to weights. Values
/// are float or int64 tensors. What all of them take together is limited.
class OnnxConstants {
 public:
    /// `folder`: as of onnxTensor.
    OnnxConstants(int64_t opset, std::string folder)
        : m_opset(opset), m_folder(std::move(folder)) {}

    /// Nothing for a node that is not computed here. An input that is left out is an undefined
    /// tensor. Errors: CorruptData (inputs that do not fit), Unsupported (too large).
    std::optional<at::Tensor> fold(const onnx::NodeProto& node,
                                   const std::vector<at::Tensor>& inputs);

 private:
    std::optional<at::Tensor> made(const onnx::NodeProto& node,
                                   const std::vector<at::Tensor>& inputs);
    std::optional<at::Tensor> arranged(const onnx::NodeProto& node,
                                       const std::vector<at::Tensor>& inputs);
    std::optional<at::Tensor> computed(const onnx::NodeProto& node,
                                       const std::vector<at::Tensor>& inputs);
    void take(const onnx::NodeProto& node, at::IntArrayRef shape);

    int64_t m_opset;
    std::string m_folder;
    int64_t m_elements = 0;
};

/// Whether a TensorProto::DataType is one of floating-point numbers.
bool onnxIsReal(int64_t type);

/// A constant of integers as numbers: axes, sizes, indices. Error(CorruptData) where it is none.
std::vector<int64_t> onnxIntegers(const at::Tensor& tensor, const std::string& node);

/// `axis` counted from the front. Error(CorruptData) unless there is such an axis.
int64_t onnxAxis(int64_t axis, int64_t rank, const std::string& node);

/// The axes of a node that operators since 13 take as an input and before as an attribute: Squeeze,
/// Unsqueeze, reductions. Empty: none were given.
std::vector<int64_t> onnxAxes(const onnx::NodeProto& node, const std::vector<at::Tensor>& inputs);

/// The order of a Transpose of a tensor of so many axes.
std::vector<int64_t> onnxPermutation(const onnx::NodeProto& node, int64_t rank);

/// What Reshape's target means for a tensor of these dimensions (0: as it was, -1: the rest).
std::vector<int64_t> onnxReshape(const onnx::NodeProto& node, const std::vector<int64_t>& dims,
                                 const at::Tensor& target);

/// One axis of a Slice.
struct OnnxSlice {
    int64_t axis = 0;
    int64_t start = 0;
    int64_t count = 0;
    int64_t step = 1;
};
/// The axes of a Slice that do not take all there is; attributes before opset 10, inputs since.
std::vector<OnnxSlice> onnxSlices(const onnx::NodeProto& node,
                                  const std::vector<at::Tensor>& inputs,
                                  const std::vector<int64_t>& dims);

}  // namespace secateur
