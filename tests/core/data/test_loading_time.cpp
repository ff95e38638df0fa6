#include "core/data/loading_time.h"

#include <thread>

#include "tests/support/catch.h"

namespace secateur::test {

namespace {

void load(int milliseconds) {
    const LoadingTimer timer;
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

}  // namespace

TEST_CASE("the share of loading is of the threads that load", "[loading_time]") {
    LoadingShare share;
    CHECK(share.share() == 0.0);
    std::thread(load, 20).join();
    const double begun = share.share();
    CHECK(begun > 0.0);
    CHECK(begun <= 1.0);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));  // nobody loads
    const double later = share.share();
    CHECK(later > 0.0);
    CHECK(later < begun);
    share.restart();
    CHECK(share.share() == 0.0);

    // Two threads, one after the other, or at once: no more than all of their time.
    std::thread one(load, 30);
    std::thread other(load, 30);
    one.join();
    other.join();
    CHECK(share.share() > 0.0);
    CHECK(share.share() <= 1.0);
}

}  // namespace secateur::test
