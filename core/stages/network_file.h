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
    PyTorch,  ///< a folder with the code and the weights of a torch.nn.Module (pytorch_module.h)
};
template <>
inline constexpr auto kEnumNames<NetworkFormat> =
    enumNames<NetworkFormat>("format of a network", {{NetworkFormat::Safetensors, "safetensors"},
                                                     {NetworkFormat::Onnx, "onnx"},
                                                     {NetworkFormat::PyTorch, "pytorch"}});

/// Where a network's file goes and as what. The name decides: ".onnx", ".safetensors"; without an
/// extension it gets that of `asked`. A PyTorch network, which has to be asked for, goes into the
/// folder of that name. Error(InvalidArgument) for another extension, and for one of
/// another format than is asked for. Without `asked` a name without an extension is safetensors.
struct NetworkDestination {
    std::string path;
    NetworkFormat format = NetworkFormat::Safetensors;
};
NetworkDestination networkDestination(const std::string& path, std::optional<NetworkFormat> asked);

/// The ONNX file of a stored network. Its metadata_props say what a user must know:
/// secateur.variant and secateur.source_digest (of the stored file), secateur.classes, and, if
/// `data` is given, secateur.class_names, secateur.mean and secateur.std (JSON lists; a pixel in
/// [0, 1] becomes (pixel - mean) / std). Errors: those of requireFit and serializeOnnx.
std::vector<uint8_t> onnxFile(Study& study, int64_t variant, const ImageData* data);

/// Writes a stored network and gives the number of bytes; a PyTorch network's code says in words
/// what onnxFile() keeps in its properties.
/// Errors: those of requireFit, serializeOnnx, pytorchModule and writeFile.
int64_t writeNetwork(Study& study, int64_t variant, const NetworkDestination& out,
                     const ImageData* data);

}  // namespace secateur
