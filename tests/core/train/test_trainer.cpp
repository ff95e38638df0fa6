#include "core/train/trainer.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <sstream>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/exec/float_executor.h"
#include "core/io/pytorch_module.h"
#include "tests/support/catch.h"
#include "tests/support/not_tested.h"
#include "tests/support/peer.h"
#include "tests/support/quadrants.h"
#include "tests/support/scratch.h"
#include "tests/support/stopped_training.h"

using namespace secateur;
using namespace secateur::test;

namespace {

TrainOptions quickOptions() {
    TrainOptions options;
    options.epochs = 4;
    options.batchSize = 16;
    options.microBatch = 8;
    options.learningRate = 0.05;
    options.augmentation = {1, true, 0.0};
    options.seed = 3;
    options.workers = 2;
    return options;
}

void checkSameBits(const Graph& a, const Graph& b) {
    const auto first = a.stateDict();
    const auto second = b.stateDict();
    REQUIRE(first.size() == second.size());
    for (size_t i = 0; i < first.size(); ++i) {
        INFO(first[i].first);
        CHECK(first[i].second.equal(second[i].second));
    }
}

/// Trains until `step` steps are done, cancels there, and gives the state that was saved.
TrainState cancelledAt(int64_t step, const ImageData& data, const TrainOptions& options,
                       const std::map<std::string, at::Tensor>& masks) {
    const StopAt stop(step * options.batchSize);
    TrainState saved;
    TrainHooks hooks;
    hooks.saveState = [&](const TrainState& state) { saved = written(state); };
    CHECK_THROWS_AS(
        trainNetwork(tinyNetwork(), data, allIndices(), options, masks, hooks, {}, stop.context),
        Cancelled);
    CHECK(saved.step == step);
    return saved;
}

std::string exported(const Graph& graph, const Scratch& folder, const std::string& name) {
    std::filesystem::create_directories(folder / name);
    const PytorchModule module = pytorchModule(graph, {});
    writeFile(folder / (name + "/network.py"), module.source.data(), module.source.size());
    writeFile(folder / (name + "/network.pth"), module.weights.data(), module.weights.size());
    return "\"" + folder / name + "\" ";
}

Graph otherNetwork() {
    Graph graph = tinyNetwork();
    graph.node(graph.output())
        .setParameter("weight", at::arange(128, at::kFloat).view({4, 32}).cos().mul(0.3));
    return graph;
}

std::function<at::Tensor(const at::Tensor&)> logitsOf(const Graph& graph) {
    return [executor = std::make_shared<FloatExecutor>(graph)](const at::Tensor& images) {
        return executor->run(images);
    };
}

/// Each tensor within rounding of the peer script's line for it.
void checkLikePeer(const Graph& trained, const std::string& output) {
    std::istringstream lines(output);
    int compared = 0;
    for (std::string line; std::getline(lines, line); ++compared) {
        std::istringstream words(line);
        std::string name;
        words >> name;
        std::vector<float> numbers;
        for (float number = 0; words >> number;) {
            numbers.push_back(number);
        }
        const size_t dot = name.rfind('.');
        INFO(name);
        const at::Tensor ours = trained.node(trained.require(name.substr(0, dot)))
                                    .parameter(name.substr(dot + 1))
                                    .to(at::kFloat)
                                    .reshape({-1});
        REQUIRE(ours.numel() == static_cast<int64_t>(numbers.size()));
        CHECK((ours - at::tensor(numbers)).abs().max().item<double>() < 2e-5);
    }
    CHECK(compared == 14);  // two convolutions, two normalisations of five, weight and bias
}

}  // namespace

TEST_CASE("fine-tuning with warm-up, smoothing, distance and kept statistics is PyTorch's",
          "[peer]") {
    if (!havePeer()) {
        notTested("python3-torch is not installed; fine-tuning was not compared");
        return;
    }
    const ImageData data = quadrantImages();
    const Scratch folder;
    const at::Tensor images =
        loadBatch(*data.train, data.normalisation, allIndices()).images.contiguous();
    writeFile(folder / "images", images.data_ptr(), images.nbytes());
    TrainOptions options;
    options.epochs = 5;
    options.warmupEpochs = 2;
    options.batchSize = kImages;
    options.microBatch = kImages;
    options.learningRate = 0.05;
    options.labelSmoothing = 0.1;
    options.distanceWeight = 0.7;
    options.distanceTemperature = 3;
    TrainHooks hooks;
    hooks.teacher = logitsOf(otherNetwork());
    for (const bool frozen : {false, true}) {
        options.frozenStatistics = frozen;
        const Graph trained =
            trainNetwork(tinyNetwork(), data, allIndices(), options, {}, hooks, {}, {});
        checkLikePeer(
            trained, peerOutput("finetune_steps.py",
                                exported(tinyNetwork(), folder, "student") +
                                    exported(otherNetwork(), folder, "teacher") +
                                    fmt::format("\"{}\" 8 5 2 0.05 0.1 0.7 3 {}", folder / "images",
                                                frozen ? "frozen" : "batch")));
    }
}

