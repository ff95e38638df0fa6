#include "core/study/network_source.h"

#include <filesystem>

#include "core/base/error.h"
#include "core/io/model_file.h"
#include "core/io/safetensors.h"
#include "core/io/state_dict.h"
#include "core/models/registry.h"
#include "core/study/stages.h"

namespace secateur {

namespace {

constexpr const char* kDefaultModel = "mobilenet_v2_cifar";

ModelSpec specFor(const std::string& model, const ImageData* data, const StateDict* state) {
    const ModelEntry& entry = modelEntry(model.empty() ? kDefaultModel : model);
    ModelSpec spec = entry.defaults;
    if (data != nullptr) {
        spec.channels = data->test->channels();
        spec.classes = static_cast<int64_t>(data->classNames.size());
        spec.height = data->test->height();
        spec.width = data->test->width();
    }
    if (state != nullptr) {
        for (const auto& [name, value] : state->tensors) {
            const std::string plain = name.starts_with("module.") ? name.substr(7) : name;
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

}  // namespace

Graph readNetwork(const NetworkSource& source, const ImageData* data) {
    if (looksLikeSafetensors(source.checkpoint)) {
        const StateDict state = readSafetensors(source.checkpoint);
        if (state.metadata.contains("secateur.graph")) {
            return requireModel(readModel(source.checkpoint), source);
        }
    }
    const StateDict state = readCheckpoint(source.checkpoint);
    return loadStateDict(buildModel(specFor(source.model, data, &state)), state, source.checkpoint);
}

Graph randomNetwork(const std::string& model, const ImageData* data, uint64_t seed) {
    return buildModel(specFor(model, data, nullptr), seed);
}

Variant importCheckpoint(Study& study, const NetworkSource& source, const ImageData* data) {
    return importNetwork(study, readNetwork(source, data),
                         std::filesystem::path(source.checkpoint).filename().string());
}

Variant importRandomNetwork(Study& study, const std::string& model, const ImageData& data,
                            uint64_t seed) {
    return importNetwork(study, randomNetwork(model, &data, seed),
                         "random parameters, seed " + std::to_string(seed));
}

GraphCost variantCost(Study& study, int64_t variant) {
    return computeCost(loadVariant(study, variant));
}

std::vector<ModelChoice> modelChoices() {
    std::vector<ModelChoice> choices;
    for (const ModelEntry& entry : modelRegistry()) {
        choices.push_back({entry.name, entry.description});
    }
    return choices;
}

}  // namespace secateur
