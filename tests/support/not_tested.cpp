#include "tests/support/not_tested.h"

#include <cstdio>

namespace secateur::test {

namespace {

int g_count = 0;

}  // namespace

void notTested(const std::string& why) {
    ++g_count;
    std::fprintf(stderr, "NOT TESTED: %s\n", why.c_str());
}

int notTestedCount() {
    return g_count;
}

}  // namespace secateur::test
