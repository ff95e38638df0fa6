#include "core/exec/arena_plan.h"

#include "core/base/random.h"
#include "tests/support/catch.h"

namespace secateur::test {

TEST_CASE("buffers that live together do not overlap in an arena", "[arena]") {
    Random random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<Lifetime> buffers;
        int64_t largest = 0;
        int64_t all = 0;
        for (int i = 0; i < 40; ++i) {
            const auto first = static_cast<int64_t>(random.uniform() * 30);
            const auto length = static_cast<int64_t>(random.uniform() * 6);
            const auto bytes = static_cast<int64_t>(random.uniform() * 1000);
            buffers.push_back({first, first + length, bytes});
            largest = std::max(largest, bytes);
            all += bytes + kArenaAlignment;
        }
        const ArenaPlan plan = planArena(buffers);
        REQUIRE(plan.offsets.size() == buffers.size());
        for (size_t i = 0; i < buffers.size(); ++i) {
            REQUIRE(plan.offsets[i] % kArenaAlignment == 0);
            REQUIRE(plan.offsets[i] + buffers[i].bytes <= plan.bytes);
            for (size_t j = 0; j < i; ++j) {
                const bool together =
                    buffers[i].first <= buffers[j].last && buffers[j].first <= buffers[i].last;
                const bool apart = plan.offsets[i] + buffers[i].bytes <= plan.offsets[j] ||
                                   plan.offsets[j] + buffers[j].bytes <= plan.offsets[i];
                REQUIRE((!together || apart));
            }
        }
        CHECK(plan.bytes >= largest);
        CHECK(plan.bytes < all / 2);
    }
}

TEST_CASE("an arena is no larger than what lives at once", "[arena]") {
    // A chain: two of three buffers live at any time.
    const std::vector<Lifetime> chain{{0, 1, 640}, {1, 2, 640}, {2, 3, 640}};
    CHECK(planArena(chain).bytes == 1280);
    CHECK(planArena({}).bytes == 0);
}

}  // namespace secateur::test
