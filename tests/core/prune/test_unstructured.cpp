#include "core/prune/unstructured.h"

#include <cmath>

#include "core/base/error.h"
#include "tests/support/catch.h"

namespace secateur::test {

namespace {

/// As `weights` in tests/peers/prune_reference.py: many ties.
at::Tensor weights(at::IntArrayRef shape, int64_t shift) {
    at::Tensor tensor = at::empty(shape, at::kFloat);
    for (int64_t i = 0; i < tensor.numel(); ++i) {
        const int64_t step = ((i + shift) * 7919) % 1000 - 500;
        tensor.data_ptr<float>()[i] = static_cast<float>(step) / 500.0F;
    }
    return tensor;
}

Node convolution(const std::string& name, NodeId from, at::Tensor weight, int64_t groups) {
    Node node;
    node.name = name;
    node.op =
        Conv2d{weight.size(1) * groups, weight.size(0), {3, 3}, {1, 1}, {1, 1}, groups, false, {}};
    node.inputs = {from};
    node.parameters = {{"weight", std::move(weight)}};
    return node;
}

Node plain(const std::string& name, Op op, NodeId from) {
    Node node;
    node.name = name;
    node.op = op;
    node.inputs = {from};
    return node;
}

/// The modules of tests/peers/prune_reference.py as one network.
Graph peerGraph() {
    Graph graph;
    Node input;
    input.name = "input";
    input.op = Input{8, 4, 4};
    graph.add(input);
    graph.add(convolution("conv", 0, weights({16, 8, 3, 3}, 0), 1));
    graph.add(convolution("depthwise", 1, weights({16, 1, 3, 3}, 37), 16));
    graph.add(plain("pool", GlobalAvgPool{}, 2));
    graph.add(plain("flatten", Flatten{}, 3));
    Node linear = plain("linear", Linear{16, 7, false, {}}, 4);
    linear.parameters = {{"weight", weights({7, 16}, 74)}};
    graph.add(linear);
    return graph;
}

struct Fingerprint {
    int64_t pruned = 0;
    int64_t checksum = 0;
    bool operator==(const Fingerprint&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Fingerprint& print) {
    return out << print.pruned << " pruned, checksum " << print.checksum;
}

/// As `show` in the peer script.
Fingerprint fingerprint(const at::Tensor& mask) {
    const at::Tensor flat = mask.contiguous().view({-1});
    Fingerprint print;
    for (int64_t i = 0; i < flat.numel(); ++i) {
        if (flat.data_ptr<float>()[i] == 0.0F) {
            ++print.pruned;
            print.checksum += (i * i + 1) % 1000003;
        }
    }
    return print;
}

/// What tests/peers/prune_reference.py prints for one amount.
struct Expected {
    double amount;
    Fingerprint conv, depthwise, linear;
};

void checkMasks(const Masks& masks, const Expected& expected) {
    INFO("amount " << expected.amount);
    REQUIRE(masks.size() == 3);
    CHECK(fingerprint(masks.at("conv.weight")) == expected.conv);
    CHECK(fingerprint(masks.at("depthwise.weight")) == expected.depthwise);
    CHECK(fingerprint(masks.at("linear.weight")) == expected.linear);
    CHECK(masks.at("conv.weight").sizes().vec() == std::vector<int64_t>{16, 8, 3, 3});
}

/// Of a layer that has this weight, alone.
at::Tensor l1Mask(const at::Tensor& weight, double amount) {
    Graph graph = peerGraph();
    graph.node(graph.require("linear")).setParameter("weight", weight);
    return layerMasks(graph, amount, {"linear"}).at("linear.weight");
}

template <class Call>
ErrorCode codeOf(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

}  // namespace

TEST_CASE("layer masks are those of prune.l1_unstructured", "[prune]") {
    for (const Expected& expected :
         {Expected{0.0, {0, 0}, {0, 0}, {0, 0}},
          Expected{0.25, {288, 89257622}, {36, 263442}, {28, 111458}},
          Expected{0.3, {346, 107043852}, {43, 314229}, {34, 132315}},
          Expected{0.5, {576, 179399938}, {72, 515604}, {56, 237720}},
          Expected{0.77, {887, 275492551}, {111, 776175}, {86, 354065}},
          Expected{0.999, {1151, 356945274}, {144, 985128}, {112, 462168}}}) {
        checkMasks(layerMasks(peerGraph(), expected.amount), expected);
        checkMasks(plannedMasks(peerGraph(), {{"conv", expected.amount},
                                              {"depthwise", expected.amount},
                                              {"linear", expected.amount}}),
                   expected);
    }
}

TEST_CASE("global masks are those of prune.global_unstructured", "[prune]") {
    for (const Expected& expected :
         {Expected{0.0, {0, 0}, {0, 0}, {0, 0}},
          Expected{0.25, {289, 89260539}, {36, 263442}, {27, 111168}},
          Expected{0.3, {345, 106985013}, {44, 314294}, {33, 131473}},
          Expected{0.5, {574, 178474395}, {73, 520646}, {57, 238877}},
          Expected{0.77, {886, 274655325}, {111, 776175}, {87, 354187}},
          Expected{0.999, {1151, 357945274}, {144, 985128}, {112, 462168}}}) {
        checkMasks(rankedMasks(peerGraph(), expected.amount), expected);
        // The order in which layers are named does not matter.
        checkMasks(rankedMasks(peerGraph(), expected.amount, {"linear", "conv", "depthwise"}),
                   expected);
    }
}

TEST_CASE("half a weight is rounded to the even number", "[prune]") {
    CHECK(fingerprint(l1Mask(weights({1, 5}, 0), 0.5)) == Fingerprint{2, 27});
    CHECK(fingerprint(l1Mask(weights({1, 7}, 0), 0.5)) == Fingerprint{4, 90});
}

TEST_CASE("a mask does not depend on the memory layout", "[prune]") {
    const at::Tensor weight = weights({16, 8, 3, 3}, 0);
    const at::Tensor other = weight.contiguous(at::MemoryFormat::ChannelsLast);
    CHECK(l1Mask(weight, 0.3).equal(l1Mask(other, 0.3)));
}

TEST_CASE("applying masks makes new weights and masksOfZeros finds them again", "[prune]") {
    const Graph graph = peerGraph();
    const at::Tensor before = graph.node(1).parameter("weight").clone();
    const Masks masks = plannedMasks(graph, {{"conv", 0.5}});
    const Graph pruned = applyMasks(graph, masks);
    CHECK(graph.node(1).parameter("weight").equal(before));
    CHECK(pruned.node(1).parameter("weight").equal(before * masks.at("conv.weight")));
    CHECK(pruned.node(2).parameter("weight").is_same(graph.node(2).parameter("weight")));

    const Masks found = masksOfZeros(pruned);
    CHECK(found.at("conv.weight").scalar_type() == at::kFloat);
    CHECK(found.at("conv.weight").equal(masks.at("conv.weight")));
    for (const auto& [name, mask] : found) {
        CHECK(mask.eq(0).any().item<bool>());
    }

    Graph dense = graph;
    for (const NodeId id : dense.weightedNodes()) {
        dense.node(id).setParameter("weight", at::ones_like(graph.node(id).parameter("weight")));
    }
    CHECK(masksOfZeros(dense).empty());
}

TEST_CASE("impossible amounts, layers and masks are refused", "[prune]") {
    const Graph graph = peerGraph();
    for (const double amount : {-0.1, 1.0, 1.5, std::nan("")}) {
        CHECK(codeOf([&] { rankedMasks(graph, amount); }) == ErrorCode::InvalidArgument);
        CHECK(codeOf([&] { layerMasks(graph, amount); }) == ErrorCode::InvalidArgument);
    }
    CHECK(codeOf([&] { layerMasks(graph, 0.5, {"convolution"}); }) == ErrorCode::NotFound);
    CHECK(codeOf([&] { layerMasks(graph, 0.5, {"pool"}); }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([&] {
              applyMasks(graph, {{"conv.bias", at::ones({16})}});
          }) == ErrorCode::InvalidArgument);
    CHECK(codeOf([&] {
              applyMasks(graph, {{"conv.weight", at::ones({16})}});
          }) == ErrorCode::Mismatch);
}

}  // namespace secateur::test
