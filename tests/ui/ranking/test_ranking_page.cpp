#include "ui/ranking/ranking_page.h"

#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

#include "tests/support/ui_catch.h"
#include "ui/base/export_writer.h"
#include "ui/base/theme.h"
#include "ui/models/figure_view.h"

using namespace secateur;

namespace {

RankedNetwork network(const std::string& name, const std::string& model, double sparsity,
                      double drop, double speedup) {
    RankedNetwork made;
    made.name = name;
    made.model = model;
    made.parameters = 2'300'000;
    made.macs = 94'000'000;
    made.images = 1000;
    made.top1 = 0.93;
    made.sparsity = SafeCut{sparsity, 0.92, 500'000, 94'000'000};
    made.channels = SafeCut{0.25, 0.915, 1'500'000, 60'000'000};
    made.perChannel = QuantizedFigures{0.93 - drop, {drop, drop - 0.01, drop + 0.01}};
    made.perTensor = QuantizedFigures{0.5, {0.43, 0.4, 0.46}};
    made.speedup = speedup;
    made.floatShare = 0.125;
    return made;
}

/// The second is the easier in everything that differs; nothing in it was measured.
std::shared_ptr<StudySnapshot> sample() {
    auto snapshot = std::make_shared<StudySnapshot>();
    StoredRanking ranking;
    ranking.id = 4;
    ranking.data = "fashion-mnist";
    ranking.processor = "Processor X";
    ranking.created = "2024-05-01T10:00:00Z";
    ranking.options.testImages = 1000;
    ranking.options.workers = 2;
    ranking.networks = {network("dense", "densenet121_cifar", 0.5, 0.05, 1.1),
                        network("mobile", "mobilenet_v2_cifar", 0.9, 0.0, 2.0)};
    snapshot->rankings = {ranking};
    return snapshot;
}

template <class T>
T& part(QWidget& page, const char* name) {
    auto* found = page.findChild<T*>(QLatin1String(name));
    INFO(name);
    REQUIRE(found != nullptr);
    return *found;
}

QModelIndex place(FigureView& table, int row, const char* column) {
    return table.model()->index(row, table.figures().columnOf(column));
}

QString cellText(FigureView& table, int row, const char* column) {
    return place(table, row, column).data().toString();
}

}  // namespace

TEST_CASE("a study without a ranking offers to make one", "[networks]") {
    RankingPage page;
    const QSignalSpy asked(&page, &RankingPage::compareRequested);
    page.show();
    CHECK(part<QLabel>(page, "rankingMessage").isVisible());
    part<QPushButton>(page, "compareFirst").click();
    CHECK(asked.size() == 1);
    page.setSnapshot(std::make_shared<StudySnapshot>());
    CHECK(part<QLabel>(page, "rankingMessage").isVisible());
    CHECK(page.exportables().at(0)->csv().isEmpty());
}

TEST_CASE("the table has the networks by their place, with the reasons and the claim",
          "[networks]") {
    RankingPage page;
    page.show();
    page.setSnapshot(sample());
    CHECK_FALSE(part<QLabel>(page, "rankingMessage").isVisible());
    FigureView& table = part<FigureView>(page, "networkTable");
    REQUIRE(table.model()->rowCount() == 2);
    CHECK(cellText(table, 0, "network") == "mobile");
    CHECK(cellText(table, 0, "place") == "1");
    CHECK(cellText(table, 0, "claimed") == "1, easy");
    CHECK(cellText(table, 1, "network") == "dense");
    CHECK(cellText(table, 1, "place") == "2");
    CHECK(cellText(table, 1, "claimed").startsWith("4, pruning hard"));
    CHECK(cellText(table, 1, "reasons").contains("sparsity 50 % (place 2)"));
    CHECK(cellText(table, 0, "sparsity") == "90.00 %");
    CHECK(
        place(table, 0, "sparsity").data(Qt::ToolTipRole).toString().contains("0.50 M parameters"));
    CHECK(part<QLabel>(page, "rankingFacts").text().contains("Processor X"));
}

TEST_CASE("an unfinished ranking says what is missing", "[networks]") {
    auto snapshot = sample();
    RankedNetwork& last = snapshot->rankings[0].networks[1];
    last.top1.reset();
    last.sparsity.reset();
    last.channels.reset();
    last.channelsFailure = "no group can be cut";
    RankingPage page;
    page.setSnapshot(snapshot);
    FigureView& table = part<FigureView>(page, "networkTable");
    int row = cellText(table, 0, "network") == "mobile" ? 0 : 1;
    CHECK(cellText(table, row, "top1") == "not measured");
    CHECK(cellText(table, row, "sparsity") == "–");
    CHECK(cellText(table, row, "place") == "–");
    CHECK(place(table, row, "channels").data(Qt::ToolTipRole) == "no group can be cut");
}

TEST_CASE("the newest ranking is shown until another is chosen", "[networks]") {
    auto snapshot = sample();
    RankingPage page;
    page.setSnapshot(snapshot);
    const QComboBox& choice = part<QComboBox>(page, "rankingChoice");
    CHECK(choice.currentData().toInt() == 4);
    auto second = std::make_shared<StudySnapshot>(*snapshot);
    second->rankings.push_back(second->rankings[0]);
    second->rankings[1].id = 7;
    second->rankings[1].networks.pop_back();
    page.setSnapshot(second);
    CHECK(choice.currentData().toInt() == 7);
    CHECK(part<QTableView>(page, "networkTable").model()->rowCount() == 1);
    part<QComboBox>(page, "rankingChoice").setCurrentIndex(0);
    CHECK(part<QTableView>(page, "networkTable").model()->rowCount() == 2);
    page.setSnapshot(std::make_shared<StudySnapshot>(*second));
    CHECK(choice.currentData().toInt() == 4);
    page.setSnapshot(nullptr);
    CHECK(choice.count() == 0);
}

TEST_CASE("the chart exports what it draws", "[networks]") {
    RankingPage page;
    page.setSnapshot(sample());
    Exportable& chart = *page.exportables().at(0);
    CHECK(chart.exportName() == "networks");
    const QStringList lines = QString::fromUtf8(chart.csv()).split('\n', Qt::SkipEmptyParts);
    REQUIRE(lines.size() == 1 + 2 * 10);
    CHECK(lines[1] == "mobile,mobilenet_v2_cifar,sparsity,%,90,1,1,1");
    CHECK(lines[11].startsWith("dense,densenet121_cifar,sparsity,%,50,2,2,4"));
    const QImage picture = exportImage(chart, chart.exportSize(), 1.0);
    // Two colours of bars beside white and the greys of texts and lines.
    int first = 0;
    int second = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QRgb pixel = picture.pixel(x, y);
            first += pixel == categoricalColour(0, false).rgb() ? 1 : 0;
            second += pixel == categoricalColour(1, false).rgb() ? 1 : 0;
        }
    }
    CHECK(first > 500);
    CHECK(second > 500);
}
