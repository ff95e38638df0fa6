#pragma once

#include <QTest>
#include <QUndoStack>

#include "tests/support/made_up_sweep.h"
#include "tests/support/settle.h"
#include "tests/support/ui_catch.h"
#include "ui/sensitivity/curve_plot.h"
#include "ui/sensitivity/heatmap_plot.h"
#include "ui/sensitivity/sensitivity_page.h"

namespace secateur::made_up {

using Points = std::vector<SensitivityPoint>;

inline std::shared_ptr<const Points> shared(Points points) {
    return std::make_shared<const Points>(std::move(points));
}

inline ShownSweep pruning(Points points) {
    ShownSweep sweep;
    sweep.key = "prune";
    sweep.title = "Pruned weights (L1) by layer";
    sweep.points = shared(std::move(points));
    return sweep;
}

/// A page on the screen, 1280x720, with the network and no points.
struct ShownPage {
    Selection selection;
    QUndoStack undo;
    SensitivityPage page{&selection, &undo};
    std::shared_ptr<const GraphCost> network = mobileNet();

    ShownPage() {
        page.resize(1280, 720);
        page.show();
        page.setNetwork(network);
        settle();
    }
    void settle() { secateur::settle(); }
    /// Of the one exact sweep of pruning by layer.
    void setPoints(Points points) { setSweeps({pruning(std::move(points))}); }
    void setSweeps(std::vector<ShownSweep> sweeps) {
        page.setSweeps(std::move(sweeps));
        settle();
    }
    template <class Widget>
    Widget& find(const char* name) {
        auto* widget = page.findChild<Widget*>(QLatin1String(name));
        REQUIRE(widget != nullptr);
        return *widget;
    }
    CurvePlot& plot() { return find<CurvePlot>("curvePlot"); }
    HeatmapPlot& heatmap() { return find<HeatmapPlot>("heatmapPlot"); }
};

}  // namespace secateur::made_up
