#include <QAbstractItemModelTester>
#include <QUndoStack>
#include <cmath>
#include <limits>

#include "tests/support/ui_catch.h"
#include "tests/ui/histograms/sample_layers.h"
#include "ui/histograms/channel_range_plot.h"
#include "ui/histograms/clip_commands.h"
#include "ui/histograms/range_tables.h"
#include "ui/models/figure_table.h"
#include "ui/models/range_text.h"

using namespace secateur;

namespace {

RangeSubject weightSubject(const WeightHistogram& weights, bool perChannel) {
    RangeSubject subject;
    subject.layer = QString::fromStdString(weights.layer);
    subject.scheme = {true, 8};
    const auto shared = std::make_shared<const WeightHistogram>(weights);
    subject.histogram = std::shared_ptr<const Histogram>(shared, &shared->all);
    subject.channels = perChannel ? shared : nullptr;
    return subject;
}

}  // namespace

TEST_CASE("per channel, each channel has the scale of its own clipped range") {
    // Three channels of four weights; the last is all zeros and has no scale to speak of.
    const WeightHistogram weights = weightsOf(
        "conv",
        {{-1.27F, 0.0F, 0.5F, 1.0F}, {0.0127F, 0.0F, 0.0F, -0.005F}, {0.0F, 0.0F, 0.0F, 0.0F}});
    const RangeSubject subject = weightSubject(weights, true);
    const RangeEffect whole = effectOf(subject, {-1.27, 1.27});
    CHECK(whole.largestScale == Approx(0.01));
    CHECK(whole.smallestScale == Approx(0.0001));
    CHECK(whole.clippedFraction == 0.0);
    CHECK(whole.zeroPoint == 0);
    // To 0.635: of the twelve weights -1.27 and 1.0 are clipped.
    const RangeEffect half = effectOf(subject, {-0.635, 0.635});
    CHECK(half.largestScale == Approx(0.005));
    CHECK(half.smallestScale == Approx(0.0001));
    CHECK(half.clippedFraction == Approx(2.0 / 12.0));
    // The noise is that of the two clipped weights, as exactly as bins of 1/32 know them.
    const double signal = 1.27 * 1.27 + 0.25 + 1.0;
    const double noise = 0.635 * 0.635 + 0.365 * 0.365;
    CHECK(half.sqnrDb == Approx(10.0 * std::log10(signal / noise)).margin(0.15));
    // One scale for all: the second channel has two steps.
    CHECK(effectOf(weightSubject(weights, false), {-1.27, 1.27}).largestScale == Approx(0.01));
}

TEST_CASE("a channel outside the clip range becomes its end") {
    const WeightHistogram weights = weightsOf("conv", {{0.5F, 0.6F}, {-0.1F, 0.1F}});
    const RangeEffect effect = effectOf(weightSubject(weights, true), {-0.254, 0.254});
    CHECK(effect.largestScale == Approx(0.002));
    CHECK(effect.clippedFraction == Approx(0.5));
}

TEST_CASE("the candidate whose range quantization takes is marked, or stands for itself") {
    RangeSubject subject;
    subject.target = ClipTarget::Activations;
    subject.scheme = {false, 8};
    subject.histogram = std::make_shared<const Histogram>(histogramOf({0.0F, 1.0F, 5.0F}));
    subject.relu6 = true;
    subject.choice = outputChoice("conv", {0.0, 6.0}, 8, "ReLU6, fixed");
    const auto found = findCandidates(subject, 99.9);
    REQUIRE(found.size() == 5);
    CHECK(found[0].range == ClipRange{0.0, 5.0});
    CHECK_FALSE(found[0].automatic);
    CHECK(found[3].method == "entropy");
    CHECK(found[3].range ==
          representable(observedRange(*subject.histogram, ObserverKind::Entropy, subject.scheme),
                        subject.scheme));
    CHECK(found[4].method == "relu6");
    CHECK(found[4].automatic);
    CHECK(found[4].effect.largestScale == subject.choice->params.scale);
    subject.movingAverage = ClipRange{0.5, 4.25};
    subject.choice = outputChoice("conv", {0.0, 7.5}, 8, "min-max, one range for a group of 3");
    const auto more = findCandidates(subject, 99.9);
    REQUIRE(more.size() == 7);
    CHECK(more[4].method == "moving-average");
    CHECK(more[4].range == ClipRange{0.0, 4.25});  // widened to hold 0
    CHECK_FALSE(more[5].automatic);
    CHECK(more[6].method == "automatic");
    CHECK(more[6].label == "min-max, one range for a group of 3");
    CHECK(more[6].automatic);
    CHECK(more[6].effect.largestScale == subject.choice->params.scale);
    subject.target = ClipTarget::Weights;  // weights have neither
    subject.movingAverage.reset();
    CHECK(findCandidates(subject, 99.9).size() == 5);
}

