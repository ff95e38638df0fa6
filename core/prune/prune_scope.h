#pragma once

#include "core/base/enum_names.h"

namespace secateur {

/// How an amount is shared out over what is pruned: weights of layers, or channels of groups.
enum class PruneScope {
    Global,  ///< one ranking over all of them
    Layer,   ///< each loses the same share
    Plan,    ///< each its own share
};
template <>
inline constexpr auto kEnumNames<PruneScope> = enumNames<PruneScope>(
    "scope of pruning",
    {{PruneScope::Global, "global"}, {PruneScope::Layer, "layer"}, {PruneScope::Plan, "plan"}});

}  // namespace secateur
