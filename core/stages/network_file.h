#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace secateur {

class Study;

/// What a network can be written as for use elsewhere.
enum class NetworkFormat {
    Safetensors,  ///< the file that the study keeps, byte by byte (model_file.h)
    Onnx,         ///< for inference: BN folded; an INT8 network as QDQ (onnx_writer.h)
};

/// "safetensors", "onnx"; networkFormatFromName throws Error(InvalidArgument) for others.
const char* networkFormatName(NetworkFormat format);
NetworkFormat networkFormatFromName(const std::string& name);

/// The bytes of a stored network's file. An ONNX model's metadata_props say what a user must know:
/// secateur.variant and secateur.source_digest (of the stored file), secateur.classes, and, if
/// `data` is given, secateur.class_names, secateur.mean and secateur.std (JSON lists; a pixel in
/// [0, 1] becomes (pixel - mean) / std). Errors: those of requireFit and serializeOnnx.
std::vector<uint8_t> networkFile(Study& study, int64_t variant, NetworkFormat format,
                                 const ImageData* data);

}  // namespace secateur