TEST_CASE("a range in force has the figures that were chosen, another one estimates") {
    RangeSubject subject;
    subject.target = ClipTarget::Activations;
    subject.scheme = {false, 7};
    subject.histogram = std::make_shared<const Histogram>(histogramOf({-1.0F, 1.0F, 5.0F}));
    RangeChoice choice = outputChoice("conv", {-1.0, 5.0}, 7, "min-max");
    choice.sqnrDb = 31.5;
    choice.params = {0.0472, 21, 0, 127};
    subject.choice = choice;
    const RangeEffect chosen = effectOf(subject, {-1.0, 5.0});
    CHECK(chosen.largestScale == 0.0472);
    CHECK(chosen.zeroPoint == 21);
    CHECK(chosen.sqnrDb == 31.5);
    const RangeEffect other = effectOf(subject, {-1.0, 4.08});
    CHECK(other.largestScale == Approx(0.04));
    CHECK(other.zeroPoint == 25);
}

TEST_CASE("the spread of the channels") {
    const ChannelSpread spread = channelSpread(
        weightsOf("dw", {{-1.0F, 1.0F}, {-0.1F, 0.1F}, {-0.05F, 0.05F}, {0.0F, 0.0F}}));
    // Widths 2, 0.2, 0.1, 0 in a tensor of width 2: the median is 0.15.
    CHECK(spread.widestToMedian == Approx(2.0 / 0.15));
    CHECK(spread.narrow == 2);
    CHECK(spread.channels == 4);
    CHECK(
        std::isinf(channelSpread(weightsOf("z", {{0.0F}, {0.0F}, {1.0F, -1.0F}})).widestToMedian));
}

TEST_CASE("a channel says which share of the tensor's range it uses") {
    ChannelRangePlot plot;
    CHECK(plot.csv().isEmpty());
    plot.resize(500, 400);
    plot.setWeights(std::make_shared<const WeightHistogram>(
        weightsOf("dw", {{-1.0F, 1.0F}, {-0.0625F, 0.0625F}})));
    plot.show();
    CHECK(plot.exportName() == "channel_ranges_dw");
    CHECK(plot.csv() == "channel,low,high\n0,-1,1\n1,-0.0625,0.0625\n");
    CHECK(plot.channelText(1) == "channel 1: [-0.0625, 0.0625], uses 6.25 % of the tensor's range");
    plot.setFocus();
    QTest::keyClick(&plot, Qt::Key_Right);
    QTest::keyClick(&plot, Qt::Key_Right);
    CHECK(plot.accessibleDescription() == plot.channelText(1));
    QTest::keyClick(&plot, Qt::Key_Right);
    CHECK(plot.accessibleDescription() == plot.channelText(1));
}

TEST_CASE("numbers for people") {
    CHECK(shareText(0.0) == "0.00 %");
    CHECK(shareText(0.00001) == "< 0.01 %");
    CHECK(shareText(0.0312) == "3.12 %");
    CHECK(decibelText(38.204) == "38.20 dB");
    CHECK(decibelText(std::nan("")) == QString(QChar(0x2013)));
    CHECK(rangeText({0.0, 4.1}) == "[0, 4.1]");
}

