#pragma once

// The one way into Catch2: works with 2 and 3, and after torch's headers, whose glog macros collide
// with Catch2's.
#include <ATen/ATen.h>

#undef CHECK
#undef FAIL

#ifdef SECATEUR_CATCH2_V2
#include <catch2/catch.hpp>
namespace Catch {
namespace Matchers {
inline auto ContainsSubstring(const std::string& text) {
    return Catch::Matchers::Contains(text);
}
}  // namespace Matchers
}  // namespace Catch
#else
#include <catch2/catch_all.hpp>
using Catch::Approx;
#endif
