#include "core/exec/compiled_network.h"

#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/exec/compiled_program.h"
#include "core/exec/compiled_runner.h"
#include "core/exec/float_executor.h"
#include "core/exec/float_ops.h"
#include "core/exec/quantized_engine.h"
#include "core/exec/reference_nodes.h"
#include "core/graph/builder.h"
#include "core/graph/shapes.h"
#include "core/models/registry.h"
#include "core/passes/fold_batchnorm.h"
#include "core/passes/lower_int8.h"
#include "tests/support/catch.h"
#include "tests/support/random_graph.h"
#include "tests/support/random_norms.h"

namespace secateur::test {

namespace {

at::Tensor randomImages(const Graph& graph, int64_t count, uint64_t seed) {
    at::manual_seed(seed);
    const Input& input = graph.input();
    return at::randn({count, input.channels, input.height, input.width});
}

/// Every node's output.
std::vector<at::Tensor> allValues(const Graph& graph, const at::Tensor& images) {
    std::vector<at::Tensor> values{images};
    for (NodeId id = 1; id < graph.size(); ++id) {
        std::vector<at::Tensor> inputs;
        for (const NodeId input : graph.node(id).inputs) {
            inputs.push_back(values[static_cast<size_t>(input)]);
        }
        values.push_back(evaluateNode(graph.node(id), inputs));
    }
    return values;
}

/// A folded graph in integers of `quantMax` + 1 values, ranges from what these images give; what
/// only moves values keeps its input's.
Graph lowered(const Graph& folded, const at::Tensor& images, int64_t quantMax) {
    const std::vector<at::Tensor> values = allValues(folded, images);
    std::vector<QuantParams> params;
    for (NodeId id = 0; id < folded.size(); ++id) {
        const at::Tensor& value = values[static_cast<size_t>(id)];
        params.push_back(
            movesValues(folded.node(id).op)
                ? params[static_cast<size_t>(folded.node(id).inputs.front())]
                : affineParams(value.min().item<double>(), value.max().item<double>(), quantMax));
    }
    return lowerInt8(folded, params);
}

double apart(const at::Tensor& a, const at::Tensor& b) {
    REQUIRE(a.sizes() == b.sizes());
    return (a - b).abs().max().item<double>();
}

void checkFloat(const Graph& graph, int64_t batch, int64_t images) {
    const at::Tensor x = randomImages(graph, images, 3);
    const at::Tensor expected = FloatExecutor(graph).run(x);
    CompiledRunner runner(std::make_shared<CompiledNetwork>(graph, batch));
    const at::Tensor y = runner.run(x);
    const double scale = std::max(1.0, expected.abs().max().item<double>());
    INFO(graph.spec.name << " batch " << batch);
    CHECK(apart(y, expected) < 2e-5 * scale);
    CHECK(runner.run(x.contiguous(at::MemoryFormat::ChannelsLast)).equal(y));
    CHECK(runner.run(x).equal(y));
}

/// What the nodes of a step give one after the other by the integer reference.
at::Tensor referenceStep(const Graph& graph, const StepNodes& nodes,
                         const std::vector<NodeId>& inputs, const std::vector<at::Tensor>& given) {
    std::vector<at::Tensor> own;
    for (const NodeId id : nodes) {
        std::vector<at::Tensor> read;
        for (const NodeId input : graph.node(id).inputs) {
            const auto found = std::find(inputs.begin(), inputs.end(), input);
            read.push_back(found != inputs.end()
                               ? given[static_cast<size_t>(found - inputs.begin())]
                               : own.back());
        }
        own.push_back(referenceNode(graph.node(id), read));
    }
    return own.back();
}

/// Every step from the reference's own inputs, at most one step of its integers away.
void checkIntegers(const Graph& int8, const at::Tensor& images) {
    const auto network = std::make_shared<CompiledNetwork>(int8, images.size(0));
    CompiledRunner runner(network);
    std::vector<at::Tensor> values(static_cast<size_t>(int8.size()));
    values[0] = referenceInput(int8.node(0), images);
    const std::vector<StepInfo> steps = network->steps();
    for (size_t step = 0; step < steps.size(); ++step) {
        const std::vector<NodeId> inputs = runner.stepInputs(step);
        std::vector<at::Tensor> given;
        for (const NodeId input : inputs) {
            given.push_back(values[static_cast<size_t>(input)]);
        }
        const at::Tensor expected = referenceStep(int8, steps[step].nodes, inputs, given);
        const at::Tensor actual = runner.runStep(step, given);
        const Node& last = int8.node(steps[step].nodes.back());
        INFO(last.name << " " << opLabel(last.op) << " by " << steps[step].implementation);
        const Node& head = int8.node(steps[step].nodes.front());
        const auto points = [&](const Node& node) {
            return node.quant ? fmt::format("{} of {}", node.quant->zeroPoint, node.quant->quantMax)
                              : std::string("none");
        };
        INFO("zero points: in " << points(int8.node(head.inputs.front())) << ", head "
                                << points(head) << ", out " << points(last) << "; outputs "
                                << expected.size(1));
        REQUIRE(actual.sizes() == expected.sizes());
        REQUIRE(actual.is_quantized() == expected.is_quantized());
        if (actual.is_quantized()) {
            const at::Tensor off =
                (actual.int_repr().to(at::kInt) - expected.int_repr().to(at::kInt)).abs();
            CHECK(off.max().item<int>() <= 1);
            // Halves are rounded to even with or without the zero point: few are one step off, but
            // for the averages of a few integers.
            const bool averages = std::holds_alternative<AvgPool2d>(last.op) ||
                                  std::holds_alternative<GlobalAvgPool>(last.op);
            double few = averages ? 0.5 : 0.02;
            if (steps[step].implementation == "LibTorch") {
                few = 0.2;  // its SiLU rounds the gate as well
            }
            CHECK(static_cast<double>(off.count_nonzero().item<int64_t>()) <=
                  1.0 + few * static_cast<double>(off.numel()));
        } else {
            CHECK(apart(actual, expected) < 1e-4 * (1.0 + expected.abs().max().item<double>()));
        }
        values[static_cast<size_t>(last.inputs.empty() ? 0 : steps[step].nodes.back())] = expected;
    }
}

std::set<std::string> fallbacks(const Graph& graph, int64_t batch) {
    std::set<std::string> kinds;
    for (const StepInfo& step : CompiledNetwork(graph, batch).steps()) {
        if (step.implementation == "LibTorch") {
            kinds.insert(opName(graph.node(step.nodes.front()).op));
        }
    }
    return kinds;
}

Graph network(const std::string& name, int64_t side) {
    ModelSpec spec = modelEntry(name).defaults;
    spec.height = spec.width = side;
    Graph graph = buildModel(spec, 1);
    at::manual_seed(4);
    randomiseNorms(graph, at::randn({2, 3, side, side}), 5);
    return foldBatchNorm(graph);
}

const std::vector<std::string> kFive{"mobilenet_v2_cifar", "vgg16_cifar", "resnet18_cifar",
                                     "densenet121_cifar", "efficientnet_b0_cifar"};

}  // namespace

TEST_CASE("a compiled FP32 network gives LibTorch's logits", "[compiled]") {
    const c10::InferenceMode inference;
    for (uint64_t seed = 1; seed <= 30; ++seed) {
        const Graph graph = foldBatchNorm(randomGraph(seed));
        checkFloat(graph, 1, 3);
        checkFloat(graph, 4, 7);
    }
    for (const std::string& name : kFive) {
        checkFloat(network(name, 32), 2, 3);
    }
}

TEST_CASE("every step of a compiled INT8 network is within one step of integer arithmetic ",
          "[compiled]") {
    const at::NoGradGuard noGrad;
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        const Graph graph = foldBatchNorm(randomGraph(seed));
        const at::Tensor images = randomImages(graph, 2, seed);
        INFO("seed " << seed);
        // Sums of 8-bit activations overflow where a processor has no dot products
        // (engineSaturates).
        const bool narrow = seed % 2 == 0 || engineSaturates(kCompiledEngine);
        checkIntegers(lowered(graph, images, narrow ? 127 : 255), images);
    }
}

