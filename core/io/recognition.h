#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/io/checkpoint.h"
#include "core/io/weight_names.h"

namespace secateur {

/// The images that a network is to be built for.
struct ImageForm {
    int64_t channels = 3;
    int64_t height = 32;
    int64_t width = 32;
    int64_t classes = 10;
};

/// What is asked of a checkpoint; what is left empty is read from the file, or assumed.
struct RecognitionRequest {
    std::string model;       ///< a registry name
    std::string weights;     ///< an offer's name
    std::string activation;  ///< ModelSpec::activation
    std::string strides;     ///< ModelSpec::strides
    std::optional<ImageForm> images;
    size_t misfitLines = kMisfitLines;
};

/// The network whose weights a checkpoint holds.
struct Recognition {
    Graph structure;  ///< with placeholders
    NameMatch match;
    size_t offer = 0;
    std::vector<std::string> notes;  ///< lines for the user: what was assumed, or left out
};

/// Finds the network (request.model, else the one of the registry) and the offer that fit: by name,
/// else by the order and shapes of the tensors; raw weights before averaged ones. Channels,
/// classes, width and hidden layers of the head are read from the shapes. Errors: NotFound (model,
/// offer), Mismatch (what does not fit, with the nearest network; several networks that fit
/// equally, by name), Unsupported (weights of torch.ao.quantization), CorruptData.
Recognition recognise(const Checkpoint& checkpoint, const RecognitionRequest& request,
                      const std::string& source);

/// The offer's tensors in the structure's places, prune masks applied.
Graph loadRecognised(const Checkpoint& checkpoint, const Recognition& recognised,
                     const std::string& source, Values values);

/// The spec for images: their channels and classes, and their size, but at least what the network
/// needs.
ModelSpec specFor(const std::string& model, const std::optional<ImageForm>& images);

}  // namespace secateur
