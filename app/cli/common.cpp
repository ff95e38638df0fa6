#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/io/model_file.h"
#include "core/io/safetensors.h"
#include "core/io/state_dict.h"
#include "core/models/registry.h"
#include "core/study/stages.h"

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
    command.add_option("--study", common.study,
                       "file that keeps all that is measured; made if it is not there");
    command.add_option("--variant", common.variant,
                       "network of the study, by id or name, where no --checkpoint is given");
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

Study& openStudy(Session& session, const std::string& otherwise) {
    if (!session.study) {
        const std::string& asked = session.common.study;
        session.study = std::make_unique<Study>(asked.empty() ? otherwise : asked);
    }
    return *session.study;
}

namespace {

Graph readNetwork(const CommonOptions& common, const ImageData* data) {
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

/// `--variant`, or the only one there is.
Variant chosenVariant(Session& session) {
    Study& study = openStudy(session);
    if (!session.common.variant.empty()) {
        return requireVariant(study, session.common.variant);
    }
    const std::vector<Variant> variants = listVariants(study);
    if (variants.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no network given", {"", "--checkpoint FILE", ""});
    }
    if (variants.size() > 1) {
        std::string names;
        for (const Variant& v : variants) {
            names += fmt::format("{}{} \"{}\"", names.empty() ? "" : ", ", v.id, v.name);
        }
        throw Error(ErrorCode::InvalidArgument, "the study has several networks",
                    {study.label(), "--variant with one of " + names, ""});
    }
    return variants.front();
}

}  // namespace

Graph openNetwork(Session& session, const ImageData* data, bool allowRandom) {
    const CommonOptions& common = session.common;
    if (!common.checkpoint.empty()) {
        return readNetwork(common, data);
    }
    if (allowRandom && common.variant.empty()) {
        return buildModel(specFor(common, data, nullptr), common.seed);
    }
    return loadVariant(openStudy(session), chosenVariant(session).id);
}

Variant openVariant(Session& session, const ImageData* data) {
    if (session.common.checkpoint.empty()) {
        return chosenVariant(session);
    }
    return importNetwork(openStudy(session), readNetwork(session.common, data),
                         std::filesystem::path(session.common.checkpoint).filename().string());
}

ImageList imagesOf(const ImageData& data, const std::string& split, uint64_t seed) {
    Splits splits = makeSplits(data, seed);
    ImageList images{split, split == "test"       ? std::move(splits.test)
                            : split == "held-out" ? std::move(splits.heldOut)
                                                  : std::move(splits.train)};
    if (images.indices.empty()) {
        throw Error(ErrorCode::NotFound, "the data set has no such images",
                    {data.location, split, "none"});
    }
    return images;
}

void requireDestination(const Session& session, const std::string& out) {
    if (out.empty() && session.common.study.empty()) {
        throw Error(ErrorCode::InvalidArgument, "nowhere to leave the result",
                    {"", "--out FILE or --study FILE", ""});
    }
}

int64_t writeVariant(Session& session, const Variant& variant, const std::string& path) {
    return writeModel(path, loadVariant(openStudy(session), variant.id));
}

}  // namespace secateur::cli