TEST_CASE("a changed network runs as one that was compiled with the changes", "[compiled]") {
    const c10::InferenceMode inference;
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        const Graph graph = foldBatchNorm(randomGraph(seed));
        const auto network = std::make_shared<CompiledNetwork>(graph, 4);
        CompiledRunner runner(network);
        const at::Tensor images = randomImages(graph, 3, seed);
        runner.begin(images);
        for (const NodeId id : graph.weightedNodes()) {
            Graph other = graph;
            other.node(id).setParameter("weight", graph.node(id).parameter("weight") * 0.5);
            const Replacement half{id, PreparedNode(other.node(id))};
            const CompiledChange change = network->change({&half, 1});
            runner.advance(change.firstStep);
            INFO("seed " << seed << ", " << graph.node(id).name);
            CompiledRunner whole(std::make_shared<CompiledNetwork>(other, 4));
            const at::Tensor expected = whole.run(images);
            CHECK(runner.runSuffix(change).equal(expected));
            CHECK(runner.runSuffix(change).equal(expected));  // the walk is where it was
            // Another output: on LibTorch, as the simulation computes it.
            const Replacement clipped{id,
                                      PreparedNode(graph.node(id), OutputChange{-0.1, 0.2, {}})};
            const FloatExecutor executor(graph);
            FloatExecutor::Values values = executor.begin(images);
            for (NodeId next = 1; next < id; ++next) {
                executor.evaluate(next, values);
            }
            const at::Tensor torch = executor.runSuffix(values, {&clipped, 1});
            CHECK(apart(runner.runSuffix(network->change({&clipped, 1})), torch) <
                  2e-5 * (1.0 + torch.abs().max().item<double>()));
        }
        runner.advance(network->steps().size());
        CHECK(runner.run(images).equal(CompiledRunner(network).run(images)));
    }
}

