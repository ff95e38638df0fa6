#include "core/analysis/wilson_interval.h"

#include "tests/support/catch.h"

namespace secateur {

namespace {

// Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (four decimals).
TEST_CASE("Wilson's interval gives the values that Newcombe prints") {
    struct Example {
        int64_t correct;
        int64_t count;
        double low;
        double high;
    };
    for (const Example& e : {Example{81, 263, 0.2553, 0.3662}, Example{15, 148, 0.0624, 0.1605},
                             Example{0, 20, 0.0, 0.1611}, Example{1, 29, 0.0061, 0.1718}}) {
        const ShareInterval interval = wilsonInterval(e.correct, e.count);
        CHECK(interval.low == Approx(e.low).margin(0.00005));
        CHECK(interval.high == Approx(e.high).margin(0.00005));
    }
}

TEST_CASE("Wilson's interval of all is the mirror of that of none, and without images it is all") {
    const ShareInterval all = wilsonInterval(20, 20);
    CHECK(all.low == Approx(1.0 - wilsonInterval(0, 20).high).epsilon(1e-12));
    CHECK(all.high == 1.0);
    CHECK(wilsonInterval(0, 0).low == 0.0);
    CHECK(wilsonInterval(0, 0).high == 1.0);
}

}  // namespace

}  // namespace secateur
