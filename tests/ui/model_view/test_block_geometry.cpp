#include <QStringList>
#include <algorithm>

#include "tests/support/ui_catch.h"
#include "tests/ui/model_view/real_network.h"
#include "tests/ui/model_view/sample_networks.h"
#include "ui/model_view/block_geometry.h"
#include "ui/model_view/block_text.h"
#include "ui/model_view/row_wrap.h"

using namespace secateur;
using test::CostBuilder;

namespace {

struct Drawn {
    std::shared_ptr<const GraphCost> cost;
    std::vector<DrawnBlock> blocks;

    explicit Drawn(std::shared_ptr<const GraphCost> network)
        : cost(std::move(network)), blocks(blocksOf(*cost)) {}
    BlockGeometry geometry(size_t block) const {
        return geometryOf(*cost, blocks[block], ChannelScale::of(*cost), QFont());
    }
    const LayerShape& shape(const BlockGeometry& geometry, const std::string& name) const {
        return *std::find_if(
            geometry.shapes.begin(), geometry.shapes.end(),
            [&](const LayerShape& shape) { return cost->layers[shape.layer].name == name; });
    }
};

/// Bodies, boxes and joins keep apart and inside their block.
void checkNoOverlap(const Drawn& drawn) {
    for (size_t i = 0; i < drawn.blocks.size(); ++i) {
        const BlockGeometry geometry = drawn.geometry(i);
        const QRectF room(0.0, -geometry.above, geometry.width, geometry.above + geometry.below);
        for (size_t a = 0; a < geometry.shapes.size(); ++a) {
            const QRectF first = geometry.shapes[a].bounds();
            CHECK(room.contains(first));
            for (size_t b = a + 1; b < geometry.shapes.size(); ++b) {
                INFO(geometry.title.toStdString() << " " << a << " " << b);
                CHECK_FALSE(first.intersects(geometry.shapes[b].bounds()));
            }
        }
        for (const SkipShape& skip : geometry.skips) {
            CHECK(room.contains(skip.path().boundingRect()));
            CHECK(skip.from.x() < skip.to.x());
        }
    }
}

}  // namespace

TEST_CASE("heights are to scale with the channels: narrow, wide, narrow") {
    const Drawn drawn(test::shippedNetwork());
    const BlockGeometry geometry = drawn.geometry(12);  // 96, 576, 96
    const LayerShape& expand = drawn.shape(geometry, "layers.11.conv1");
    const LayerShape& depthwise = drawn.shape(geometry, "layers.11.conv2");
    const LayerShape& project = drawn.shape(geometry, "layers.11.conv3");
    CHECK(expand.rightHeight == Approx(6.0 * expand.leftHeight));
    CHECK(depthwise.leftHeight == Approx(expand.rightHeight));
    CHECK(depthwise.rightHeight == Approx(expand.rightHeight));
    CHECK(project.rightHeight == Approx(expand.leftHeight));
    const LayerShape wider = drawn.shape(drawn.geometry(17), "layers.16.conv2");  // 960
    CHECK(wider.leftHeight / depthwise.leftHeight == Approx(960.0 / 576.0));
}

TEST_CASE("feature vectors wider than every convolution are cut and marked") {
    const Drawn drawn(test::vgg16());
    const BlockGeometry classifier = drawn.geometry(6);
    const LayerShape& fc = drawn.shape(classifier, "fc7");
    CHECK(fc.cut);
    CHECK(fc.leftHeight == drawn.shape(drawn.geometry(5), "features.12").leftHeight);
    CHECK_FALSE(drawn.shape(drawn.geometry(5), "features.12").cut);
}

TEST_CASE("nothing overlaps in any sort of network") {
    checkNoOverlap(Drawn(test::shippedNetwork()));
    checkNoOverlap(Drawn(test::vgg16()));
    checkNoOverlap(Drawn(test::resnet18()));
    checkNoOverlap(Drawn(test::denseNet()));
    checkNoOverlap(Drawn(test::squeezeExcitation()));
    checkNoOverlap(Drawn(test::manyBranches()));
}

