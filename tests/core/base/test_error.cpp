#include "core/base/error.h"
#include "core/base/run_context.h"
#include "tests/support/catch.h"

using namespace secateur;

TEST_CASE("an error's text has what is known and leaves out what is not") {
    const auto text = [](ErrorContext context) {
        return std::string(Error(ErrorCode::Mismatch, "does not fit", std::move(context)).what());
    };
    CHECK(text({}) == "does not fit");
    CHECK(text({"conv1", "", ""}) == "does not fit: conv1");
    CHECK(text({"conv1", "3", "1"}) == "does not fit: conv1 (expected 3, got 1)");
    CHECK(text({"", "3", ""}) == "does not fit (expected 3)");
    CHECK(text({"", "", "1"}) == "does not fit (got 1)");
}

TEST_CASE("an error keeps its parts") {
    const Error error(ErrorCode::CorruptData, "broken", {"a.bin", "8 bytes", "7"});
    CHECK(error.code() == ErrorCode::CorruptData);
    CHECK(error.message() == "broken");
    CHECK(error.context().where == "a.bin");
    CHECK(error.context().expected == "8 bytes");
    CHECK(error.context().got == "7");
}

TEST_CASE("a run context without callbacks is silent, one with a stop request throws") {
    RunContext context;
    context.report({});
    context.say("nobody listens");
    context.checkCancelled();
    std::stop_source stop;
    context.stop = stop.get_token();
    context.checkCancelled();
    stop.request_stop();
    CHECK_THROWS_AS(context.checkCancelled(), Cancelled);
}
