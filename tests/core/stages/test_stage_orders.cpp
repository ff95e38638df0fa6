#include "core/stages/stage_orders.h"

#include "core/base/error.h"
#include "tests/support/catch.h"

namespace secateur::test {

TEST_CASE("every kind of order is read as it was written", "[stages][orders]") {
    QatPlan qat;
    qat.training.options.epochs = 3;
    PipelineOptions pipeline;
    pipeline.amount = 0.4;
    GradualPlan channels;
    channels.cut = ChannelRecipe();
    SweepOptions sweep;
    sweep.levels = {0.25, 0.5};
    ShrinkOptions shrink;
    shrink.minWidth = 3;
    const std::vector<StageOrder> orders{EvaluateOrder{{1, 2}, 10},
                                         SweepOrder{sweep, 8, "masks.safetensors"},
                                         TrainOrder{TrainingKind::Trained, {}, 5},
                                         TrainOrder{TrainingKind::FineTuned, {}, 0},
                                         GradualOrder{{}, 7},
                                         GradualOrder{channels, 0},
                                         QuantizeOrder{{}, "mine"},
                                         ErrorsOrder{{}, 5},
                                         QatOrder{qat, 10, 20},
                                         pipeline,
                                         shrink};
    for (const StageOrder& order : orders) {
        const WorkOrder written = workOrder("a title", 3, order);
        INFO(written.stage);
        const auto kept = keptOrders({{"work.7", orderText(written)}, {"tolerance", "2"}});
        REQUIRE(kept.size() == 1);
        const WorkOrder& read = kept.at("work.7");
        CHECK(read.title == "a title");
        CHECK(read.variant == 3);
        CHECK(read.options == written.options);
        const StageOrder again = stageOrderOf(read);
        CHECK(again.index() == order.index());
        CHECK(workOrder("a title", 3, again).stage == written.stage);
        CHECK(workOrder("a title", 3, again).options == written.options);
    }
    CHECK(std::get<SweepOrder>(stageOrderOf(workOrder("", 1, orders[1]))).options.levels ==
          sweep.levels);
}

TEST_CASE("what is no order is refused by name", "[stages][orders]") {
    const auto message = [](const WorkOrder& order) {
        try {
            stageOrderOf(order);
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(message({"t", "nothing", 1, {}}).find("nothing") != std::string::npos);
    CHECK(message({"t", "sweep", 1, {{"images", -1}}}).find("images") != std::string::npos);
    CHECK(message({"t", "sweep", 1, {{"images", 1}, {"sweep", {{"none", 1}}}}}).find("none") !=
          std::string::npos);
    CHECK(keptOrders({{"work.1", "{"}, {"work.2", "{\"stage\": 5}"}}).empty());
    const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
    CHECK(keptOrders(
              {{"work.1", R"({"title":"x","stage":"evaluate","variant":1,"options":{"variants":)" +
                              deep + "}}"}})
              .empty());
}

}  // namespace secateur::test
