#pragma once

#include <cstdint>
#include <functional>

namespace secateur {

/// The largest of `steps` growing cuts (1 .. steps) that is still safe, by bisection: what is safe
/// is assumed to end once and for all at some cut. `from` is known to be safe (0: nothing is cut).
/// `safe` is asked about log2 of the steps between; its answers are kept by the caller.
int64_t largestSafeCut(int64_t from, int64_t steps, const std::function<bool(int64_t)>& safe);

}  // namespace secateur
