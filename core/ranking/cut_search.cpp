#include "core/ranking/cut_search.h"

namespace secateur {

int64_t largestSafeCut(int64_t from, int64_t steps, const std::function<bool(int64_t)>& safe) {
    int64_t low = from;
    int64_t beyond = steps + 1;
    while (beyond - low > 1) {
        const int64_t middle = low + (beyond - low) / 2;
        (safe(middle) ? low : beyond) = middle;
    }
    return low;
}

}  // namespace secateur
