#include <algorithm>
#include <map>
#include <set>

#include "tests/support/ui_catch.h"
#include "tests/ui/model_view/real_network.h"
#include "tests/ui/model_view/sample_networks.h"
#include "ui/model_view/block_layout.h"

using namespace secateur;
using test::CostBuilder;

namespace {

using Names = std::vector<std::string>;

Names names(const GraphCost& cost, const std::vector<DrawnColumn>& columns) {
    Names result;
    for (const DrawnColumn& column : columns) {
        result.push_back(cost.layers[column.layer].name);
    }
    return result;
}

Names names(const GraphCost& cost, const std::vector<size_t>& layers) {
    Names result;
    for (const size_t layer : layers) {
        result.push_back(cost.layers[layer].name);
    }
    return result;
}

const DrawnBlock& blockNamed(const std::vector<DrawnBlock>& blocks, const std::string& name) {
    return *std::find_if(blocks.begin(), blocks.end(),
                         [&](const DrawnBlock& block) { return block.name == name; });
}

Anchor entry() {
    return {Anchor::kMain, Anchor::kEntry};
}

Anchor column(int index) {
    return {Anchor::kMain, index};
}

/// Every layer of the network is drawn exactly once.
void checkAllDrawn(const GraphCost& cost) {
    std::multiset<size_t> drawn;
    const auto take = [&](const std::vector<DrawnColumn>& columns) {
        for (const DrawnColumn& column : columns) {
            drawn.insert(column.layer);
            drawn.insert(column.before.begin(), column.before.end());
            drawn.insert(column.after.begin(), column.after.end());
        }
    };
    for (const DrawnBlock& block : blocksOf(cost)) {
        take(block.main);
        for (const BlockBranch& branch : block.branches) {
            take(branch.columns);
        }
    }
    CHECK(drawn.size() == cost.layers.size());
    CHECK(std::set<size_t>(drawn.begin(), drawn.end()).size() == cost.layers.size());
}

}  // namespace

TEST_CASE("every layer of every sort of network is drawn once") {
    checkAllDrawn(*test::shippedNetwork());
    checkAllDrawn(*test::vgg16());
    checkAllDrawn(*test::resnet18());
    checkAllDrawn(*test::denseNet());
    checkAllDrawn(*test::squeezeExcitation());
    checkAllDrawn(*test::manyBranches());
}

TEST_CASE("the shipped network is stem, 17 blocks and head") {
    const auto cost = test::shippedNetwork();
    const auto blocks = blocksOf(*cost);
    REQUIRE(blocks.size() == 19);
    CHECK(blocks.front().title == "stem");
    CHECK(blocks[1].title == "block 1");
    CHECK(blocks[17].title == "block 17");
    CHECK(blocks.back().title == "head");
    CHECK_FALSE(blocks.front().readsPrevious);
    CHECK(std::all_of(blocks.begin() + 1, blocks.end(),
                      [](const DrawnBlock& block) { return block.readsPrevious; }));
}

TEST_CASE("an inverted residual: expand, depthwise, project, and an identity to the sum") {
    const auto cost = test::shippedNetwork();
    const auto blocks = blocksOf(*cost);
    const DrawnBlock& block = blockNamed(blocks, "block 3");
    CHECK(names(*cost, block.main) ==
          Names{"layers.2.conv1", "layers.2.conv2", "layers.2.conv3", "layers.2.add"});
    CHECK(names(*cost, block.main[0].after) == Names{"layers.2.bn1", "layers.2.bn1.act"});
    CHECK(names(*cost, block.main[2].after) == Names{"layers.2.bn3"});
    REQUIRE(block.branches.size() == 1);
    CHECK(block.branches[0].identity());
    CHECK(block.branches[0].from == entry());
    CHECK(block.branches[0].to == column(3));
}

