#include "core/analysis/paired_interval.h"

#include "core/analysis/drop_text.h"
#include "tests/support/catch.h"

namespace secateur::test {

namespace {

struct Expected {
    int64_t lost, gained, count;
    double low, high;
};

}  // namespace

TEST_CASE("Tango's interval agrees with a numerical solution", "[paired]") {
    // tests/peers/prune_reference.py
    for (const Expected& e :
         {Expected{0, 1, 44, -0.1180771, 0.0593932}, Expected{9, 3, 32, -0.0270905, 0.3896975},
          Expected{12, 4, 1000, 0.0001817, 0.0173320},
          Expected{4, 12, 1000, -0.0173320, -0.0001817}, Expected{3, 0, 500, -0.0016701, 0.0174903},
          Expected{250, 10, 512, 0.4217510, 0.5146743},
          Expected{40, 38, 5000, -0.0031345, 0.0039524}}) {
        INFO(e.lost << " lost, " << e.gained << " gained of " << e.count);
        const PairedDrop drop = pairedDrop(e.lost, e.gained, e.count);
        CHECK(drop.drop ==
              Approx(static_cast<double>(e.lost - e.gained) / static_cast<double>(e.count)));
        CHECK(drop.low == Approx(e.low).margin(2e-7).epsilon(0));
        CHECK(drop.high == Approx(e.high).margin(2e-7).epsilon(0));
    }
}

TEST_CASE("without discordant images the interval is +-z^2 / (n + z^2)", "[paired]") {
    // The score equation n * d^2 = z^2 * d * (1 - d), solved by hand.
    const double z2 = 1.959963984540054 * 1.959963984540054;
    for (const int64_t count : {1, 10, 500, 10000}) {
        const PairedDrop drop = pairedDrop(0, 0, count);
        const double limit = z2 / (static_cast<double>(count) + z2);
        CHECK(drop.drop == 0.0);
        CHECK(drop.low == Approx(-limit).epsilon(1e-9));
        CHECK(drop.high == Approx(limit).epsilon(1e-9));
    }
}

TEST_CASE("the interval at the ends of the scale", "[paired]") {
    const PairedDrop nothing = pairedDrop(0, 0, 0);
    CHECK(nothing.drop == 0.0);
    CHECK(nothing.low == -1.0);
    CHECK(nothing.high == 1.0);
    const PairedDrop all = pairedDrop(20, 0, 20);
    CHECK(all.drop == 1.0);
    CHECK(all.high == 1.0);
    CHECK(all.low < 1.0);
    CHECK(all.low > 0.5);
    CHECK(pairedDrop(0, 20, 20).low == -1.0);
}

TEST_CASE("exchanging lost and gained mirrors the interval", "[paired]") {
    for (int64_t lost = 0; lost <= 20; lost += 5) {
        for (int64_t gained = 0; gained <= 20; gained += 4) {
            const PairedDrop there = pairedDrop(lost, gained, 50);
            const PairedDrop back = pairedDrop(gained, lost, 50);
            CHECK(there.low == -back.high);
            CHECK(there.high == -back.low);
            CHECK(there.low <= there.drop);
            CHECK(there.high >= there.drop);
        }
    }
}

TEST_CASE("a drop is written in points with its interval, a loss above zero", "[paired]") {
    CHECK(dropText(PairedDrop{0.0125, 0.008, 0.017}) == "1.25 [0.80, 1.70]");
    CHECK(dropText(PairedDrop{-0.00001, -0.02, 0.02}) == "0.00 [-2.00, 2.00]");
    // 12 of 1000 lost and 4 gained: the network is 0.8 points worse.
    CHECK(dropText(pairedDrop(12, 4, 1000)) == "0.80 [0.02, 1.73]");
}

}  // namespace secateur::test
