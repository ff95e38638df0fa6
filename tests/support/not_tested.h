#pragma once

#include <string>

namespace secateur::test {

/// What a test program ends with when nothing failed but a test lacked something: ctest calls it
/// skipped (SKIP_RETURN_CODE). Such tests have the tag [peer] and are a ctest of their own.
inline constexpr int kSkipped = 77;

/// Says that this test case lacks something of the system and ends here: follow it with a return.
void notTested(const std::string& why);
int notTestedCount();

}  // namespace secateur::test