TEST_CASE("steps of one gesture are one command") {
    QUndoStack stack;
    std::vector<std::optional<ClipRange>> stored;
    const ClipSink sink = [&](const std::string&, ClipTarget,
                              const std::optional<ClipRange>& range) { stored.push_back(range); };
    const auto push = [&](std::optional<ClipRange> before, std::optional<ClipRange> after,
                          int gesture) {
        stack.push(new SetClipCommand(
            {"layers.3.conv2", ClipTarget::Activations, before, after, gesture}, sink));
    };
    push(std::nullopt, ClipRange{0.0, 5.0}, 7);
    push(ClipRange{0.0, 5.0}, ClipRange{0.0, 4.1}, 7);
    CHECK(stack.count() == 1);
    CHECK(stack.undoText() == "clip layers.3.conv2 activations to [0, 4.1]");
    push(ClipRange{0.0, 4.1}, ClipRange{0.0, 4.0}, 8);
    push(ClipRange{0.0, 4.0}, std::nullopt, 0);
    CHECK(stack.count() == 3);
    CHECK(stack.undoText() == "set layers.3.conv2 activations back to automatic");
    stack.undo();
    stack.undo();
    CHECK(stored.back() == ClipRange{0.0, 4.1});
    stack.undo();
    CHECK(stored.back() == std::nullopt);
    stack.redo();
    CHECK(stored.back() == ClipRange{0.0, 4.1});
}

TEST_CASE("models keep to the rules") {
    FigureTableModel layers(rangedLayersTable({}));
    QAbstractItemModelTester layerTester(&layers,
                                         QAbstractItemModelTester::FailureReportingMode::Fatal);
    layers.setTable(rangedLayersTable({{"a", std::nullopt, 40.0}, {"b", ClipRange{0, 1}, 12.0}}));
    CHECK(layers.index(1, 1).data() == QString("● by hand"));
    CHECK(layers.index(1, 0).data(Qt::ToolTipRole) == "b: clipped to [0, 1]");
    layers.setTable(
        rangedLayersTable({{"a", std::nullopt, 41.0}, {"b", std::nullopt, std::nan("")}}));
    CHECK(layers.index(0, 2).data().toString() == "41.00 dB");
    CHECK_FALSE(layers.index(1, 2).data(FigureTableModel::SortRole).isValid());
    layers.setTable(rangedLayersTable({}));

    const RangeSubject subject = weightSubject(weightsOf("conv", {{-1.27F, 1.0F}}), false);
    FigureTableModel ranges(rangesTable({}, {}));
    QAbstractItemModelTester rangeTester(&ranges,
                                         QAbstractItemModelTester::FailureReportingMode::Fatal);
    CHECK(ranges.csv().isEmpty());
    const RangeEffect effect{0.25, 0.01, 0.01, 0, 30.5};
    const RangeCandidate minMax{"min-max", "min-max", {-1.5, 1.5}, effect, true};
    ranges.setTable(
        rangesTable(subject, {minMax, {kOwnRange, "yours", {-1.0, 1.0}, effect, false}}));
    CHECK(ranges.rowCount() == 2);
    CHECK(ranges.index(0, 0).data().toString() == "min-max (automatic)");
    CHECK(ranges.index(1, 3).data().toString() == "25.00 %");
    ranges.setTable(
        rangesTable(subject, {minMax, {kOwnRange, "yours", {-0.5, 0.5}, effect, false}}));
    CHECK(ranges.index(1, 1).data().toString() == "-0.5");
    CHECK(ranges.table().caption == "conv, weights, 8 bits");
    CHECK(ranges.csv() ==
          "layer,target,method,low,high,clipped_fraction,scale,zero_point,sqnr_db,largest_scale\n"
          "conv,weights,min-max,-1.5,1.5,0.25,0.01,0,30.5,0.01\n"
          "conv,weights,yours,-0.5,0.5,0.25,0.01,0,30.5,0.01\n");
}
