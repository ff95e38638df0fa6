#include "core/prune/unstructured.h"

#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"

namespace secateur {

namespace {

constexpr const char* kWeightSuffix = ".weight";

void checkAmount(double amount) {
    if (!(amount >= 0.0 && amount < 1.0)) {
        throw Error(ErrorCode::InvalidArgument, "this share of the weights cannot be pruned",
                    {"", "at least 0 and below 1", fmt::format("{}", amount)});
    }
}

/// `layers`, or every weighted node where empty; in graph order, each once.
std::vector<NodeId> chosenNodes(const Graph& graph, const std::vector<std::string>& layers) {
    if (layers.empty()) {
        return graph.weightedNodes();
    }
    std::vector<NodeId> ids;
    for (const std::string& layer : layers) {
        ids.push_back(graph.requireWeighted(layer));
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

/// torch.nn.utils.prune's compute_mask on a vector of scores.
at::Tensor maskOfScores(const at::Tensor& scores, double amount) {
    at::Tensor mask = at::ones_like(scores, at::kFloat);
    // Python's round() takes halves to the even neighbour, as nearbyint does.
    const auto pruned =
        static_cast<int64_t>(std::nearbyint(amount * static_cast<double>(scores.numel())));
    if (pruned > 0) {
        const at::Tensor smallest = std::get<1>(at::topk(scores, pruned, -1, false));
        mask.index_fill_(0, smallest, 0.0);
    }
    return mask;
}

at::Tensor randomScores(const std::string& layer, int64_t count, uint64_t seed) {
    Random random = Random::derived(seed, layer);
    at::Tensor scores = at::empty({count}, at::kDouble);
    auto* out = scores.data_ptr<double>();
    for (int64_t i = 0; i < count; ++i) {
        out[i] = random.uniform();
    }
    return scores;
}

/// |w| times what it multiplies: a layer's inputs are those of its groups one after another.
at::Tensor inputScores(const Node& node, const ImageScores* scores) {
    if (scores == nullptr || !scores->inputs.contains(node.name)) {
        throw Error(ErrorCode::InvalidArgument, "this ranking looks at images",
                    {node.name, "scores of training images", enumName(PruneCriterion::Wanda)});
    }
    const at::Tensor& weight = node.parameter("weight");
    const at::Tensor& input = scores->inputs.at(node.name);
    const int64_t groups = input.size(0) / weight.size(1);
    std::vector<int64_t> sizes = weight.sizes().vec();
    sizes.insert(sizes.begin(), groups);
    sizes[1] /= groups;
    std::vector<int64_t> each = sizes;
    each[1] = 1;
    return (weight.reshape(sizes).abs() * input.view(each)).reshape({-1});
}

at::Tensor scoresOf(const Node& node, const Ranking& ranking) {
    requireRanks(ranking.criterion, false);
    const at::Tensor flat = node.parameter("weight").reshape({-1});
    switch (ranking.criterion) {
        case PruneCriterion::L1:
            return flat.abs();
        case PruneCriterion::L2:
            return flat * flat;
        case PruneCriterion::Random:
            // What is zero already goes first, as in every other ranking.
            return randomScores(node.name, flat.numel(), ranking.seed)
                .masked_fill(flat.eq(0), -1.0);
        default:  // Wanda
            return inputScores(node, ranking.scores);
    }
}

std::string weightName(const Node& node) {
    return node.name + kWeightSuffix;
}

std::string layerOfWeight(const std::string& name) {
    if (!name.ends_with(kWeightSuffix)) {
        throw Error(ErrorCode::InvalidArgument, "this parameter cannot be masked",
                    {"", "a name that ends in '.weight'", "'" + name + "'"});
    }
    return name.substr(0, name.size() - std::string(kWeightSuffix).size());
}

}  // namespace

Masks rankedMasks(const Graph& graph, double amount, const std::vector<std::string>& layers,
                  const Ranking& ranking) {
    checkAmount(amount);
    const at::NoGradGuard noGrad;
    const std::vector<NodeId> ids = chosenNodes(graph, layers);
    std::vector<at::Tensor> flat;
    flat.reserve(ids.size());
    for (const NodeId id : ids) {
        flat.push_back(scoresOf(graph.node(id), ranking));
    }
    Masks masks;
    if (flat.empty()) {
        return masks;
    }
    const at::Tensor mask = maskOfScores(at::cat(flat), amount);
    int64_t first = 0;
    for (const NodeId id : ids) {
        const at::Tensor& weight = graph.node(id).parameter("weight");
        masks.emplace(weightName(graph.node(id)),
                      mask.narrow(0, first, weight.numel()).clone().view(weight.sizes()));
        first += weight.numel();
    }
    return masks;
}

Masks layerMasks(const Graph& graph, double amount, const std::vector<std::string>& layers,
                 const Ranking& ranking) {
    checkAmount(amount);
    Masks masks;
    for (const NodeId id : chosenNodes(graph, layers)) {
        masks.merge(rankedMasks(graph, amount, {graph.node(id).name}, ranking));
    }
    return masks;
}

Masks plannedMasks(const Graph& graph, const std::map<std::string, double>& amounts,
                   const Ranking& ranking) {
    Masks masks;
    for (const auto& [layer, amount] : amounts) {
        masks.merge(rankedMasks(graph, amount, {layer}, ranking));
    }
    return masks;
}

Graph applyMasks(const Graph& graph, const Masks& masks) {
    const at::NoGradGuard noGrad;
    Graph pruned = graph;
    for (const auto& [name, mask] : masks) {
        Node& node = pruned.node(pruned.requireWeighted(layerOfWeight(name)));
        const at::Tensor& weight = node.parameter("weight");
        if (weight.sizes() != mask.sizes()) {
            throw Error(ErrorCode::Mismatch, "a mask does not have its weight's shape",
                        {name, fmt::format("[{}]", fmt::join(weight.sizes(), ", ")),
                         fmt::format("[{}]", fmt::join(mask.sizes(), ", "))});
        }
        node.setParameter("weight", weight.masked_fill(mask.eq(0), 0.0));
    }
    return pruned;
}

Masks masksOfZeros(const Graph& graph) {
    const at::NoGradGuard noGrad;
    Masks masks;
    for (const NodeId id : graph.weightedNodes()) {
        const at::Tensor kept = graph.node(id).parameter("weight").ne(0);
        if (!kept.all().item<bool>()) {
            masks.emplace(weightName(graph.node(id)), kept.to(at::kFloat));
        }
    }
    return masks;
}

}  // namespace secateur
