#pragma once

#include "app/cli/command.h"

namespace secateur::cli {

/// `--verify` and `--verify-images`, of the commands that have an INT8 network.
struct VerificationArguments {
    bool asked = false;
    int64_t images = 8;  ///< of the test images
};
void addVerificationOptions(CLI::App& command, VerificationArguments& arguments);

/// If it was asked for: prints simulation, integer reference and kernels side by side, and gives
/// what `parity` is in the output; else nothing. Errors: those of verifyVariant.
std::optional<nlohmann::ordered_json> verified(Session& session, const Variant& int8,
                                               const ImageData& data,
                                               const VerificationArguments& arguments);

}  // namespace secateur::cli
