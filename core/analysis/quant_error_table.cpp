#include "core/analysis/quant_error_table.h"

#include <algorithm>
#include <tuple>

#include "core/base/error.h"

namespace secateur {

namespace {

std::optional<QuantErrorPoint> pointOf(const std::vector<QuantErrorPoint>& points,
                                       const std::string& layer, QuantErrorMode mode) {
    for (const QuantErrorPoint& point : points) {
        if (point.layer == layer && point.mode == mode) {
            return point;
        }
    }
    return std::nullopt;
}

/// Smaller is costlier.
std::tuple<bool, double, double, double> orderOf(const LayerQuantError& error) {
    return {!error.only.has_value(), error.only ? -error.only->drop().drop : 0.0,
            error.allBut ? -error.allBut->accuracy() : 0.0, error.noise.activationSqnrDb};
}

}  // namespace

const char* quantErrorModeName(QuantErrorMode mode) {
    switch (mode) {
        case QuantErrorMode::All:
            return "all";
        case QuantErrorMode::Only:
            return "only";
        case QuantErrorMode::AllBut:
            return "all-but";
    }
    throw Error(ErrorCode::Internal, "unknown mode of quantization errors");
}

QuantErrorMode quantErrorModeFromName(const std::string& name) {
    for (const QuantErrorMode mode :
         {QuantErrorMode::All, QuantErrorMode::Only, QuantErrorMode::AllBut}) {
        if (name == quantErrorModeName(mode)) {
            return mode;
        }
    }
    throw Error(ErrorCode::InvalidArgument, "unknown mode of quantization errors",
                {"", "all, only or all-but", name});
}

std::vector<LayerQuantError> rankedErrors(const std::vector<LayerNoise>& noises,
                                          const std::vector<QuantErrorPoint>& points) {
    std::vector<LayerQuantError> errors;
    for (const LayerNoise& noise : noises) {
        errors.push_back({noise, pointOf(points, noise.layer, QuantErrorMode::Only),
                          pointOf(points, noise.layer, QuantErrorMode::AllBut)});
    }
    std::stable_sort(
        errors.begin(), errors.end(),
        [](const LayerQuantError& a, const LayerQuantError& b) { return orderOf(a) < orderOf(b); });
    return errors;
}

}  // namespace secateur
