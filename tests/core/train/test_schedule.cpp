#include "core/train/schedule.h"

#include <fmt/format.h>

#include <sstream>

#include "core/base/error.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"

using namespace secateur;

TEST_CASE("schedules have names, unknown ones are refused") {
    for (const auto kind : {ScheduleKind::Constant, ScheduleKind::Cosine, ScheduleKind::OneCycle}) {
        CHECK(enumFromName<ScheduleKind>(enumName(kind)) == kind);
    }
    CHECK_THROWS_AS(enumFromName<ScheduleKind>("linear"), Error);
}

TEST_CASE("schedules have their known points") {
    CHECK(scheduledRate(ScheduleKind::Constant, 0.1, 57, 100) == 0.1);
    CHECK(scheduledRate(ScheduleKind::Cosine, 0.1, 0, 100) == Approx(0.1));
    CHECK(scheduledRate(ScheduleKind::Cosine, 0.1, 50, 100) == Approx(0.05));
    CHECK(scheduledRate(ScheduleKind::OneCycle, 0.1, 0, 100) == Approx(0.004));
    CHECK(scheduledRate(ScheduleKind::OneCycle, 0.1, 29, 100) == Approx(0.1));
    CHECK(scheduledRate(ScheduleKind::OneCycle, 0.1, 99, 100) == Approx(4e-7));
}

TEST_CASE("a warm-up rises in equal steps to the schedule of what follows") {
    for (const auto kind : {ScheduleKind::Constant, ScheduleKind::Cosine}) {
        CHECK(scheduledRate(kind, 0.1, 0, 100, 20) == Approx(0.005));
        CHECK(scheduledRate(kind, 0.1, 9, 100, 20) == Approx(0.05));
        CHECK(scheduledRate(kind, 0.1, 19, 100, 20) == Approx(0.1));
        CHECK(scheduledRate(kind, 0.1, 60, 100, 20) == scheduledRate(kind, 0.1, 40, 80));
    }
}

TEST_CASE("schedules are those of torch.optim.lr_scheduler", "[peer]") {
    if (!test::havePeer()) {
        test::notTested("python3-torch is not installed; schedules were not compared");
        return;
    }
    for (const int64_t total : {10, 33, 100}) {
        std::istringstream lines(
            test::peerOutput("train_schedules.py", fmt::format("0.2 {}", total)));
        double oneCycle = 0;
        double cosine = 0;
        int64_t step = 0;
        while (lines >> oneCycle >> cosine) {
            INFO("step " << step << " of " << total);
            CHECK(scheduledRate(ScheduleKind::OneCycle, 0.2, step, total) ==
                  Approx(oneCycle).epsilon(1e-9));
            CHECK(scheduledRate(ScheduleKind::Cosine, 0.2, step, total) ==
                  Approx(cosine).epsilon(1e-9));
            ++step;
        }
        CHECK(step == total);
    }
}
