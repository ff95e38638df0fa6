#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "core/quant/clip_range.h"
#include "core/study/variant.h"

namespace secateur {

class Study;

/// A range that the user chose by hand for a layer; quantizeVariant uses those of the variant that
/// it quantizes, or of its nearest ancestor.
enum class ClipTarget { Weights, Activations };
template <>
inline constexpr auto kEnumNames<ClipTarget> =
    enumNames<ClipTarget>("target of a clip", {{ClipTarget::Weights, "weights"},
                                               {ClipTarget::Activations, "activations"}});
struct ClipChoice {
    std::string layer;
    ClipTarget target = ClipTarget::Activations;
    ClipRange range;
    bool operator==(const ClipChoice&) const = default;
};
/// Those of this variant alone, by layer and target.
std::vector<ClipChoice> listClips(Study& study, int64_t variant);
/// The clips that quantizeVariant uses, and whose they are: the variant's own if it has any, else
/// those of its nearest ancestor that has any, else none.
struct ClipsInForce {
    std::optional<Variant> owner;
    std::vector<ClipChoice> clips;
};
ClipsInForce clipsInForce(Study& study, int64_t variant);
/// Replaces the clip of this layer and target. Errors: NotFound (no such variant), InvalidArgument
/// (not low < high). Whether the network has such a layer is looked at when it is quantized.
void setClip(Study& study, int64_t variant, const ClipChoice& choice);
void clearClip(Study& study, int64_t variant, const std::string& layer, ClipTarget target);

}  // namespace secateur
