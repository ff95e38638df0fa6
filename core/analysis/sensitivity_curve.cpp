#include "core/analysis/sensitivity_curve.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr const char* kGlobal = "global";

constexpr double kRounding = 1e-12;  // 2 of 100 images are within 0.02

/// Bounds so narrow that the estimate inside them may speak.
constexpr double kNarrow = 0.005;

}  // namespace

Target Target::of(const std::string& layer, const std::string& block, const std::string& role,
                  Grouping grouping) {
    const std::string& shared = grouping == Grouping::Block ? block : role;
    return fromText(grouping == Grouping::Layer || shared.empty() ? layer : shared, grouping);
}

Target Target::fromText(const std::string& text, Grouping grouping) {
    const Kind kind = text == kGlobal               ? Kind::Global
                      : grouping == Grouping::Layer ? Kind::Layer
                      : grouping == Grouping::Block ? Kind::Block
                                                    : Kind::Role;
    return {kind, kind == Kind::Global ? std::string() : text};
}

std::string Target::text() const {
    return isGlobal() ? kGlobal : name;
}

double SensitivityPoint::meanDrop() const {
    return bounds      ? bounds->drop
           : count > 0 ? static_cast<double>(lost - gained) / static_cast<double>(count)
                       : 0.0;
}

bool withinTolerance(const SensitivityPoint& point, double toleranceShare) {
    const double limit = toleranceShare + kRounding;
    if (!point.bounds) {
        return point.meanDrop() <= limit;
    }
    const PairedDrop& bounds = *point.bounds;
    return bounds.high <= limit ||
           (bounds.high - bounds.low <= kNarrow + kRounding && bounds.drop <= limit);
}

std::optional<SafeLevel> safeLevel(const std::vector<SensitivityPoint>& points,
                                   const Target& target, double toleranceShare) {
    std::vector<const SensitivityPoint*> curve;
    for (const SensitivityPoint& point : points) {
        if (point.target == target && !point.unchanged) {
            curve.push_back(&point);
        }
    }
    if (curve.empty()) {
        return std::nullopt;
    }
    std::sort(curve.begin(), curve.end(),
              [](const auto* a, const auto* b) { return a->level.milderThan(b->level); });
    SafeLevel safe{{0.0, curve.front()->level.bits}};
    for (const SensitivityPoint* point : curve) {
        if (!withinTolerance(*point, toleranceShare)) {
            break;
        }
        safe = {point->level, point == curve.back()};
    }
    return safe;
}

std::string safeText(const SafeLevel& safe) {
    if (safe.none()) {
        return "none";
    }
    const std::string level =
        fmt::format("{:g}{}", safe.level.number, safe.level.bits ? " bits" : "");
    return !safe.hardestTried ? level
           : safe.level.bits  ? "≤ " + level + ", the fewest tried"
                              : "≥ " + level + ", the largest tried";
}

}  // namespace secateur
