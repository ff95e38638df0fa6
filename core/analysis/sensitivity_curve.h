#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/base/enum_names.h"

namespace secateur {

/// What is done to a layer, or to several at once, at a Level.
enum class PerturbationKind {
    Prune,           ///< this share of its weights is set to zero; level in [0, 1)
    WeightBits,      ///< its folded weights at so many bits, per channel, symmetric; level 2 to 8
    ActivationBits,  ///< its output at so many bits over its range; level 2 to 8
    Clip,            ///< this share of its output's range is cut off at both ends; level in [0, 1)
    Channels,        ///< this share of a channel group's channels goes; level in [0, 1)
};
template <>
inline constexpr auto kEnumNames<PerturbationKind> = enumNames<PerturbationKind>(
    "kind of perturbation", {{PerturbationKind::Prune, "prune"},
                             {PerturbationKind::WeightBits, "weight-bits"},
                             {PerturbationKind::ActivationBits, "activation-bits"},
                             {PerturbationKind::Clip, "clip"},
                             {PerturbationKind::Channels, "channels"}});
/// Bits: the fewer the harder.
inline bool harderDownwards(PerturbationKind kind) {
    return kind == PerturbationKind::WeightBits || kind == PerturbationKind::ActivationBits;
}

/// Which layers are changed together.
enum class Grouping { Layer, Block, Role };
template <>
inline constexpr auto kEnumNames<Grouping> = enumNames<Grouping>("grouping of layers",
                                                                 {{Grouping::Layer, "layer"},
                                                                  {Grouping::Block, "block"},
                                                                  {Grouping::Role, "role"}});

/// What is changed together. A layer without a block or role is a group of its own under either.
struct Target {
    enum class Kind { Layer, Block, Role, Global };
    Kind kind = Kind::Layer;
    /// state_dict name without ".weight" (of Channels a group's name), block or role; empty: Global
    std::string name;

    static Target global() { return {Kind::Global, {}}; }
    /// The group of a layer.
    static Target of(const std::string& layer, const std::string& block, const std::string& role,
                     Grouping grouping);
    /// As studies and tables have it: "global", or the name.
    static Target fromText(const std::string& text, Grouping grouping);
    std::string text() const;
    bool isGlobal() const { return kind == Kind::Global; }
    auto operator<=>(const Target&) const = default;
};

/// How hard a perturbation is: a share in [0, 1), or a number of bits, the fewer the harder.
struct Level {
    double number = 0.0;
    bool bits = false;

    /// In the unit of this kind.
    static Level of(PerturbationKind kind, double number) {
        return {number, harderDownwards(kind)};
    }
    bool milderThan(const Level& other) const {
        return bits ? number > other.number : number < other.number;
    }
    auto operator<=>(const Level&) const = default;  ///< by number, to be found; not by hardness
};

/// One measured point of a sensitivity curve.
struct SensitivityPoint {
    Target target;
    Level level;
    int64_t correct = 0;
    int64_t count = 0;   ///< images seen
    int64_t lost = 0;    ///< right at the baseline, wrong now
    int64_t gained = 0;  ///< the reverse
    int64_t prunedWeights = 0;
    int64_t weights = 0;     ///< of the layers that are changed together
    bool unchanged = false;  ///< not one weight became another: nothing was tested
    PerturbationKind kind = PerturbationKind::Prune;
    /// Adaptive mode: bounds of the drop that all images would show, at any time at once (see
    /// core/analysis/drop_bounds.h). Empty in exact mode.
    std::optional<PairedDrop> bounds = {};
    bool settled = true;  ///< false while adaptive mode would look at more images

    double accuracy() const {
        return count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : 0.0;
    }
    PairedDrop drop() const { return bounds ? *bounds : pairedDrop(lost, gained, count); }
    /// The drop alone, a fraction: its interval takes longer than all the rest.
    double meanDrop() const;
};

/// What adaptive mode knows of a point: enough to go on from it.
struct AdaptivePoint {
    SensitivityPoint point;
    /// Of the images in the order of SweepOptions::seed, those that changed sides: position + 1,
    /// negative where the image was gained.
    std::vector<int32_t> flips;
};

/// True if `point` loses at most `toleranceShare` (a fraction): counted on all images, or, in
/// adaptive mode, proved by its bounds (estimated only where they are no wider than half a point).
bool withinTolerance(const SensitivityPoint& point, double toleranceShare);

/// How far a target can be taken.
struct SafeLevel {
    Level level;                ///< 0: not even the mildest is safe
    bool hardestTried = false;  ///< nothing harder was measured: harder ones may be safe, too
    bool none() const { return level.number == 0.0; }
    /// To rank by: the less, the less its target bears.
    double strength() const { return level.bits && !none() ? 1.0 / level.number : level.number; }
    auto operator<=>(const SafeLevel&) const = default;
};
/// The hardest measured level such that this and every milder one drops at most `toleranceShare` (a
/// fraction, 0.02 for 2 points). Points that changed nothing prove nothing and are passed over;
/// empty if the target has no others: nothing was tested.
std::optional<SafeLevel> safeLevel(const std::vector<SensitivityPoint>& points,
                                   const Target& target, double toleranceShare);
/// "0.6", "≥ 0.8, the largest tried", "≤ 2 bits, the fewest tried", "none": for every table.
std::string safeText(const SafeLevel& safe);

}  // namespace secateur
