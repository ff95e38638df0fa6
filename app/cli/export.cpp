#include <fmt/format.h>

#include <memory>
#include <optional>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/stages/data_fit.h"
#include "core/stages/network_file.h"

namespace secateur::cli {

namespace {

struct ExportArguments {
    std::string format = networkFormatName(NetworkFormat::Safetensors);
    std::string out;
};

/// The data set, if it can be read and is the network's: the network is worth having without it.
std::optional<ImageData> dataOf(Session& session, const Variant& variant) {
    try {
        ImageData data = openData(session.common);
        requireFit(openStudy(session), variant.id, data);
        return data;
    } catch (const Error& error) {
        session.context.say(
            fmt::format("no normalisation and class names in the model: {}", error.what()));
        return std::nullopt;
    }
}

void exportNetwork(Session& session, const ExportArguments& a) {
    if (session.common.checkpoint.empty()) {
        requireStudy(session);
    }
    const NetworkFormat format = networkFormatFromName(a.format);
    const Variant variant = openVariant(session, nullptr);
    const std::optional<ImageData> data =
        format == NetworkFormat::Onnx ? dataOf(session, variant) : std::nullopt;
    const std::vector<uint8_t> bytes =
        networkFile(openStudy(session), variant.id, format, data ? &*data : nullptr);
    writeFile(a.out, bytes.data(), bytes.size());
    session.output = {
        {"out", a.out}, {"format", a.format}, {"variant", variant.id}, {"bytes", bytes.size()}};
    session.print(fmt::format("{}: {} bytes, {}", a.out, bytes.size(), variant.name));
}

}  // namespace

void addExport(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<ExportArguments>();
    CLI::App* command = app.add_subcommand(
        "export", "a network as a file: the safetensors file that it is kept as, or ONNX");
    addCommonOptions(*command, common);
    command
        ->add_option("--format", a->format,
                     "safetensors, or onnx: BN folded, INT8 as QDQ; --data gives the normalisation "
                     "and class names that are written into it")
        ->check(CLI::IsMember({networkFormatName(NetworkFormat::Safetensors),
                               networkFormatName(NetworkFormat::Onnx)}))
        ->capture_default_str();
    command->add_option("--out", a->out, "file to write")->required();
    command->callback(
        [a, &selected] { selected = [a](Session& session) { exportNetwork(session, *a); }; });
}

}  // namespace secateur::cli
