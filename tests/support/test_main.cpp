#ifdef SECATEUR_CATCH2_V2
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#else
#include <catch2/catch_session.hpp>
#endif

#include "tests/support/not_tested.h"

int main(int argc, char** argv) {
    const int result = Catch::Session().run(argc, argv);
    return result == 0 && secateur::test::notTestedCount() > 0 ? secateur::test::kSkipped : result;
}
