#include <fmt/format.h>

#include <optional>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/stages/data_fit.h"
#include "core/stages/network_file.h"

namespace secateur::cli {

namespace {

struct ExportArguments {
    std::optional<NetworkFormat> format;  ///< empty: as the name of the file says
    std::string out;
};

/// The data set, if it can be read and is the network's: the network is worth having without it.
std::optional<ImageData> dataOf(Session& session, const Variant& variant) {
    try {
        ImageData data = openData(session);
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
    const NetworkDestination out = networkDestination(a.out, a.format);
    const Variant variant = openVariant(session, nullptr);
    const std::optional<ImageData> data =
        out.format == NetworkFormat::Safetensors ? std::nullopt : dataOf(session, variant);
    const int64_t bytes =
        writeNetwork(openStudy(session), variant.id, out, data ? &*data : nullptr);
    session.output = {{"out", out.path},
                      {"format", enumName(out.format)},
                      {"variant", variant.id},
                      {"bytes", bytes}};
    session.print(fmt::format("{}: {} bytes, {}", out.path, bytes, variant.name));
}

}  // namespace

void addExport(Commands& commands) {
    const auto [command, a] = commands.add<ExportArguments>(
        "export",
        "a network as a file: the safetensors file that it is kept as, ONNX, or PyTorch code",
        exportNetwork);
    addCommonOptions(*command, commands.common);
    addChoice(*command, "--format", a->format,
              "safetensors; onnx: BN folded, INT8 as QDQ; pytorch: a folder with network.py (a "
              "torch.nn.Module of these widths) and network.pth; --data gives the normalisation "
              "that is written into the last two");
    command
        ->add_option("--out", a->out,
                     "file or (pytorch) folder to write; its extension (.onnx, .safetensors) says "
                     "the format, and a "
                     "name without one gets that of --format (default: safetensors)")
        ->required();
}

}  // namespace secateur::cli
