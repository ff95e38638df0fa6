#include <mutex>

#include "core/base/error.h"
#include "core/train/trainer.h"
#include "tests/support/catch.h"
#include "tests/support/local_cluster.h"
#include "tests/support/quadrants.h"
#include "tests/support/stopped_training.h"

namespace secateur::test {

namespace {

TrainOptions fourChunks() {
    TrainOptions options;
    options.epochs = 3;
    options.batchSize = 16;
    options.microBatch = 4;
    options.learningRate = 0.05;
    options.augmentation = {1, true, 0.0};
    options.seed = 3;
    options.workers = 1;
    return options;
}

/// Rank 0 and others that train along; a state is handed over in memory.
struct SeveralProcesses {
    explicit SeveralProcesses(int others) : cluster(others + 1) {
        for (int rank = 1; rank <= others; ++rank) {
            cluster.start(
                rank, {{},
                       {{"training", [this](const std::string&, const Attachments&, Team& team, int,
                                            const RunContext&) { member(team); }}}});
        }
    }

    void member(Team& team) {
        TrainState state;
        {
            const std::lock_guard lock(mutex);
            state = begun;
            sizes.push_back(team.size());
        }
        RunContext context;
        if (leaveInEpoch == static_cast<int64_t>(state.history.size())) {
            stopped.request_stop();
            context.stop = stopped.get_token();
        }
        if (dieInEpoch == static_cast<int64_t>(state.history.size())) {
            return;  // its connections close
        }
        trainAlong(TrainExecutor(tinyNetwork()), data, allIndices(), options, masks, {}, state,
                   team, context);
    }

    TrainHooks hooks() {
        TrainHooks all;
        all.gather = [this](const TrainState& state) {
            {
                const std::lock_guard lock(mutex);
                begun = written(state);
            }
            return cluster.rankZero->gather("training", "", {});
        };
        all.epochDone = [this](const Graph&, const TrainState& state, bool) {
            history = state.history;
        };
        all.saveState = [this](const TrainState& state) { saved = written(state); };
        return all;
    }

    Graph train(const std::optional<TrainState>& resume = {}, const RunContext& context = {}) {
        return trainNetwork(tinyNetwork(), data, allIndices(), options, masks, hooks(), resume,
                            context);
    }

    ImageData data = quadrantImages();
    TrainOptions options = fourChunks();
    std::map<std::string, at::Tensor> masks;
    int64_t leaveInEpoch = -1;
    int64_t dieInEpoch = -1;
    std::mutex mutex;
    TrainState begun;
    TrainState saved;
    std::vector<int64_t> sizes;
    std::vector<EpochRecord> history;
    std::stop_source stopped;
    LocalCluster cluster;
};

void checkClose(const Graph& a, const Graph& b) {
    const auto first = a.stateDict();
    const auto second = b.stateDict();
    REQUIRE(first.size() == second.size());
    for (size_t i = 0; i < first.size(); ++i) {
        INFO(first[i].first);
        CHECK(at::allclose(first[i].second.to(at::kDouble), second[i].second.to(at::kDouble), 1e-4,
                           1e-5));
    }
}

struct Alone {
    explicit Alone(const SeveralProcesses& team) {
        TrainHooks hooks;
        hooks.epochDone = [this](const Graph&, const TrainState& state, bool) {
            history = state.history;
        };
        network = trainNetwork(tinyNetwork(), team.data, allIndices(), team.options, team.masks,
                               hooks, {}, {});
    }
    Graph network;
    std::vector<EpochRecord> history;
};

void checkLosses(const std::vector<EpochRecord>& together, const std::vector<EpochRecord>& alone) {
    REQUIRE(together.size() == alone.size());
    for (size_t i = 0; i < alone.size(); ++i) {
        CHECK(together[i].loss == Approx(alone[i].loss).epsilon(1e-5));
        CHECK(together[i].trainAccuracy == alone[i].trainAccuracy);
    }
}

}  // namespace

TEST_CASE("several processes train as one does", "[team]") {
    const int others = GENERATE(1, 2, 4);  // with 4 one has nothing to do
    SeveralProcesses team(others);
    at::Tensor mask = at::ones({8, 8, 3, 3});
    mask.view({-1}).slice(0, 0, c10::nullopt, 3).zero_();
    team.masks["conv2.weight"] = mask;
    const Graph together = team.train();
    const Alone alone(team);
    REQUIRE(team.sizes.size() == static_cast<size_t>(3 * others));
    CHECK(team.sizes.front() == others + 1);
    checkLosses(team.history, alone.history);
    checkClose(together, alone.network);
    const at::Tensor& weight = together.node(together.require("conv2")).parameter("weight");
    CHECK(weight.masked_select(mask.eq(0)).eq(0).all().item<bool>());
}

TEST_CASE("the variance of a dead channel does not end below zero", "[team]") {
    SeveralProcesses team(3);
    team.options.microBatch = 2;
    team.masks["conv1.weight"] = at::zeros({8, 3, 3, 3});
    const auto dead = [] {
        Graph graph = tinyNetwork();
        Node& norm = graph.node(graph.require("bn1"));
        at::Tensor(norm.parameter("running_var")).fill_(7e-45);
        return graph;
    };
    for (const TrainHooks& hooks : {team.hooks(), TrainHooks()}) {
        const Graph trained =
            trainNetwork(dead(), team.data, allIndices(), team.options, team.masks, hooks, {}, {});
        const at::Tensor& variance = trained.node(trained.require("bn1")).parameter("running_var");
        CHECK(variance.ge(0).all().item<bool>());
    }
}

TEST_CASE("a training that a process has left goes on with any number of them", "[team]") {
    SeveralProcesses team(2);
    const Alone alone(team);
    SECTION("gone without a word") {
        team.dieInEpoch = 1;
        CHECK_THROWS_WITH(team.train(), Catch::Matchers::ContainsSubstring("is gone"));
        CHECK(team.saved.step == 4);  // of the first epoch
        team.dieInEpoch = -1;
    }
    SECTION("stopped") {
        team.leaveInEpoch = 1;
        CHECK_THROWS_WITH(team.train(), Catch::Matchers::ContainsSubstring("was stopped"));
        CHECK(team.saved.step == 5);
        team.leaveInEpoch = -1;
    }
    SECTION("stopped by rank 0") {
        const StopAt stop(6 * team.options.batchSize);
        CHECK_THROWS_AS(team.train({}, stop.context), Cancelled);
        CHECK(team.saved.step == 7);  // in the step after it all know
    }
    const TrainState saved = team.saved;
    checkClose(team.train(saved), alone.network);
    checkLosses(team.history, alone.history);
    TrainHooks hooks;
    hooks.epochDone = [&](const Graph&, const TrainState& s, bool) { team.history = s.history; };
    const Graph one = trainNetwork(tinyNetwork(), team.data, allIndices(), team.options, team.masks,
                                   hooks, saved, {});
    checkClose(one, alone.network);
    checkLosses(team.history, alone.history);
}

}  // namespace secateur::test