TEST_CASE("texts of a block") {
    const Drawn drawn(test::shippedNetwork());
    CHECK(drawn.geometry(0).widths == QString::fromUtf8("1→32"));
    CHECK(drawn.geometry(1).widths == QString::fromUtf8("32→16"));
    CHECK(drawn.geometry(3).widths == QString::fromUtf8("24→144→24"));
    CHECK(drawn.geometry(3).resolution == "28x28");
    CHECK(drawn.geometry(4).widths == QString::fromUtf8("24→144→32"));
    CHECK(drawn.geometry(4).resolution == QString::fromUtf8("28x28→14x14"));
    CHECK(Drawn(test::denseNet()).geometry(1).widths == QString::fromUtf8("64→…→192"));
}

TEST_CASE("a stride is a step") {
    const Drawn drawn(test::shippedNetwork());
    CHECK(drawn.geometry(3).steps.empty());
    const BlockGeometry strided = drawn.geometry(4);
    REQUIRE(strided.steps.size() == 1);
    CHECK(strided.steps[0].label == "/2");
    CHECK(strided.steps[0].x == drawn.shape(strided, "layers.3.conv2").centre.x());
    const BlockGeometry pooled = Drawn(test::vgg16()).geometry(1);
    REQUIRE(pooled.steps.size() == 1);
    CHECK(pooled.steps[0].label == "/2");
    const BlockGeometry head = drawn.geometry(18);  // global pooling
    REQUIRE(head.steps.size() == 1);
    CHECK(head.steps[0].label.isEmpty());
}

TEST_CASE("an identity, a 1x1 shortcut and a longer branch differ") {
    const Drawn mobile(test::shippedNetwork());
    const BlockGeometry identity = mobile.geometry(3);
    REQUIRE(identity.skips.size() == 1);
    CHECK(identity.skips[0].identity);
    const BlockGeometry shortcut = mobile.geometry(2);
    REQUIRE(shortcut.skips.size() == 1);
    CHECK_FALSE(shortcut.skips[0].identity);
    CHECK(shortcut.skips[0].pointwise);
    const LayerShape& box = mobile.shape(shortcut, "layers.1.shortcut.0");
    CHECK(box.form == ShapeForm::Box);
    CHECK(box.label == "1x1");
    CHECK(box.centre.y() == shortcut.skips[0].laneY);
    const BlockGeometry gated = Drawn(test::squeezeExcitation()).geometry(2);
    REQUIRE(gated.skips.size() == 2);
    CHECK_FALSE(gated.skips[0].pointwise);
    CHECK(gated.skips[1].laneY < gated.skips[0].laneY);
}

TEST_CASE("a read of an earlier block is written with its name") {
    const BlockGeometry fuse = Drawn(test::manyBranches()).geometry(3);
    QStringList sources;
    for (const SkipShape& skip : fuse.skips) {
        if (skip.external) {
            sources << skip.source;
        }
    }
    sources.sort();
    CHECK(sources == QStringList{"from mixed 1", "from stem"});
}

TEST_CASE("rows follow the viewport") {
    const std::vector<BlockExtent> blocks(12, {100.0, 30.0, 50.0});
    const auto rowsIn = [&](double width, double height) {
        return wrapRows(blocks, {width, height}).rows.size();
    };
    CHECK(rowsIn(4000.0, 100.0) == 1);
    CHECK(rowsIn(100.0, 4000.0) == 12);
    CHECK(rowsIn(460.0, 272.0) == 3);  // 4 x 100 + 3 gaps of 13; 3 x 80 + 2 gaps of 16

    const WrappedRows rows = wrapRows(blocks, {460.0, 272.0});
    CHECK(rows.size == QSizeF(439.0, 272.0));
    REQUIRE(rows.positions.size() == 12);
    CHECK(rows.positions[1] == QPointF(113.0, 30.0));
    CHECK(rows.positions[4] == QPointF(0.0, 126.0));
    CHECK(rows.rows[2].top == 192.0);
    CHECK(rows.rows[2].bottom == 272.0);
    CHECK(wrapRows({}, {100.0, 100.0}).rows.empty());
}

TEST_CASE("the axis of a row suits its highest block") {
    const WrappedRows rows = wrapRows({{100.0, 30.0, 50.0}, {100.0, 70.0, 20.0}}, {1000.0, 100.0});
    REQUIRE(rows.rows.size() == 1);
    CHECK(rows.rows[0].axis == 70.0);
    CHECK(rows.rows[0].bottom == 120.0);
}