TEST_CASE("training stops when held-out accuracy no longer rises, resumed or not") {
    const ImageData data = quadrantImages();
    TrainOptions options = quickOptions();
    options.epochs = 9;
    options.patience = 2;
    const std::vector<double> accuracies{0.5, 0.7, 0.7, 0.6, 0.9, 0.9, 0.9, 0.9, 0.9};
    TrainState last;
    TrainHooks hooks;
    hooks.evaluate = [&](const Graph&, const TrainExecutor&, EpochRecord& record) {
        record.accuracy = accuracies.at(static_cast<size_t>(record.epoch - 1));
    };
    hooks.saveState = [&](const TrainState& state) { last = written(state); };
    const Graph stopped =
        trainNetwork(tinyNetwork(), data, allIndices(), options, {}, hooks, {}, {});
    CHECK(last.history.size() == 4);  // 3 and 4 are no better than 2
    CHECK(last.step == 16);
    // A program that was killed before it stored the result: nothing more is trained.
    const TrainState killed = last;
    checkSameBits(stopped,
                  trainNetwork(tinyNetwork(), data, allIndices(), options, {}, hooks, killed, {}));
    CHECK(last.step == 16);
    options.patience = 3;
    trainNetwork(tinyNetwork(), data, allIndices(), options, {}, hooks, {}, {});
    CHECK(last.history.size() == 8);
    CHECK_FALSE(lostPatience(last.history, 0));
}

TEST_CASE("training lowers the loss and learns the classes") {
    const ImageData data = quadrantImages();
    TrainOptions options = quickOptions();
    options.epochs = 8;
    options.augmentation = {};
    std::vector<EpochRecord> history;
    TrainHooks hooks;
    hooks.epochDone = [&](const Graph&, const TrainState& state, bool) { history = state.history; };
    const Graph before = tinyNetwork();
    const Graph untouched = before.clone();
    const Graph trained = trainNetwork(before, data, allIndices(), options, {}, hooks, {}, {});
    REQUIRE(history.size() == 8);
    CHECK(history.front().loss > 0.3);
    CHECK(history.back().loss < 0.2 * history.front().loss);
    CHECK(history.back().trainAccuracy > 0.95);
    checkSameBits(before, untouched);
    CHECK(trained.node(trained.require("bn1")).parameter("num_batches_tracked").item<int64_t>() ==
          8 * 4);
}

TEST_CASE("the same arguments give the same bits") {
    const ImageData data = quadrantImages();
    const auto train = [&](const TrainOptions& options) {
        return trainNetwork(tinyNetwork(), data, allIndices(), options, {}, {}, {}, {});
    };
    const Graph first = train(quickOptions());
    checkSameBits(first, train(quickOptions()));
    TrainOptions other = quickOptions();
    other.seed = 4;
    CHECK_FALSE(first.node(1).parameter("weight").equal(train(other).node(1).parameter("weight")));
}

TEST_CASE("the number of workers changes no bit, dropout and running statistics included") {
    const ImageData data = quadrantImages();
    GraphBuilder b({"test", 3, 4, 8, 8, "relu"}, 2);
    NodeId x = b.activation("act1", b.batchNorm("bn1", b.conv("conv1", b.input(), 8, 3)),
                            ActivationKind::Relu);
    b.linear("linear", b.dropout("drop", b.flatten("flat", b.globalAvgPool("pool", x)), 0.5), 4);
    const Graph start = b.finish();
    TrainOptions options = quickOptions();
    options.batchSize = 24;  // three micro batches of 8: they do not divide evenly among two
    const auto train = [&](int workers, uint64_t seed) {
        options.workers = workers;
        options.seed = seed;
        return trainNetwork(start, data, allIndices(), options, {}, {}, {}, {});
    };
    const Graph one = train(1, 3);
    checkSameBits(one, train(2, 3));
    checkSameBits(one, train(3, 3));
    CHECK_FALSE(one.node(1).parameter("weight").equal(train(2, 4).node(1).parameter("weight")));
}

TEST_CASE("running statistics move with every micro batch, as in gradient accumulation") {
    const ImageData data = quadrantImages();
    TrainOptions options = quickOptions();
    options.epochs = 1;
    options.batchSize = kImages;  // one step of eight micro batches
    options.augmentation = {};
    const Graph trained = trainNetwork(tinyNetwork(), data, allIndices(), options, {}, {}, {}, {});

    // The same micro batches, one after the other, through one network whose weights stay.
    TrainExecutor reference(tinyNetwork());
    const std::vector<int64_t> order =
        shuffledIndices(kImages, Random::derived(options.seed, 0x5EED0000ULL));
    for (size_t first = 0; first < order.size(); first += 8) {
        reference.forward(
            loadBatch(*data.train, data.normalisation, std::span(order).subspan(first, 8)).images);
    }
    for (const char* slot : {"running_mean", "running_var"}) {
        for (const char* name : {"bn1", "bn2"}) {
            const at::Tensor got = trained.node(trained.require(name)).parameter(slot);
            const Graph& other = reference.graph();
            const at::Tensor expected = other.node(other.require(name)).parameter(slot);
            INFO(name << " " << slot);
            CHECK(at::allclose(got, expected, 1e-5, 1e-6));
        }
    }
}