TEST_CASE("a 1x1 shortcut is a branch with one column") {
    const auto cost = test::shippedNetwork();
    const auto blocks = blocksOf(*cost);
    const DrawnBlock& block = blockNamed(blocks, "block 2");
    REQUIRE(block.branches.size() == 1);
    CHECK(names(*cost, block.branches[0].columns) == Names{"layers.1.shortcut.0"});
    CHECK(names(*cost, block.branches[0].columns[0].after) == Names{"layers.1.shortcut.1"});
    CHECK(block.branches[0].from == entry());
    CHECK(block.branches[0].to == column(3));
    CHECK(blockNamed(blocks, "block 4").branches.empty());  // stride 2: no skip
}

TEST_CASE("ResNet: the activation after the sum belongs to the sum") {
    const auto cost = test::resnet18();
    const auto blocks = blocksOf(*cost);
    const DrawnBlock& block = blockNamed(blocks, "layer2.0");
    CHECK(names(*cost, block.main) == Names{"layer2.0.conv1", "layer2.0.conv2", "layer2.0.add"});
    CHECK(names(*cost, block.main[2].after) == Names{"layer2.0.relu"});
    REQUIRE(block.branches.size() == 1);
    CHECK(names(*cost, block.branches[0].columns) == Names{"layer2.0.shortcut.0"});
    CHECK(blockNamed(blocks, "layer2.1").branches[0].identity());
}

TEST_CASE("a plain chain has no branches") {
    const auto cost = test::vgg16();
    const auto blocks = blocksOf(*cost);
    REQUIRE(blocks.size() == 7);
    CHECK(names(*cost, blocks[1].main) == Names{"features.0", "features.1", "pool1"});
    for (const DrawnBlock& block : blocks) {
        CHECK(block.branches.empty());
    }
    CHECK(names(*cost, blocks[6].main[0].before) == Names{"flatten"});
}

TEST_CASE("DenseNet: concatenations in a row, normalisation before the convolution") {
    const auto cost = test::denseNet();
    const auto blocks = blocksOf(*cost);
    const DrawnBlock& block = blockNamed(blocks, "dense block 1");
    CHECK(names(*cost, block.main) ==
          Names{"dense1.layer1.conv1", "dense1.layer1.conv2", "dense1.layer1.concat",
                "dense1.layer2.conv1", "dense1.layer2.conv2", "dense1.layer2.concat",
                "dense1.layer3.conv1", "dense1.layer3.conv2", "dense1.layer3.concat",
                "dense1.layer4.conv1", "dense1.layer4.conv2", "dense1.layer4.concat"});
    CHECK(names(*cost, block.main[3].before) ==
          Names{"dense1.layer2.norm1", "dense1.layer2.relu1"});
    REQUIRE(block.branches.size() == 4);
    CHECK(block.branches[0].from == entry());
    CHECK(block.branches[0].to == column(2));
    CHECK(block.branches[3].from == column(8));
    CHECK(block.branches[3].to == column(11));
    CHECK(block.lanes() == 1);  // side by side, none above another
}

TEST_CASE("squeeze-and-excitation is a branch of the product, below the skip") {
    const auto cost = test::squeezeExcitation();
    const auto blocks = blocksOf(*cost);
    const DrawnBlock& block = blockNamed(blocks, "block 2");
    CHECK(names(*cost, block.main) ==
          Names{"mb2.expand", "mb2.dw", "mb2.se.scale", "mb2.project", "mb2.add"});
    REQUIRE(block.branches.size() == 2);
    CHECK(names(*cost, block.branches[0].columns) ==
          Names{"mb2.se.pool", "mb2.se.reduce", "mb2.se.expand"});
    CHECK(block.branches[0].from == column(1));
    CHECK(block.branches[0].to == column(2));
    CHECK(block.branches[0].lane == 1);
    CHECK(block.branches[1].identity());
    CHECK(block.branches[1].from == entry());
    CHECK(block.branches[1].to == column(4));
    CHECK(block.branches[1].lane == 2);
}

TEST_CASE("parallel ways get a lane each") {
    const auto cost = test::manyBranches();
    const auto blocks = blocksOf(*cost);
    const DrawnBlock& block = blockNamed(blocks, "mixed 1");
    CHECK(names(*cost, block.main) == Names{"mixed.b3a", "mixed.b3b", "mixed.b3c", "mixed.concat"});
    REQUIRE(block.branches.size() == 3);
    std::set<int> lanes;
    for (const BlockBranch& branch : block.branches) {
        CHECK(branch.from == entry());
        CHECK(branch.to == column(3));
        lanes.insert(branch.lane);
    }
    CHECK(lanes == std::set<int>{1, 2, 3});
}

