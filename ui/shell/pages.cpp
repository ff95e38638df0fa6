#include "ui/shell/pages.h"

#include <QAction>
#include <QScrollArea>
#include <QTabWidget>

#include "ui/compare/compare_controller.h"
#include "ui/histograms/histograms_controller.h"
#include "ui/model_view/model_controller.h"
#include "ui/quantization/quantization_controller.h"
#include "ui/ranking/ranking_controller.h"
#include "ui/sensitivity/sensitivity_controller.h"
#include "ui/time/time_controller.h"

namespace secateur {

namespace {

/// What a page needs at least does not make the window larger than the screen.
QScrollArea* scrolled(QWidget& page) {
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(&page);
    return area;
}

}  // namespace

std::vector<PageController*> makePages(Workspace& workspace, StageRunner& runner,
                                       QTabWidget& tabs) {
    const std::vector<PageController*> pages{
        new ModelController(workspace, runner, &tabs),
        new SensitivityController(workspace, runner, &tabs),
        new HistogramsController(workspace, runner, &tabs),
        new CompareController(workspace, runner, &tabs),
        new QuantizationController(workspace, runner, &tabs),
        new RankingController(workspace, runner, &tabs),
        new TimeController(workspace, runner, &tabs),
    };
    for (PageController* page : pages) {
        const int index = tabs.addTab(scrolled(page->widget()), page->title());
        QObject::connect(page, &PageController::frontWanted, &tabs,
                         [index, &tabs] { tabs.setCurrentIndex(index); });
    }
    return pages;
}

void offerActions(const std::vector<PageController*>& pages, const QList<QAction*>& actions) {
    for (PageController* page : pages) {
        QList<QWidget*> places = page->widget().findChildren<QWidget*>();
        places.removeIf([](QWidget* place) { return dynamic_cast<Exportable*>(place) == nullptr; });
        for (QWidget* place : places << &page->widget()) {
            place->addActions(actions);
            place->setContextMenuPolicy(Qt::ActionsContextMenu);
        }
    }
}

std::vector<Exportable*> drawingsInFront(const std::vector<PageController*>& pages,
                                         const QTabWidget& tabs) {
    return pages[static_cast<size_t>(tabs.currentIndex())]->drawings();
}

std::vector<Exportable*> allDrawings(const std::vector<PageController*>& pages) {
    std::vector<Exportable*> all;
    for (PageController* page : pages) {
        const std::vector<Exportable*> some = page->drawings();
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

}  // namespace secateur
