#pragma once

#include "app/cli/command.h"

namespace secateur::cli {

/// Of the variant on the session's test images (`--limit`).
Evaluation testEvaluation(Session& session, const Variant& variant, const ImageData& data);

/// Evaluates both networks on the same test images, prints accuracies and the paired drop, and adds
/// them and the share of work without INT8 kernels to the object `json`. Gives the FP32
/// network's evaluation.
Evaluation compareInt8(Session& session, const Variant& fp32, const Variant& int8,
                       const ImageData& data, nlohmann::ordered_json& json);

}  // namespace secateur::cli
