#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "core/base/run_context.h"
#include "core/base/setting.h"
#include "core/data/dataset.h"
#include "core/exec/kernel_share.h"
#include "core/graph/cost.h"
#include "core/study/variant.h"

namespace secateur {

class Study;

/// What the weights do not tell of a network.
enum class AskedActivation { Auto, Relu6, Relu };
template <>
inline constexpr auto kEnumNames<AskedActivation> =
    enumNames<AskedActivation>("activation", {{AskedActivation::Auto, "auto"},
                                              {AskedActivation::Relu6, "relu6"},
                                              {AskedActivation::Relu, "relu"}});
enum class AskedStrides { Auto, Cifar, Imagenet };
template <>
inline constexpr auto kEnumNames<AskedStrides> =
    enumNames<AskedStrides>("strides", {{AskedStrides::Auto, "auto"},
                                        {AskedStrides::Cifar, "cifar"},
                                        {AskedStrides::Imagenet, "imagenet"}});

/// How a checkpoint is to be read where it leaves a choice.
struct NetworkForm {
    std::string
        weights;  ///< WeightsOffer::name; empty: what fits, raw weights before averaged ones
    AskedActivation activation = AskedActivation::Auto;
    AskedStrides strides = AskedStrides::Auto;
};
const SettingsOf<NetworkForm>& networkFormSettings();

/// Where a network comes from: an ONNX file, or a checkpoint that PyTorch wrote (or safetensors),
/// and the registry's name of the network whose parameters it holds (empty: the one that fits).
struct NetworkSource {
    std::string checkpoint;
    std::string model;
    /// Also one whose values nothing can be computed with (requireSoundValues), for looking at it.
    bool allowNonFinite = false;
    NetworkForm form = {};
    bool allProblems = false;  ///< a misfit lists every tensor, not only the first
    uint64_t seed = 0;         ///< of the held-out images that settleNetwork tries it on
};

/// A network that was read, and what there is to say about it.
struct ReadNetwork {
    std::shared_ptr<const Graph> graph;
    std::vector<std::string> notes;  ///< a line each: what was assumed, chosen or left out
    std::string origin;              ///< the file's name
};

/// Sets of weights that may be chosen by NetworkForm::weights.
struct WeightsChoice {
    std::string name;
    bool averaged = false;
};
/// Those of a checkpoint that holds several of about one size, in the order in which they are
/// preferred; nothing where there is no choice. Errors: those of openCheckpoint.
std::vector<WeightsChoice> weightsChoices(const std::string& path);

/// Reads the file once, recognises the network (recognise) and loads the weights into it. Height
/// and width are those of `data`, but at least what the network needs (stages then pad the images).
/// What weights do not tell is settled by settleNetwork. An ONNX file (by its content) is read as
/// it is (readOnnx). The log says what was assumed. Errors: those of openCheckpoint, recognise and
/// loadStateDict, Mismatch (the file carries the graph of another network than `model`).
ReadNetwork readNetwork(const NetworkSource& source, const ImageData* data,
                        const RunContext& context = {});
/// What a network is, for who may choose it.
struct NetworkOutline {
    std::string name;  ///< ModelSpec::name
    int64_t classes = 0;
    int64_t channels = 0;  ///< of its images
    int64_t parameters = 0;
};
NetworkOutline outlineOf(const Graph& graph);
/// Of the parameters' names, shapes and values (XXH3-128): the same for one network wherever it was
/// read from, and for images of any size.
std::string weightsDigest(const Graph& graph);
/// The same of a stored network.
std::string weightsDigest(Study& study, int64_t variant);
/// The same network with random parameters, for `data` (null: the network's defaults).
Graph randomNetwork(const std::string& model, const ImageData* data, uint64_t seed);

/// Stores it as a root of the family tree.
Variant importNetwork(Study& study, const ReadNetwork& network);
/// The same of what readNetwork reads; Error(Mismatch) before, where `data` do not fit
/// (requireFit).
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
