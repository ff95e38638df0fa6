// What a person waits for while he looks: every observer on a histogram of millions, the channel
// groups of every network. The fastest of five calls each, in ms.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>

#include "core/models/registry.h"
#include "core/prune/channel_groups.h"
#include "core/quant/observer.h"
#include "tests/support/samples.h"

using namespace secateur;

namespace {

void print(const std::string& name, const std::function<void()>& call) {
    double best = 1e9;
    for (int i = 0; i < 5; ++i) {
        const auto start = std::chrono::steady_clock::now();
        call();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count());
    }
    fmt::print("{}: {:.2f} ms\n", name, best);
}

}  // namespace

int main() {
    Histogram histogram;
    const std::vector<float> block = test::normalSamples(1 << 16, 1.0, 5);
    for (int i = 0; i < 64; ++i) {
        histogram.add(block.data(), static_cast<int64_t>(block.size()));
    }
    for (const ObserverKind kind : {ObserverKind::MinMax, ObserverKind::Percentile,
                                    ObserverKind::Mse, ObserverKind::Entropy}) {
        print(enumName(kind), [&] { observedRange(histogram, kind, {false, 8}); });
    }
    for (const ModelEntry& entry : modelRegistry()) {
        const Graph graph = entry.build(entry.defaults, 1);
        print("channel groups of " + entry.name, [&] { channelGroups(graph); });
    }
}
