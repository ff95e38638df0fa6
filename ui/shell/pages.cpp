#include "ui/shell/pages.h"

#include <QTabWidget>

#include "ui/compare/compare_controller.h"
#include "ui/histograms/histograms_controller.h"
#include "ui/model_view/model_controller.h"
#include "ui/quantization/quantization_controller.h"
#include "ui/ranking/ranking_controller.h"
#include "ui/sensitivity/sensitivity_controller.h"

namespace secateur {

std::vector<PageController*> makePages(Workspace& workspace, StageRunner& runner,
                                       QTabWidget& tabs) {
    const std::vector<PageController*> pages{
        new ModelController(workspace, runner, &tabs),
        new SensitivityController(workspace, runner, &tabs),
        new HistogramsController(workspace, runner, &tabs),
        new CompareController(workspace, runner, &tabs),
        new QuantizationController(workspace, runner, &tabs),
        new RankingController(workspace, runner, &tabs),
    };
    for (PageController* page : pages) {
        tabs.addTab(&page->widget(), page->title());
        QObject::connect(page, &PageController::frontWanted, &tabs,
                         [page, &tabs] { tabs.setCurrentWidget(&page->widget()); });
    }
    return pages;
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
