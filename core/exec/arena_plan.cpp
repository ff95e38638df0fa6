#include "core/exec/arena_plan.h"

#include <algorithm>
#include <numeric>

namespace secateur {

namespace {

int64_t aligned(int64_t bytes) {
    return (bytes + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment;
}

bool liveTogether(const Lifetime& a, const Lifetime& b) {
    return a.first <= b.last && b.first <= a.last;
}

}  // namespace

ArenaPlan planArena(std::span<const Lifetime> buffers) {
    std::vector<size_t> order(buffers.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return buffers[a].bytes > buffers[b].bytes; });
    ArenaPlan plan;
    plan.offsets.resize(buffers.size());
    std::vector<size_t> placed;  // ascending offsets
    for (const size_t buffer : order) {
        const int64_t size = aligned(buffers[buffer].bytes);
        int64_t offset = 0;
        for (const size_t other : placed) {
            if (!liveTogether(buffers[buffer], buffers[other])) {
                continue;
            }
            if (plan.offsets[other] >= offset + size) {
                break;
            }
            offset = std::max(offset, plan.offsets[other] + aligned(buffers[other].bytes));
        }
        plan.offsets[buffer] = offset;
        plan.bytes = std::max(plan.bytes, offset + size);
        placed.insert(std::upper_bound(
                          placed.begin(), placed.end(), offset,
                          [&](int64_t value, size_t other) { return value < plan.offsets[other]; }),
                      buffer);
    }
    return plan;
}

}  // namespace secateur
