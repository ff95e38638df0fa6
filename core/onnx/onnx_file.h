#pragma once

#include <ATen/ATen.h>
#include <onnx/onnx_pb.h>

#include <cstdint>
#include <string>
#include <vector>

namespace secateur {

/// An ONNX model that was parsed, and where the data lies that it keeps in other files.
struct OnnxFile {
    onnx::ModelProto model;
    std::string folder;  ///< of the model; empty: there are no other files
    int64_t opset = 0;   ///< of ONNX's own operators, 9 to 21
};

/// Parses the bytes. The number of messages, names and dimensions in them is counted, and refused
/// if absurd, before memory is taken for them. Errors: CorruptData (no ONNX model), Unsupported
/// (too large, an operator set that is not known).
OnnxFile parseOnnxFile(const std::vector<uint8_t>& bytes, const std::string& folder);

/// The values of a tensor: float for all real types, int64 for integers and booleans. What lies in
/// another file is read from it: a regular file within the model's folder, reached without
/// symbolic links. Errors: CorruptData (dimensions and bytes do not agree), Unsupported (type, a
/// path that leaves the folder), NotFound, Io.
at::Tensor onnxTensor(const onnx::TensorProto& tensor, const std::string& folder);

}  // namespace secateur