TEST_CASE("state is saved after the first step, then in growing intervals") {
    const ImageData data = quadrantImages();
    TrainOptions options = quickOptions();
    std::vector<int64_t> saved;
    TrainHooks hooks;
    hooks.saveState = [&](const TrainState& state) { saved.push_back(state.step); };
    trainNetwork(tinyNetwork(), data, allIndices(), options, {}, hooks, {}, {});
    REQUIRE_FALSE(saved.empty());
    CHECK(saved.front() == 1);
    CHECK(saved.back() == 16);
}

TEST_CASE("a training that was cancelled and resumed ends with the bits of one that was not") {
    const ImageData data = quadrantImages();
    const TrainOptions options = quickOptions();
    std::vector<EpochRecord> wholeHistory;
    TrainHooks watch;
    watch.epochDone = [&](const Graph&, const TrainState& s, bool) { wholeHistory = s.history; };
    const Graph whole = trainNetwork(tinyNetwork(), data, allIndices(), options, {}, watch, {}, {});
    // In the first epoch, at the end of one, in the middle of one, one step before the end.
    for (const int64_t step : {1, 8, 10, 15}) {
        INFO("cancelled after step " << step);
        const TrainState saved = cancelledAt(step, data, options, {});
        std::vector<EpochRecord> history;
        TrainHooks hooks;
        hooks.epochDone = [&](const Graph&, const TrainState& s, bool) { history = s.history; };
        const Graph resumed =
            trainNetwork(tinyNetwork(), data, allIndices(), options, {}, hooks, saved, {});
        checkSameBits(whole, resumed);
        REQUIRE(history.size() == wholeHistory.size());
        for (size_t i = 0; i < history.size(); ++i) {
            CHECK(history[i].loss == wholeHistory[i].loss);
            CHECK(history[i].trainAccuracy == wholeHistory[i].trainAccuracy);
        }
    }
}

TEST_CASE("pruned weights stay exactly zero, also over a resumption") {
    const ImageData data = quadrantImages();
    const TrainOptions options = quickOptions();
    std::map<std::string, at::Tensor> masks;
    for (const char* name : {"conv1.weight", "conv2.weight"}) {
        at::Tensor mask = at::ones({8, name[4] == '1' ? 3 : 8, 3, 3});
        mask.view({-1}).slice(0, 0, c10::nullopt, 3).zero_();
        masks[name] = mask;
    }
    const TrainState saved = cancelledAt(6, data, options, masks);
    for (const std::optional<TrainState>& resume : {std::optional<TrainState>(), {saved}}) {
        const Graph trained =
            trainNetwork(tinyNetwork(), data, allIndices(), options, masks, {}, resume, {});
        for (const char* name : {"conv1", "conv2"}) {
            const at::Tensor& weight = trained.node(trained.require(name)).parameter("weight");
            const at::Tensor mask = masks[std::string(name) + ".weight"];
            CHECK(weight.masked_select(mask.eq(0)).eq(0).all().item<bool>());
            CHECK(weight.masked_select(mask.eq(1)).ne(0).all().item<bool>());
        }
    }
}

TEST_CASE("impossible training options are refused") {
    const ImageData data = quadrantImages();
    const auto codeOf = [&](const std::function<void(TrainOptions&)>& change) {
        TrainOptions options = quickOptions();
        change(options);
        try {
            trainNetwork(tinyNetwork(), data, allIndices(), options, {}, {}, {}, {});
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;
    };
    CHECK(codeOf([](TrainOptions& o) { o.epochs = 0; }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.batchSize = kImages + 1; }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.learningRate = 0; }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.learningRate = NAN; }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.momentum = 0; }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.labelSmoothing = 1; }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.warmupEpochs = 4; }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) {
              o.warmupEpochs = 1;
              o.schedule = ScheduleKind::OneCycle;
          }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.patience = 1; }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.distanceWeight = 1; }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.augmentation.leastCrop = 0.5; }) ==
          ErrorCode::InvalidArgument);
    CHECK(codeOf([](TrainOptions& o) { o.sides = {4}; }) == ErrorCode::InvalidArgument);
    // Its linear layer takes images of 8x8 alone.
    CHECK(codeOf([](TrainOptions& o) { o.sides = {16}; }) == ErrorCode::Mismatch);
}

TEST_CASE("a state of another network and a diverging loss are errors") {
    const ImageData data = quadrantImages();
    TrainState other;
    other.parameters = at::zeros({5});
    other.statistics = at::zeros({5});
    CHECK_THROWS_AS(
        trainNetwork(tinyNetwork(), data, allIndices(), quickOptions(), {}, {}, other, {}), Error);
    TrainOptions options = quickOptions();
    options.epochs = 50;
    options.learningRate = 1e30;
    CHECK_THROWS_WITH(trainNetwork(tinyNetwork(), data, allIndices(), options, {}, {}, {}, {}),
                      Catch::Matchers::ContainsSubstring("no longer finite"));
}
