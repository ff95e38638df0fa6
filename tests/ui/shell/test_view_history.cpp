// Back and forward through what was looked at, on a real study.
#include <QTabWidget>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include "tests/ui/shell/workbench.h"
#include "ui/shell/view_history.h"
#include "ui/workspace/network_list.h"

using namespace secateur;
using namespace secateur::test;

namespace {

/// baseline and pruned, looked at on the first page.
struct HistoryBench : Workbench {
    HistoryBench() {
        createStudy("mine.secateur");
        PruneRecipe recipe;
        recipe.amount = 0.3;
        window().runner().prune(recipe);
        settle();
        looked();
    }
    QString layer() { return workspace().selection().layer(); }
    int page() { return find<QTabWidget>("pages").currentIndex(); }
    /// Looked at long enough to be a place.
    void look(int page, int64_t variant, const QString& layer) {
        glance(page, variant, layer);
        looked();
    }
    /// Until where one is now was looked at long enough: sooner it was passed on the way.
    void looked() {
        QCoreApplication::processEvents();
        REQUIRE(waitUntil([this] { return !find<QTimer>("historySettled").isActive(); }));
    }
    void glance(int page, int64_t variant, const QString& layer) {
        find<QTabWidget>("pages").setCurrentIndex(page);
        workspace().setVariant(variant);
        workspace().selection().select("block", layer);
    }
    void go(const char* direction) {
        INFO(direction);
        REQUIRE(action(direction).isEnabled());
        action(direction).trigger();
        settle();
    }
    bool at(int wantedPage, int64_t variant, const QString& wantedLayer) {
        return page() == wantedPage && workspace().variant() == variant && layer() == wantedLayer;
    }
};

}  // namespace

TEST_CASE("Back and forward bring page, network and layer back", "[shell][history]") {
    HistoryBench bench;
    bench.look(0, 2, "a");
    bench.look(1, 2, "a");
    bench.look(1, 1, "b");
    CHECK(!bench.action("forward").isEnabled());
    bench.go("back");
    CHECK(bench.at(1, 2, "a"));
    bench.go("back");
    CHECK(bench.at(0, 2, "a"));
    bench.go("forward");
    CHECK(bench.at(1, 2, "a"));
    bench.go("forward");
    CHECK(bench.at(1, 1, "b"));
    CHECK(!bench.action("forward").isEnabled());

    bench.go("back");
    bench.look(2, 2, "c");  // what would have been forward is gone
    CHECK(!bench.action("forward").isEnabled());
    bench.go("back");
    CHECK(bench.at(1, 2, "a"));
}

TEST_CASE("What is passed on the way is no place, where one is now is one at once",
          "[shell][history]") {
    HistoryBench bench;
    bench.look(0, 2, "a");
    for (const char* passed : {"b", "c", "d"}) {
        bench.glance(0, 2, passed);
    }
    bench.go("back");
    CHECK(bench.at(0, 2, "a"));
    bench.go("forward");
    CHECK(bench.at(0, 2, "d"));
}

TEST_CASE("Removed networks are passed over, another study begins anew", "[shell][history]") {
    HistoryBench bench;
    bench.look(0, 1, "a");
    bench.look(0, 2, "b");
    bench.look(0, 1, "c");
    bench.workspace().networks().remove(2);
    bench.settle();
    REQUIRE(bench.snapshot()->variants.size() == 1);
    bench.go("back");
    CHECK(bench.at(0, 1, "a"));

    bench.createStudy("other.secateur");
    bench.looked();
    CHECK(!bench.action("back").isEnabled());
    CHECK(!bench.action("forward").isEnabled());
}

TEST_CASE("Buttons of the mouse go back and forward, from the start page, too",
          "[shell][history]") {
    HistoryBench bench;
    bench.look(0, 2, "a");
    bench.look(3, 2, "a");
    auto& pages = bench.find<QTabWidget>("pages");
    QTest::mouseClick(pages.currentWidget(), Qt::BackButton);
    CHECK(bench.page() == 0);
    QTest::mouseClick(pages.currentWidget(), Qt::ForwardButton);
    CHECK(bench.page() == 3);
    bench.action("startPageAction").trigger();
    REQUIRE(!pages.isVisible());
    bench.find<QToolButton>("backButton").defaultAction()->trigger();
    CHECK(pages.isVisible());
    CHECK(bench.page() == 0);
}

TEST_CASE("Places are forgotten beyond a bound", "[shell][history]") {
    HistoryBench bench;
    auto& back = bench.action("back");
    for (size_t i = 0; i < ViewHistory::kPlaces + 20; ++i) {
        bench.glance(static_cast<int>(i % 2), 2, QString::number(i));
        back.trigger();  // makes a place of it at once
        bench.action("forward").trigger();
    }
    size_t steps = 0;
    for (; back.isEnabled(); ++steps) {
        back.trigger();
    }
    CHECK(steps == ViewHistory::kPlaces - 1);
}
