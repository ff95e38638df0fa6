#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/graph/graph.h"
#include "core/io/recognition.h"

namespace secateur {

/// The spec's name of a network that was read from ONNX and is none of the registry's.
constexpr const char* kImportedModel = "imported";

/// Whether a file starts as ONNX models do, which have no signature: a version, then another field
/// of ModelProto. A name that ends with ".onnx" is enough. Errors: NotFound, Io.
bool looksLikeOnnx(const std::string& path);

/// A network that was read from ONNX, and what there is to say about it.
struct OnnxNetwork {
    Graph graph;
    std::vector<std::string> notes;
};

/// Reads a classification network of opset 9 to 21, with weights in the file or beside it. One that
/// is quantized in QDQ form (onnx_integers.h) wants settleInt8() before it is run. Where
/// the file leaves the height and width of the images open they are those of `images`, else 224.
/// Errors: NotFound, Io, CorruptData (no ONNX model, one that contradicts itself), Unsupported (all
/// operators that are not read, with their number and the first node of each; other inputs or
/// outputs), Mismatch (layers that do not fit), requireSoundValues.
OnnxNetwork readOnnx(const std::string& path, const std::optional<ImageForm>& images,
                     Values values = Values::Sound);
/// The same of a file's bytes; `folder`: where the files lie that it names, empty: nowhere;
/// `source`: what errors call it.
OnnxNetwork parseOnnx(const std::vector<uint8_t>& bytes, const std::string& folder,
                      const std::optional<ImageForm>& images, Values values = Values::Sound,
                      const std::string& source = "ONNX");

}  // namespace secateur
