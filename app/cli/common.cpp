#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>

#include "app/cli/command.h"
#include "app/cli/streams.h"
#include "app/version.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/data/image_folder.h"
#include "core/io/model_file.h"
#include "core/stages/cluster_stage.h"
#include "core/stages/network_source.h"
#include "core/study/settings.h"

namespace secateur::cli {

void Session::print(const std::string& text) const {
    (common.json ? printMessage : printResult)(text);
}

void addCommonOptions(CLI::App& command, CommonOptions& common) {
    std::string models;
    for (const ModelChoice& choice : modelChoices()) {
        models += (models.empty() ? "" : ", ") + choice.name;
    }
    command.add_option("--model", common.model,
                       "network (default: the one whose weights fit): " + models);
    command.add_option("--checkpoint", common.checkpoint,
                       "network: an ONNX file, what torch.save wrote, or a safetensors file");
    addSettingOptions(command, networkFormSettings(), {}, common.form);
    command.add_flag("--verbose", common.verbose,
                     "every tensor of a checkpoint that does not fit, not only the first");
    command.add_option("--variant", common.variant,
                       "network of the study, by id or name, where no --checkpoint is given");
    addDataOptions(command, common);
}

void addDataOptions(CLI::App& command, CommonOptions& common) {
    command.add_option("--study", common.study,
                       "file that keeps all that is measured; made if it is not there");
    command.add_option("--data", common.data,
                       "fashion-mnist, or a folder: IDX, CIFAR, or images in train/ and test/ "
                       "(default: the study's, else fashion-mnist)");
    command.add_option("--limit", common.limit, "use at most this many images (0: all)")
        ->check(CLI::NonNegativeNumber);
    command
        .add_option("--seed", common.seed,
                    "seed of every random choice (default: the study's, else 0)")
        ->each([&common](const std::string&) { common.seedGiven = true; });
    command.add_option("--threads", common.threads, "workers, one core each (0: all cores)")
        ->check(CLI::NonNegativeNumber);
    addSettingOptions(command, imageFolderSettings(), {}, common.images);
    command
        .add_option("--cache", common.cache.memory,
                    "how much of a folder's decoded images is kept in memory, as 1G (default "
                    "256M): what is read again is not decoded again")
        ->transform(CLI::AsSizeValue(true));
    command
        .add_option("--cache-file", common.cache.file,
                    "how much more of them is kept in a file until the command ends, as 20G "
                    "(default 0); it is in $TMPDIR, else /var/tmp")
        ->transform(CLI::AsSizeValue(true));
    command.add_flag("--json", common.json, "one JSON object on standard output");
}

void addDeviceOption(CLI::App& command, CommonOptions& common) {
    addChoice(command, "--device", common.device,
              "where FP32 networks compute: the processor, or the first GPU of a LibTorch that has "
              "CUDA");
}

namespace {

/// The images that were asked for, else the study's; read as the study keeps it, if they are its.
KeptImages askedImages(Session& session) {
    const std::string& asked = session.common.data;
    const std::string& study = session.common.study;
    if (!study.empty() && std::filesystem::exists(study)) {
        if (const std::optional<KeptImages> kept = keptImages(openStudy(session))) {
            if (asked.empty() || asked == kept->location ||
                std::filesystem::absolute(asked).string() == kept->location) {
                return *kept;
            }
        }
    }
    return {asked.empty() ? "fashion-mnist" : asked};
}

}  // namespace

ImageData openData(Session& session) {
    setImageCacheLimits(session.common.cache);
    const KeptImages images = askedImages(session);
    const ImageData data = openImageData(
        images.location, withGiven(images.options, imageFolderSettings(), session.common.images));
    for (const std::string& note : data.notes) {
        printMessage(note);
    }
    return data;
}

namespace {

/// Held-out parts and subsets are drawn by it: another one's are other images.
void takeSeed(Session& session) {
    const std::map<std::string, std::string> settings = listSettings(*session.study);
    const auto kept = settings.find(setting::kSeed);
    if (kept == settings.end()) {
        return;
    }
    const uint64_t seed = std::strtoull(kept->second.c_str(), nullptr, 10);
    if (!session.common.seedGiven) {
        session.common.seed = seed;
    } else if (seed != session.common.seed) {
        session.context.say(fmt::format("seed {} draws other images than the study's, {}",
                                        session.common.seed, seed));
    }
}

/// Of a study in which nothing was measured yet: an older one does not say what it was drawn by.
void keepSeed(Session& session) {
    Study& study = openStudy(session);
    if (!study.readOnly() && !listSettings(study).contains(setting::kSeed) &&
        listImages(study).empty()) {
        setSetting(study, setting::kSeed, std::to_string(session.common.seed));
    }
}

}  // namespace

Study& openStudy(Session& session, const std::string& otherwise) {
    if (!session.study) {
        const std::string& asked = session.common.study;
        session.study = std::make_unique<Study>(asked.empty() ? otherwise : asked);
        if (session.study->readOnly()) {
            session.context.say(session.study->label() +
                                " cannot be written: what is measured is not kept");
        }
        takeSeed(session);
    }
    return *session.study;
}

void requireStudy(const Session& session) {
    if (session.common.study.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no study given", {"", "--study FILE", ""});
    }
    if (!session.study) {  // one that is not there must not be made here
        readFileStart(session.common.study, 1);
    }
}

namespace {

NetworkSource sourceOf(const CommonOptions& common) {
    return {common.checkpoint,     common.model,
            common.allowNonFinite, withGiven(NetworkForm{}, networkFormSettings(), common.form),
            common.verbose,        common.seed};
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
        constexpr size_t kNamed = 12;
        std::string names;
        for (const Variant& v : std::span(variants).first(std::min(kNamed, variants.size()))) {
            names += fmt::format("{}{} \"{}\"", names.empty() ? "" : ", ", v.id, v.name);
        }
        if (variants.size() > kNamed) {
            names += fmt::format(" and {} more", variants.size() - kNamed);
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
        return *readNetwork(sourceOf(common), data, session.context).graph;
    }
    if (allowRandom && common.variant.empty()) {
        return randomNetwork(common.model, data, common.seed);
    }
    const int64_t id = chosenVariant(session).id;
    return common.allowNonFinite ? loadAnyVariant(openStudy(session), id)
                                 : loadVariant(openStudy(session), id);
}

Variant openVariant(Session& session, const ImageData* data) {
    if (session.common.checkpoint.empty()) {
        return chosenVariant(session);
    }
    Study& study = openStudy(session);  // first: it may have a seed
    return importCheckpoint(study, sourceOf(session.common), data, session.context);
}

SweepOptions sweepOptionsOf(const Session& session, const GivenSettings& given) {
    SweepOptions options = withGiven(SweepOptions(), sweepSettings(), given);
    if (options.recalibrate > 0 && !given.contains("kind")) {
        options.kind = PerturbationKind::Channels;
    }
    options.seed = session.common.seed;
    return options;
}

StageContext stageOf(Session& session, const ImageData& data) {
    if (session.place && !session.cluster) {
        session.cluster = shareStages(*session.place, versionText(), data);
    }
    keepSeed(session);
    return {openStudy(session),     data,
            session.common.threads, session.context,
            session.common.device,  session.cluster.get()};
}

void requireDestination(Session& session, const std::string& out) {
    if (std::filesystem::path(out).extension() == ".onnx") {
        throw Error(ErrorCode::InvalidArgument, "this command writes safetensors",
                    {"--out " + out, "another name; `export` writes ONNX", ".onnx"});
    }
    const std::string& study = session.common.study;
    if (out.empty() &&
        (study.empty() || (std::filesystem::exists(study) && openStudy(session).readOnly()))) {
        throw Error(ErrorCode::InvalidArgument, "nowhere to leave the result",
                    {study, "--out FILE or a --study FILE that can be written", ""});
    }
}

void sayRemarks(Session& session, const Variant& variant) {
    for (const std::string& remark : variant.remarks()) {
        session.print(fmt::format("note: {}: {}", variant.name, remark));
    }
    session.output["remarks"] = variant.remarks();
}

int64_t writeVariant(Session& session, const Variant& variant, const std::string& path) {
    return writeModel(path, loadVariant(openStudy(session), variant.id));
}

}  // namespace secateur::cli
