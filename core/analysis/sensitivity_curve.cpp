#include "core/analysis/sensitivity_curve.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr double kRounding = 1e-12;  // 2 of 100 images are within 0.02

/// Bounds so narrow that the estimate inside them may speak.
constexpr double kNarrow = 0.005;

/// The drop alone: its interval takes longer than all the rest, and a dragged line asks often.
double measuredDrop(const SensitivityPoint& point) {
    return point.count > 0
               ? static_cast<double>(point.lost - point.gained) / static_cast<double>(point.count)
               : 0.0;
}

}  // namespace

const char* perturbationName(PerturbationKind kind) {
    constexpr std::array kNames{"prune", "weight-bits", "activation-bits", "clip", "channels"};
    return kNames.at(static_cast<size_t>(kind));
}

PerturbationKind perturbationFromName(const std::string& name) {
    for (const auto kind :
         {PerturbationKind::Prune, PerturbationKind::WeightBits, PerturbationKind::ActivationBits,
          PerturbationKind::Clip, PerturbationKind::Channels}) {
        if (name == perturbationName(kind)) {
            return kind;
        }
    }
    throw Error(ErrorCode::InvalidArgument, "unknown kind of perturbation",
                {"", "prune, weight-bits, activation-bits, clip or channels", "'" + name + "'"});
}

const char* groupingName(Grouping grouping) {
    constexpr std::array kNames{"layer", "block", "role"};
    return kNames.at(static_cast<size_t>(grouping));
}

Grouping groupingFromName(const std::string& name) {
    for (const auto grouping : {Grouping::Layer, Grouping::Block, Grouping::Role}) {
        if (name == groupingName(grouping)) {
            return grouping;
        }
    }
    throw Error(ErrorCode::InvalidArgument, "unknown grouping of layers",
                {"", "layer, block or role", "'" + name + "'"});
}

std::vector<double> defaultLevels(PerturbationKind kind) {
    if (harderDownwards(kind)) {
        return {8, 6, 5, 4, 3, 2};
    }
    if (kind == PerturbationKind::Clip) {
        return {0.1, 0.2, 0.3, 0.5, 0.7};
    }
    return SweepOptions().ratios;
}

bool withinTolerance(const SensitivityPoint& point, double tolerance) {
    const double limit = tolerance + kRounding;
    if (!point.bounds) {
        return measuredDrop(point) <= limit;
    }
    const PairedDrop& bounds = *point.bounds;
    return bounds.high <= limit ||
           (bounds.high - bounds.low <= kNarrow + kRounding && bounds.drop <= limit);
}

double largestSafeRatio(const std::vector<SensitivityPoint>& points, const std::string& layer,
                        double tolerance) {
    std::vector<const SensitivityPoint*> curve;
    for (const SensitivityPoint& point : points) {
        if (point.layer == layer && !point.unchanged) {
            curve.push_back(&point);
        }
    }
    std::sort(curve.begin(), curve.end(), [](const auto* a, const auto* b) {
        return harderDownwards(a->kind) ? a->ratio > b->ratio : a->ratio < b->ratio;
    });
    double safe = 0.0;
    for (const SensitivityPoint* point : curve) {
        if (!withinTolerance(*point, tolerance)) {
            break;
        }
        safe = point->ratio;
    }
    return safe;
}

bool nothingTested(const std::vector<SensitivityPoint>& points, const std::string& layer) {
    bool any = false;
    for (const SensitivityPoint& point : points) {
        if (point.layer == layer && !point.unchanged) {
            return false;
        }
        any = any || point.layer == layer;
    }
    return any;
}

}  // namespace secateur