TEST_CASE("a read of an earlier block is named") {
    const auto cost = test::manyBranches();
    const auto blocks = blocksOf(*cost);
    const DrawnBlock& block = blockNamed(blocks, "fuse");
    CHECK(block.readsPrevious);
    CHECK(names(*cost, block.main) == Names{"fuse.conv", "fuse.add", "fuse.concat"});
    std::map<std::string, Anchor> sources;
    for (const BlockBranch& branch : block.branches) {
        for (const std::string& source : branch.sources) {
            CHECK(branch.from.column == Anchor::kExternal);
            sources[source] = branch.to;
        }
    }
    REQUIRE(sources.size() == 2);
    CHECK(sources.at("mixed 1") == column(0));
    CHECK(sources.at("stem") == column(1));
}

TEST_CASE("layers without a block are blocks, with the small layers that follow") {
    CostBuilder b(3, 8);
    b.beginBlock("");
    const NodeId x = b.unit("a", b.unit("b", 0, 8, 3), 8, 3);
    const NodeId y = b.activation("gate", x, ActivationKind::Sigmoid);
    b.multiply("product", x, y);
    const auto cost = b.finish();
    const auto blocks = blocksOf(*cost);
    Names titles;
    for (const DrawnBlock& block : blocks) {
        titles.push_back(block.title);
    }
    CHECK(titles == Names{"stem", "b", "a", "gate", "product"});
    CHECK(names(*cost, blocks[1].layers) == Names{"b", "b.bn", "b.act"});
    CHECK(blocks[4].name.empty());
    checkAllDrawn(*cost);
}

TEST_CASE("an activation that only one reader of its input takes keeps its own place") {
    CostBuilder b(3, 8);
    const NodeId x = b.conv("conv", 0, 8, 3);
    b.multiply("product", x, b.activation("gate", x, ActivationKind::Sigmoid));
    const auto cost = b.finish();
    const auto blocks = blocksOf(*cost);
    REQUIRE(blocks.size() == 1);
    CHECK(names(*cost, blocks[0].main) == Names{"input", "conv", "gate", "product"});
    REQUIRE(blocks[0].branches.size() == 1);
    CHECK(blocks[0].branches[0].from == column(1));
    CHECK(blocks[0].branches[0].to == column(3));
}

TEST_CASE("branches of branches and ends that nobody reads") {
    CostBuilder b(3, 8);
    b.beginBlock("stem");
    const NodeId stem = b.conv("stem.conv", 0, 8, 3);
    b.beginBlock("cell");
    const NodeId deep = b.conv("m3", b.conv("m2", b.conv("m1", stem, 8, 3), 8, 3), 8, 3);
    const NodeId side = b.conv("s1", stem, 8, 1);
    const NodeId left = b.conv("s2", side, 8, 1);
    const NodeId right = b.conv("s3", side, 8, 3);
    b.conv("unread", stem, 4, 1);
    const NodeId out = b.concat("out", {deep, left, right});
    b.beginBlock("next");
    b.conv("next.conv", out, 8, 1);
    const auto cost = b.finish();
    checkAllDrawn(*cost);
    const auto blocks = blocksOf(*cost);
    const DrawnBlock& block = blockNamed(blocks, "cell");
    CHECK(names(*cost, block.main) == Names{"m1", "m2", "m3", "out"});
    REQUIRE(block.branches.size() == 3);
    CHECK(names(*cost, block.branches[0].columns) == Names{"unread"});
    CHECK(block.branches[0].to == Anchor{Anchor::kMain, Anchor::kExit});
    CHECK(names(*cost, block.branches[1].columns) == Names{"s1", "s3"});
    CHECK(names(*cost, block.branches[2].columns) == Names{"s2"});
    CHECK(block.branches[2].from == Anchor{1, 0});  // after s1, on the branch before it
    CHECK(block.branches[2].to == column(3));
}
