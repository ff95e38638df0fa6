#include "core/base/run_context.h"

#include <vector>

#include "tests/support/catch.h"

using namespace secateur;

TEST_CASE("an epoch's line says what was measured and no more", "[base][run_context]") {
    EpochDone epoch{3, 9, 0.41, 0.8712, {}, {}, 11.6};
    CHECK(lineOf(epoch) == "epoch 3/9: loss 0.4100, training accuracy 87.12 %, 12 s");
    epoch.heldOutAccuracy = 0.85;
    CHECK(lineOf(epoch) ==
          "epoch 3/9: loss 0.4100, training accuracy 87.12 %, held-out 85.00 %, 12 s");
    epoch.simulatedAccuracy = 0.855;
    CHECK(lineOf(epoch) ==
          "epoch 3/9: loss 0.4100, training accuracy 87.12 %, held-out 85.00 % (INT8; simulated "
          "85.50 %), 12 s");
}

TEST_CASE("events reach the one who listens, by their type", "[base][run_context]") {
    RunContext context;
    context.tell(Stored());  // nobody listens
    std::vector<size_t> kinds;
    context.onEvent = [&](const Event& event) { kinds.push_back(event.index()); };
    context.tell(EpochDone());
    context.tell(Stored());
    CHECK(kinds == std::vector<size_t>{0, 1});
}
