// Multiply-adds, time and speed of each kind of layer of the shipped network, as the perturbation
// engine runs it on one core, beside what a large matrix product reaches on the same core.
#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "core/exec/float_executor.h"
#include "core/exec/torch_threads.h"
#include "core/graph/cost.h"
#include "core/io/model_file.h"
#include "core/passes/fold_batchnorm.h"

using namespace secateur;

namespace {

constexpr int kRepeats = 15;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// Multiply-adds a second of a [1024, 1024] x [1024, 1024] product, by the BLAS or by oneDNN,
/// whichever is faster: a BLAS that does not know the processor may fall back to code without AVX.
double peak() {
    constexpr int64_t kSide = 1024;
    const at::Tensor a = at::rand({kSide, kSide});
    const at::Tensor b = at::rand({kSide, kSide});
    const at::Tensor image = a.view({1, kSide, 32, 32}).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor kernel =
        b.view({kSide, kSide, 1, 1}).contiguous(at::MemoryFormat::ChannelsLast);
    double best = 1e9;
    for (int i = 0; i < 2 * kRepeats; ++i) {
        const double start = now();
        if (i % 2 == 0) {
            at::mm(a, b);
        } else if (at::hasMKLDNN()) {
            at::mkldnn_convolution(image, kernel, {}, {0, 0}, {1, 1}, {1, 1}, 1);
        } else {
            continue;
        }
        best = std::min(best, now() - start);
    }
    return static_cast<double>(kSide * kSide * kSide) / best;
}

struct Kind {
    double seconds = 0.0;
    int64_t macs = 0;
    int layers = 0;
};

std::string kindOf(const Node& node) {
    return node.isWeighted() && !node.role.empty() ? node.role : opName(node.op);
}

}  // namespace

int main(int argc, char** argv) {
    setupTorchThreads();
    const c10::InferenceMode inference;
    const int64_t batch = argc > 1 ? std::stoll(argv[1]) : 16;
    const std::string file =
        SECATEUR_SOURCE_DIR "/resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors";
    const FloatExecutor executor(foldBatchNorm(readModel(file)));
    const Graph& graph = executor.graph();
    const GraphCost cost = computeCost(graph);
    std::vector<double> best(static_cast<size_t>(graph.size()), 1e9);
    const Input& input = graph.input();
    const at::Tensor images = at::rand({batch, input.channels, input.height, input.width})
                                  .contiguous(at::MemoryFormat::ChannelsLast);
    for (int i = 0; i < kRepeats; ++i) {
        FloatExecutor::Values values = executor.begin(images);
        for (NodeId id = 1; id < graph.size(); ++id) {
            const double start = now();
            executor.evaluate(id, values);
            best[static_cast<size_t>(id)] = std::min(best[static_cast<size_t>(id)], now() - start);
        }
    }
    std::map<std::string, Kind> kinds;
    Kind all;
    for (NodeId id = 1; id < graph.size(); ++id) {
        const auto i = static_cast<size_t>(id);
        for (Kind* kind : {&kinds[kindOf(graph.node(id))], &all}) {
            kind->seconds += best[i];
            kind->macs += cost.layers[i].macs * batch;
            ++kind->layers;
        }
    }
    const double limit = peak();
    fmt::print("one core, batch {}; a large product reaches {:.1f} G multiply-adds/s\n", batch,
               limit / 1e9);
    fmt::print("{:<16} {:>6} {:>12} {:>10} {:>8} {:>10} {:>8}\n", "kind", "layers", "M mult-adds",
               "us/image", "of time", "G m-adds/s", "of peak");
    kinds["all"] = all;
    for (const auto& [name, kind] : kinds) {
        const double speed = static_cast<double>(kind.macs) / kind.seconds;
        fmt::print("{:<16} {:>6} {:>12.2f} {:>10.1f} {:>6.1f} % {:>10.1f} {:>6.1f} %\n", name,
                   kind.layers, static_cast<double>(kind.macs) / static_cast<double>(batch) / 1e6,
                   kind.seconds / static_cast<double>(batch) * 1e6,
                   100.0 * kind.seconds / all.seconds, speed / 1e9, 100.0 * speed / limit);
    }
    return 0;
}