TEST_CASE("runners of one network do not disturb each other", "[compiled]") {
    const auto network = std::make_shared<CompiledNetwork>(foldBatchNorm(randomGraph(3)), 2);
    std::vector<at::Tensor> images;
    std::vector<at::Tensor> expected;
    for (uint64_t i = 0; i < 8; ++i) {
        images.push_back(randomImages(network->graph(), 5, i));
        expected.push_back(CompiledRunner(network).run(images.back()));
    }
    std::atomic<int> wrong{0};
    runWorkers(4, [&](int worker) {
        CompiledRunner runner(network);
        for (size_t i = 0; i < 40; ++i) {
            const size_t pick = (i + static_cast<size_t>(worker)) % images.size();
            wrong += runner.run(images[pick]).equal(expected[pick]) ? 0 : 1;
        }
    });
    CHECK(wrong == 0);
}

/// Fills what no later step reads, by the steps' own inputs, with bytes that are NaN as float32.
void spoilFreed(const CompiledNetwork& network, const CompiledRunner& runner, size_t stepsDone) {
    const CompiledProgram& program = network.program();
    const std::span<char> memory = runner.memory();
    std::vector<bool> live(memory.size(), false);
    const auto keep = [&](NodeId id) {
        const auto start = live.begin() + program.plan.offsets[static_cast<size_t>(id)];
        std::fill(start, start + program.form(id).bytes(), true);
    };
    for (size_t step = stepsDone; step < program.steps.size(); ++step) {
        for (const NodeId input : program.steps[step].inputs) {
            if (program.producers[static_cast<size_t>(input)] < static_cast<int64_t>(stepsDone)) {
                keep(input);
            }
        }
    }
    if (stepsDone == program.steps.size()) {
        keep(network.graph().output());
    }
    for (size_t i = 0; i < memory.size(); ++i) {
        memory[i] = live[i] ? memory[i] : static_cast<char>(0xFF);
    }
}

TEST_CASE("freed memory is not read", "[compiled]") {
    const at::NoGradGuard noGrad;
    std::vector<Graph> graphs;
    for (const std::string& name : kFive) {
        graphs.push_back(network(name, 32));
        graphs.push_back(lowered(graphs.back(), randomImages(graphs.back(), 2, 1), 255));
    }
    for (const Graph& graph : graphs) {
        INFO(graph.spec.name << (graph.quantized() ? " INT8" : ""));
        const auto compiled = std::make_shared<CompiledNetwork>(graph, 2);
        const at::Tensor images = randomImages(graph, 2, 6);
        const at::Tensor expected = CompiledRunner(compiled).run(images);
        CompiledRunner runner(compiled);
        runner.begin(images);
        for (size_t done = 0; done <= compiled->steps().size(); ++done) {
            runner.advance(done);
            spoilFreed(*compiled, runner, done);
        }
        const std::vector<char> left(runner.memory().begin(), runner.memory().end());
        CHECK(runner.run(images).equal(expected));
        const NodeId last = graph.output();
        const auto at =
            static_cast<size_t>(compiled->program().plan.offsets[static_cast<size_t>(last)]);
        const auto size = static_cast<size_t>(compiled->program().form(last).bytes());
        CHECK(std::equal(left.begin() + static_cast<int64_t>(at),
                         left.begin() + static_cast<int64_t>(at + size),
                         runner.memory().begin() + static_cast<int64_t>(at)));
    }
}

TEST_CASE("activations beyond the limit are refused", "[compiled]") {
    try {
        CompiledNetwork(foldBatchNorm(randomGraph(1)), int64_t{1} << 30);
        FAIL("taken");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::Unsupported);
        CHECK(std::string(error.what()).find("at most 4096 MiB") != std::string::npos);
    }
}

TEST_CASE("the five networks run on oneDNN alone", "[compiled]") {
    const at::NoGradGuard noGrad;
    for (const std::string& name : kFive) {
        const Graph graph = network(name, 32);
        INFO(name);
        CHECK(fallbacks(graph, 4).empty());
        if (engineSaturates(kCompiledEngine)) {
            continue;  // a processor for which oneDNN has fewer forms in INT8
        }
        const Graph int8 = lowered(graph, randomImages(graph, 2, 1), 255);
        for (const std::string& kind : fallbacks(int8, 4)) {
            CHECK(kind == "concat");  // of inputs with other parameters than its own
        }
    }
}

}  // namespace secateur::test
