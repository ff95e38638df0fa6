#include "core/stages/network_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/base/error.h"
#include "core/exec/int8_executor.h"
#include "core/io/model_file.h"
#include "core/io/safetensors.h"
#include "core/io/state_dict.h"
#include "core/models/registry.h"
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

ModelSpec specFor(const ModelEntry& entry, const ImageData* data, const StateDict* state) {
    ModelSpec spec = entry.defaults;
    if (data != nullptr) {
        spec.channels = data->test->channels();
        spec.classes = static_cast<int64_t>(data->classNames.size());
        spec.height = std::max(data->test->height(), entry.minimumSide);
        spec.width = std::max(data->test->width(), entry.minimumSide);
    }
    if (state != nullptr) {
        for (const auto& [name, value] : state->tensors) {
            const std::string plain = plainName(name);
            if (plain == entry.firstWeight && value.dim() == 4) {
                spec.channels = value.size(1);
            } else if (plain == entry.lastWeight && value.dim() == 2) {
                spec.classes = value.size(0);
            }
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

struct ReadNetwork {
    Graph graph;
    std::string note;  ///< what of the file was ignored, or empty
};

ReadNetwork read(const NetworkSource& source, const ImageData* data) {
    if (looksLikeSafetensors(source.checkpoint)) {
        const StateDict state = readSafetensors(source.checkpoint);
        if (state.metadata.contains("secateur.graph")) {
            return {requireModel(readModel(source.checkpoint), source), ""};
        }
    }
    const ModelEntry& entry = entryFor(source.model);
    StateDict state = readCheckpoint(source.checkpoint);
    const std::set<std::string> ignored = takeUnused(state, entry);
    ReadNetwork result{
        loadStateDict(buildModel(specFor(entry, data, &state)), state, source.checkpoint), ""};
    if (!ignored.empty()) {
        result.note = fmt::format("ignored, because {} does not use them: {}", entry.name,
                                  fmt::join(ignored, ", "));
    }
    return result;
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
    return buildModel(specFor(entryFor(model), data, nullptr), seed);
}

Variant importCheckpoint(Study& study, const NetworkSource& source, const ImageData* data,
                         const RunContext& context) {
    const ReadNetwork network = read(source, data);
    std::string origin = std::filesystem::path(source.checkpoint).filename().string();
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

GraphCost variantCost(Study& study, int64_t variant) {
    return computeCost(loadVariant(study, variant));
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
