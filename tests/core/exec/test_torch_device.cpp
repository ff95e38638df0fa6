#include "core/exec/torch_device.h"

#include <ATen/core/grad_mode.h>

#include "core/base/error.h"
#include "core/exec/float_executor.h"
#include "core/exec/float_walk.h"
#include "core/exec/train_executor.h"
#include "core/graph/builder.h"
#include "core/passes/fold_batchnorm.h"
#include "tests/support/catch.h"
#include "tests/support/random_graph.h"

using namespace secateur;

TEST_CASE("the processor is always there, and a GPU that is not is named", "[device]") {
    requireDevice(Device::Cpu);
    CHECK(torchDevice(Device::Cpu) == at::Device(at::kCPU));
    CHECK(workersOn(Device::Cpu, 3) == 3);
    CHECK(workersOn(Device::Cuda, 3) == 1);
    if (at::hasCUDA()) {
        requireDevice(Device::Cuda);
    } else {
        CHECK_THROWS_WITH(requireDevice(Device::Cuda),
                          Catch::Matchers::ContainsSubstring("cuda (expected a GPU") &&
                              Catch::Matchers::ContainsSubstring("LibTorch"));
    }
}

namespace {

/// Of what torch's meta device has in LibTorch 1.13: no convolution.
Graph simpleNetwork() {
    GraphBuilder b({"test", 3, 4, 4, 4, "silu"}, 7);
    const NodeId x = b.activation("act", b.input(), ActivationKind::Silu);
    b.linear("linear", b.flatten("flat", b.add("sum", x, b.input()), 16), 4);
    return b.finish();
}

}  // namespace

/// Torch's meta device has shapes and no numbers: whatever meets a tensor of the processor there
/// fails, as it would on a GPU.
TEST_CASE("a network that is elsewhere computes there alone", "[device]") {
    const at::NoGradGuard noGrad;
    const Graph graph = simpleNetwork();
    const FloatExecutor here(graph);
    const FloatExecutor executor(graphOn(graph, at::kMeta));
    CHECK(here.device() == at::Device(at::kCPU));
    CHECK(executor.device() == at::Device(at::kMeta));
    CHECK(graph.node(graph.output()).parameter("weight").is_cpu());  // a copy was moved
    const at::Tensor images = at::zeros({2, 3, 4, 4});
    const at::Tensor logits = executor.run(images);
    CHECK(logits.device() == at::Device(at::kMeta));
    CHECK(logits.sizes() == here.run(images).sizes());
}

TEST_CASE("a network that is elsewhere is trained there", "[device]") {
    TrainExecutor executor(graphOn(simpleNetwork(), at::kMeta));
    for (const at::Tensor& tensor : {executor.parameters(), executor.gradients(),
                                     executor.statistics(), executor.statisticRates()}) {
        CHECK(tensor.device() == at::Device(at::kMeta));
    }
    const at::Tensor logits = executor.forward(at::zeros({2, 3, 4, 4}, at::Device(at::kMeta)));
    CHECK(logits.device() == at::Device(at::kMeta));
    CHECK(executor.replica().parameters().is_same(executor.parameters()));
}

TEST_CASE("a walk answers as a run of each changed network", "[device]") {
    const at::NoGradGuard noGrad;
    const at::Tensor images = at::arange(2 * 3 * 144, at::kFloat).view({2, 3, 12, 12}).sin();
    for (uint64_t seed = 0; seed < 6; ++seed) {
        const Graph graph = foldBatchNorm(test::randomGraph(seed));
        const FloatExecutor executor(graphOn(graph, at::kCPU));
        FloatWalk walk(executor);
        walk.begin(images);
        int changed = 0;
        for (const NodeId id : graph.weightedNodes()) {
            Graph other = graph;
            Node& node = other.node(id);
            node.setParameter("weight", node.parameter("weight") * 0.5);
            const Replacement change{id, PreparedNode(node)};
            walk.advance(id);
            const at::Tensor expected = FloatExecutor(other).run(images);
            CHECK(walk.runSuffix({&change, 1}).equal(expected));
            CHECK(walk.runSuffix({&change, 1}).equal(expected));  // the walk is where it was
            changed += expected.equal(executor.run(images)) ? 0 : 1;
        }
        CHECK(changed > 0);
    }
}
