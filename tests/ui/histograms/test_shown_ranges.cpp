// What the widgets of the page say of every range, against what the INT8 file holds.
#include <QComboBox>
#include <QLabel>
#include <QTableView>
#include <QUndoStack>

#include "tests/support/quantized_sample.h"
#include "tests/support/ui_catch.h"
#include "ui/histograms/histogram_plot.h"
#include "ui/histograms/histograms_page.h"

using namespace secateur;
using namespace secateur::test;

namespace {

enum Column { kScale = 4, kZeroPoint = 5 };  // of the table of ranges, without what files have

QString number(double value) {
    return QString::number(value, 'g', 4);
}

struct ShownRanges {
    explicit ShownRanges(const QuantizedSample& sample) : m_sample(sample) {
        page.resize(1200, 700);
        page.show();
        page.setNetwork(sample.cost);
    }

    /// Chooses each layer, as a click in the list does.
    int compare(const std::shared_ptr<const NetworkRanges>& ranges,
                const std::vector<ClipChoice>& clips) {
        page.setClips(clips);
        page.setRanges(ranges);
        int compared = 0;
        for (const auto target : {ClipTarget::Weights, ClipTarget::Activations}) {
            find<QComboBox>("targetChooser").setCurrentIndex(target == ClipTarget::Weights ? 0 : 1);
            for (const FileRange& file : m_sample.file) {
                if (file.target == target && show(file, *ranges)) {
                    INFO(file.layer << ", " << enumName(target));
                    checkTable(file);
                    checkTexts(file);
                    ++compared;
                }
            }
        }
        return compared;
    }

    QString about(const std::string& layer) {
        const auto* model = find<QTableView>("rangeLayerList").model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, 0).data() == QString::fromStdString(layer)) {
                return model->index(row, 0).data(Qt::ToolTipRole).toString();
            }
        }
        return {};
    }

 private:
    template <class Widget>
    Widget& find(const char* name) {
        auto* found = page.findChild<Widget*>(name);
        REQUIRE(found != nullptr);
        return *found;
    }

    /// False where the page has no row for it: pooling has the scale of its input.
    bool show(const FileRange& file, const NetworkRanges& ranges) {
        auto& chooser = find<QComboBox>("layerChooser");
        const int index = chooser.findText(QString::fromStdString(file.layer));
        if (index < 0) {
            return false;
        }
        emit chooser.activated(index);
        if (file.target == ClipTarget::Weights) {
            page.setWeightHistogram(std::make_shared<const WeightHistogram>(
                weightHistogram(*ranges.graph, file.layer)));
        }
        return true;
    }

    /// The row of the range in force is the last one.
    void checkTable(const FileRange& file) {
        const auto* model = find<QTableView>("rangeTable").model();
        REQUIRE(model->rowCount() > 0);
        const auto cell = [&](int column) {
            return model->index(model->rowCount() - 1, column).data().toString();
        };
        CHECK(
            cell(kScale) ==
            (file.smallestScale == file.largestScale
                 ? number(file.largestScale)
                 : QString("%1 to %2").arg(number(file.smallestScale), number(file.largestScale))));
        CHECK(cell(kZeroPoint) == QString::number(file.zeroPoint));
    }

    void checkTexts(const FileRange& file) {
        const QString label = find<HistogramPlot>("histogramPlot").accessibleDescription();
        const QString scales =
            QString("scales %1 to %2 ").arg(number(file.smallestScale), number(file.largestScale));
        CHECK(label.contains(file.smallestScale == file.largestScale
                                 ? QString("scale %1 ").arg(number(file.largestScale))
                                 : scales));
        CHECK((file.target == ClipTarget::Weights ||
               label.contains(QString("zero point %1 ").arg(file.zeroPoint))));
        const QString tip = about(file.layer);
        CHECK((tip.contains("clipped to") ||
               tip.contains(QString("scale %1").arg(number(file.largestScale)))));
    }

    const QuantizedSample& m_sample;
    Selection m_selection;
    QUndoStack m_undo;

 public:
    HistogramsPage page{&m_selection, &m_undo};
};

}  // namespace

TEST_CASE("every scale and zero point on the page is that of the INT8 file", "[ranges]") {
    const QuantRecipe recipe = predefinedRecipes().front();
    for (const auto& [model, layers] :
         {std::pair{"mobilenet_v2_cifar", 110}, std::pair{"densenet121_cifar", 240}}) {
        for (const bool clipped : {false, true}) {
            INFO(model << (clipped ? ", a range by hand" : ""));
            const QuantizedSample sample = quantizedSample(model, recipe, clipped);
            REQUIRE(sample.clips.size() == (clipped ? 1U : 0U));
            ShownRanges fp32(sample);
            CHECK(fp32.compare(sample.planned, sample.clips) > layers);
            if (clipped) {
                CHECK(fp32.about(sample.clips.front().layer).endsWith("clipped to [-0.25, 0.75]"));
            }
            ShownRanges int8(sample);
            CHECK(int8.compare(sample.stored, {}) > layers);
        }
    }
}
