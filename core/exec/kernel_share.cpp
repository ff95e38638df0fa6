#include "core/exec/kernel_share.h"

#include <fmt/format.h>

namespace secateur {

std::string kernelShareText(const KernelShare& share) {
    if (share.floatNodes == 0) {
        return fmt::format("all {} operations run on INT8 kernels", share.nodes);
    }
    std::string kinds;
    for (const auto& [kind, count] : share.floatKinds) {
        kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", count, kind);
    }
    return fmt::format(
        "{} of {} operations have no INT8 kernel and run in float ({}): {:.1f} % of the MACs, "
        "{:.1f} % of the activations",
        share.floatNodes, share.nodes, kinds, 100 * share.floatShareOfMacs,
        100 * share.floatShareOfElements);
}

}  // namespace secateur
