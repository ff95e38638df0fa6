#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"
#include "core/exec/kernel_share.h"
#include "core/graph/cost.h"
#include "core/study/variant.h"

namespace secateur {

class Study;

/// Where a network comes from: a checkpoint that PyTorch wrote (or safetensors), and the registry's
/// name of the network whose parameters it holds (not needed for files that carry their graph).
struct NetworkSource {
    std::string checkpoint;
    std::string model;  ///< empty: mobilenet_v2_cifar
    /// Also one whose values nothing can be computed with (requireSoundValues), for looking at it.
    bool allowNonFinite = false;
};

/// Builds the network with channels and classes read from the file's shapes (else from `data`) and
/// loads the file into it. Height and width are those of `data`, but at least what the network
/// needs (stages then pad the images). What the file has of modules that the original never uses is
/// ignored, which the log says. Errors: those of readCheckpoint and loadStateDict, NotFound
/// (model), Mismatch (the file carries the graph of another network than `model`).
Graph readNetwork(const NetworkSource& source, const ImageData* data,
                  const RunContext& context = {});
/// The same network with random parameters, for `data` (null: the network's defaults).
Graph randomNetwork(const std::string& model, const ImageData* data, uint64_t seed);

/// Stores readNetwork's as a root of the family tree.
Variant importCheckpoint(Study& study, const NetworkSource& source, const ImageData* data,
                         const RunContext& context = {});
/// Stores randomNetwork's as a root of the family tree, to be trained.
Variant importRandomNetwork(Study& study, const std::string& model, const ImageData& data,
                            uint64_t seed);

/// What a stored network is made of and what it costs, for tables and drawings: on images of the
/// size of `data`, else of those that the study's newest measurement is of (costOn).
GraphCost variantCost(Study& study, int64_t variant, const ImageData* data = nullptr);
/// How much of a stored INT8 network has no INT8 kernel on this machine. Error(InvalidArgument) for
/// an FP32 network.
KernelShare variantKernelShare(Study& study, int64_t variant);

/// A network that can be built, for lists.
struct ModelChoice {
    std::string name;
    std::string description;
};
std::vector<ModelChoice> modelChoices();

}  // namespace secateur
