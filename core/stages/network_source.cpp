#include "core/stages/network_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/base/failure.h"
#include "core/base/text.h"
#include "core/exec/int8_executor.h"
#include "core/io/model_file.h"
#include "core/io/safetensors.h"
#include "core/io/state_dict.h"
#include "core/models/registry.h"
#include "core/stages/data_fit.h"
#include "core/stages/stages.h"

namespace secateur {

namespace {

constexpr const char* kDefaultModel = "mobilenet_v2_cifar";
constexpr const char* kParallelPrefix = "module.";

const ModelEntry& entryFor(const std::string& model) {
    return modelEntry(model.empty() ? kDefaultModel : model);
}

std::string plainName(const std::string& name) {
    const std::string prefix = kParallelPrefix;
    return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

/// A width that a file's tensor gives; the network is built with it before its shapes are compared.
int64_t checkedWidth(int64_t width, const std::string& tensor) {
    constexpr int64_t kMaxWidth = int64_t{1} << 20;
    if (width < 1 || width > kMaxWidth) {
        throw Error(
            ErrorCode::CorruptData, "a tensor has an impossible size",
            {tensor, fmt::format("1 to {} channels or classes", kMaxWidth), std::to_string(width)});
    }
    return width;
}

ModelSpec specFor(const ModelEntry& entry, const ImageData* data) {
    ModelSpec spec = entry.defaults;
    if (data != nullptr) {
        spec.channels = data->test->channels();
        spec.classes = static_cast<int64_t>(data->classNames.size());
        spec.height = std::max(data->test->height(), entry.minimumSide);
        spec.width = std::max(data->test->width(), entry.minimumSide);
    }
    return spec;
}

/// The same with the channels and classes that the file's tensors have.
ModelSpec specFor(const ModelEntry& entry, const ImageData* data, const StateDict& state,
                  const std::string& source) {
    ModelSpec spec = specFor(entry, data);
    for (const auto& [name, value] : state.tensors) {
        const std::string plain = plainName(name);
        const std::string label = source + ", tensor \"" + name + "\"";
        if (plain == entry.firstWeight && value.dim() == 4) {
            spec.channels = checkedWidth(value.size(1), label);
        } else if (plain == entry.lastWeight && value.dim() == 2) {
            spec.classes = checkedWidth(value.size(0), label);
        }
    }
    return spec;
}

/// A file that carries its graph is of one network, whatever was asked for.
Graph requireModel(Graph graph, const NetworkSource& source) {
    if (!source.model.empty() && graph.spec.name != source.model) {
        throw Error(ErrorCode::Mismatch, "the file holds another network",
                    {source.checkpoint, source.model, graph.spec.name});
    }
    return graph;
}

/// Takes out what the original has but does not use, and gives the names of those modules.
std::set<std::string> takeUnused(StateDict& state, const ModelEntry& entry) {
    std::set<std::string> found;
    std::erase_if(state.tensors, [&](const auto& tensor) {
        const std::string name = plainName(tensor.first);
        const std::string module = name.substr(0, name.find_last_of('.'));
        const bool unused =
            std::find(entry.unused.begin(), entry.unused.end(), module) != entry.unused.end();
        if (unused) {
            found.insert(module);
        }
        return unused;
    });
    return found;
}

Values valuesOf(const NetworkSource& source) {
    return source.allowNonFinite ? Values::Any : Values::Sound;
}

struct ReadNetwork {
    Graph graph;
    std::string note;  ///< what of the file was ignored, or empty
};

ReadNetwork readChecked(const NetworkSource& source, const ImageData* data) {
    if (looksLikeSafetensors(source.checkpoint)) {
        const StateDict state = readSafetensors(source.checkpoint);
        if (state.metadata.contains("secateur.graph")) {
            return {requireModel(readModel(source.checkpoint, valuesOf(source)), source), ""};
        }
    }
    const ModelEntry& entry = entryFor(source.model);
    StateDict state = readCheckpoint(source.checkpoint);
    const std::set<std::string> ignored = takeUnused(state, entry);
    // Without values: they are not allocated before the shapes are known to be those of the file.
    const Graph structure =
        buildModel(specFor(entry, data, state, source.checkpoint), std::nullopt);
    ReadNetwork result{loadStateDict(structure, state, source.checkpoint, valuesOf(source)), ""};
    if (!ignored.empty()) {
        result.note = fmt::format("ignored, because {} does not use them: {}", entry.name,
                                  fmt::join(ignored, ", "));
    }
    return result;
}

ReadNetwork read(const NetworkSource& source, const ImageData* data) {
    try {
        return readChecked(source, data);
    } catch (...) {
        rethrowNaming(source.checkpoint);
    }
}

}  // namespace

Graph readNetwork(const NetworkSource& source, const ImageData* data, const RunContext& context) {
    ReadNetwork network = read(source, data);
    if (!network.note.empty()) {
        context.say(network.note);
    }
    return std::move(network.graph);
}

Graph randomNetwork(const std::string& model, const ImageData* data, uint64_t seed) {
    return buildModel(specFor(entryFor(model), data), seed);
}

Variant importCheckpoint(Study& study, const NetworkSource& source, const ImageData* data,
                         const RunContext& context) {
    const ReadNetwork network = read(source, data);
    std::string origin = toUtf8(std::filesystem::path(source.checkpoint).filename().string());
    if (!network.note.empty()) {
        context.say(network.note);
        origin += "\n" + network.note;
    }
    return importNetwork(study, network.graph, origin);
}

Variant importRandomNetwork(Study& study, const std::string& model, const ImageData& data,
                            uint64_t seed) {
    return importNetwork(study, randomNetwork(model, &data, seed),
                         "random parameters, seed " + std::to_string(seed));
}

GraphCost variantCost(Study& study, int64_t variant, const ImageData* data) {
    return costOn(loadAnyVariant(study, variant),
                  data != nullptr ? sizeOf(*data) : newestImageSize(study));
}

KernelShare variantKernelShare(Study& study, int64_t variant) {
    return Int8Executor(loadVariant(study, variant), engineOf(requireVariant(study, variant)))
        .kernelShare();
}

std::vector<ModelChoice> modelChoices() {
    std::vector<ModelChoice> choices;
    for (const ModelEntry& entry : modelRegistry()) {
        choices.push_back({entry.name, entry.description});
    }
    return choices;
}

}  // namespace secateur
