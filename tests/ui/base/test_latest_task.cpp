#include <atomic>
#include <future>
#include <optional>
#include <thread>

#include "tests/support/ui_catch.h"
#include "tests/support/wait_until.h"
#include "ui/base/latest_task.h"

using namespace secateur;

TEST_CASE("an answer runs in the thread that asked, the work in another") {
    LatestTask task;
    const auto here = std::this_thread::get_id();
    std::atomic<std::thread::id> worked{here};
    std::optional<std::thread::id> answered;
    task.start([&] {
        worked = std::this_thread::get_id();
        return [&] { answered = std::this_thread::get_id(); };
    });
    REQUIRE(waitUntil([&] { return answered.has_value(); }));
    CHECK(worked.load() != here);
    CHECK(*answered == here);
}

TEST_CASE("only the latest request is answered; one that has begun ends unheard") {
    LatestTask task;
    std::promise<void> begun;
    std::promise<void> release;
    std::vector<int> answers;
    std::atomic<int> worked = 0;
    task.start([&] {
        begun.set_value();
        release.get_future().wait();
        return [&] { answers.push_back(1); };
    });
    begun.get_future().wait();
    const auto quick = [&](int number) {
        return [&, number] {
            ++worked;
            return [&, number] { answers.push_back(number); };
        };
    };
    task.start(quick(2));
    task.start(quick(3));
    release.set_value();
    REQUIRE(waitUntil([&] { return !answers.empty(); }));
    CHECK(answers == std::vector<int>{3});
    CHECK(worked == 1);  // the second was never begun
}

TEST_CASE("what is forgotten, or asked of a task that is gone, is not answered") {
    bool answered = false;
    bool after = false;
    {
        LatestTask task;
        task.start([&] { return [&] { answered = true; }; });
        task.forget();
        task.start([&] { return [&] { after = true; }; });
        REQUIRE(waitUntil([&] { return after; }));
        CHECK_FALSE(answered);
        task.start([&] { return [&] { answered = true; }; });
    }
    QCoreApplication::processEvents();
    CHECK_FALSE(answered);
}
