#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "core/data/dataset.h"

namespace secateur {

class Study;

/// What a network can be written as for use elsewhere.
enum class NetworkFormat {
    Safetensors,  ///< the file that the study keeps, byte by byte (model_file.h)
    Onnx,         ///< for inference: BN folded; an INT8 network as QDQ (onnx_writer.h)
};
template <>
inline constexpr auto kEnumNames<NetworkFormat> =
    enumNames<NetworkFormat>("format of a network", {{NetworkFormat::Safetensors, "safetensors"},
                                                     {NetworkFormat::Onnx, "onnx"}});

/// Where a network's file goes and as what. The name decides: ".onnx", ".safetensors"; without an
/// extension it gets that of `asked`. Error(InvalidArgument) for another extension, and for one of
/// another format than is asked for. Without `asked` a name without an extension is safetensors.
struct NetworkDestination {
    std::string path;
    NetworkFormat format = NetworkFormat::Safetensors;
};
NetworkDestination networkDestination(const std::string& path, std::optional<NetworkFormat> asked);

/// The bytes of a stored network's file. An ONNX model's metadata_props say what a user must know:
/// secateur.variant and secateur.source_digest (of the stored file), secateur.classes, and, if
/// `data` is given, secateur.class_names, secateur.mean and secateur.std (JSON lists; a pixel in
/// [0, 1] becomes (pixel - mean) / std). Errors: those of requireFit and serializeOnnx.
std::vector<uint8_t> networkFile(Study& study, int64_t variant, NetworkFormat format,
                                 const ImageData* data);

}  // namespace secateur
