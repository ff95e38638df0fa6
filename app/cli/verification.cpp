#include "app/cli/verification.h"

#include "core/analysis/parity_json.h"
#include "core/stages/quant_checks.h"

namespace secateur::cli {

void addVerificationOptions(CLI::App& command, VerificationArguments& arguments) {
    command.add_flag("--verify", arguments.asked,
                     "INT8: compare simulation, integer reference and kernels layer by layer, and "
                     "count what 16-bit sums would saturate");
    command.add_option("--verify-images", arguments.images, "test images of --verify")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
}

std::optional<nlohmann::ordered_json> verified(Session& session, const Variant& int8,
                                               const ImageData& data,
                                               const VerificationArguments& arguments) {
    if (!arguments.asked) {
        return std::nullopt;
    }
    const ParityReport report =
        verifyVariant(stageOf(session, data), int8.id,
                      spreadImages(data, Split::Test, arguments.images, session.common.seed));
    session.print(parityText(report));
    return parityToJson(report);
}

}  // namespace secateur::cli
