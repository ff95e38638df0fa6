// MobileNetV2's expansions cut to half their width: multiply-adds, speed beside the whole network's
// in the same run (taking turns, one worker a core), and how far the output is from the masked
// network's.
#include <fmt/format.h>

#include <algorithm>

#include "core/analysis/speed.h"
#include "core/base/random.h"
#include "core/data/memory_dataset.h"
#include "core/exec/float_executor.h"
#include "core/exec/torch_threads.h"
#include "core/graph/cost.h"
#include "core/io/model_file.h"
#include "core/passes/fold_batchnorm.h"
#include "core/prune/channel_selection.h"
#include "tests/support/masked_channels.h"

using namespace secateur;

namespace {

/// The speed of a network does not depend on what its images show.
MemoryDataset noiseImages(const Input& input, int64_t count) {
    Random random(1);
    std::vector<uint8_t> pixels(
        static_cast<size_t>(count * input.channels * input.height * input.width));
    std::generate(pixels.begin(), pixels.end(),
                  [&] { return static_cast<uint8_t>(random.below(256)); });
    return MemoryDataset({input.channels, input.height, input.width}, std::move(pixels),
                         std::vector<uint8_t>(static_cast<size_t>(count)));
}

}  // namespace

int main(int argc, char** argv) {
    setupTorchThreads();
    const int64_t images = argc > 1 ? std::stoll(argv[1]) : 1000;
    const int rounds = argc > 2 ? std::stoi(argv[2]) : 5;
    const Graph whole = readModel(SECATEUR_SOURCE_DIR
                                  "/resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors");
    const auto groups = channelGroups(whole);
    ChannelRecipe recipe;
    recipe.scope = PruneScope::Layer;
    recipe.roles = {"expand"};
    const ChannelRemoval removal = removalOf(whole, groups, selectChannels(whole, groups, recipe));
    const Graph slim = slimChannels(whole, removal);

    const Input& input = whole.input();
    const MemoryDataset dataset = noiseImages(input, images);
    const Normalisation normalisation{
        std::vector<double>(static_cast<size_t>(input.channels), 0.3),
        std::vector<double>(static_cast<size_t>(input.channels), 0.3)};
    std::vector<int64_t> indices(static_cast<size_t>(images));
    for (int64_t i = 0; i < images; ++i) {
        indices[static_cast<size_t>(i)] = i;
    }
    const auto rates = measureRates(
        {{&whole, &dataset, &normalisation, ""}, {&slim, &dataset, &normalisation, ""}}, indices, 0,
        rounds, {});
    std::vector<double> ratios;
    for (size_t round = 0; round < rates[0].size(); ++round) {
        ratios.push_back(rates[1][round] / rates[0][round]);
    }
    const auto median = [](const std::vector<double>& values) {
        return speedFigure(0, values).median;
    };

    const at::Tensor batch = at::randn({64, input.channels, input.height, input.width});
    const at::Tensor expected =
        FloatExecutor(foldBatchNorm(test::maskChannels(whole, removal))).run(batch);
    const at::Tensor found = FloatExecutor(foldBatchNorm(slim)).run(batch);
    const GraphCost wholeCost = computeCost(whole);
    const GraphCost slimCost = computeCost(slim);
    fmt::print(
        "multiply-adds: {} of {}, {:.1f} % fewer\n", slimCost.macs, wholeCost.macs,
        100.0 * (1.0 - static_cast<double>(slimCost.macs) / static_cast<double>(wholeCost.macs)));
    fmt::print("parameters: {} of {}\n", slimCost.parameters, wholeCost.parameters);
    fmt::print("images/s: {:.0f} instead of {:.0f}, median ratio of {} rounds {:.2f}\n",
               median(rates[1]), median(rates[0]), rounds, median(ratios));
    fmt::print("largest difference of a logit from the masked network's: {:.2g} of {:.2g}\n",
               (found - expected).abs().max().item<double>(), expected.abs().max().item<double>());
    return 0;
}
