#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/io/model_file.h"
#include "core/io/safetensors.h"
#include "core/io/state_dict.h"
#include "core/models/registry.h"

namespace secateur::cli {

void Session::print(const std::string& text) const {
    fmt::print(common.json ? stderr : stdout, "{}\n", text);
    std::fflush(common.json ? stderr : stdout);
}

void addCommonOptions(CLI::App& command, CommonOptions& common) {
    command.add_option("--model", common.model,
                       "network to build: mobilenet_v2_cifar (default) or mobilenet_v2");
    command.add_option("--checkpoint", common.checkpoint,
                       "weights: a PyTorch state_dict or a safetensors file");
    command
        .add_option("--data", common.data,
                    "fashion-mnist, or a folder: IDX, CIFAR-10 binary, or train/ and test/ images")
        ->capture_default_str();
    command.add_option("--limit", common.limit, "use at most this many images (0: all)")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--seed", common.seed, "seed of every random choice")->capture_default_str();
    command.add_option("--threads", common.threads, "workers, one core each (0: all cores)")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--resize", common.resize, "image folders: shorter side after resizing")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--crop", common.crop, "image folders: side of the central crop")
        ->check(CLI::NonNegativeNumber);
    command.add_flag("--json", common.json, "one JSON object on standard output");
}

ImageData openData(const CommonOptions& common) {
    return openImageData(common.data, {common.resize, common.crop});
}

namespace {

ModelSpec specFor(const CommonOptions& common, const ImageData* data, const StateDict* state) {
    const ModelEntry& entry =
        modelEntry(common.model.empty() ? "mobilenet_v2_cifar" : common.model);
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

}  // namespace

Graph openNetwork(const CommonOptions& common, const ImageData* data, bool allowRandom) {
    if (common.checkpoint.empty()) {
        if (!allowRandom) {
            throw Error(ErrorCode::InvalidArgument, "no network given",
                        {"", "--checkpoint FILE", ""});
        }
        return buildModel(specFor(common, data, nullptr), common.seed);
    }
    if (looksLikeSafetensors(common.checkpoint)) {
        const StateDict state = readSafetensors(common.checkpoint);
        if (state.metadata.contains("secateur.graph")) {
            return readModel(common.checkpoint);
        }
    }
    const StateDict state = readCheckpoint(common.checkpoint);
    const Graph skeleton = buildModel(specFor(common, data, &state));
    return loadStateDict(skeleton, state, common.checkpoint);
}

}  // namespace secateur::cli
