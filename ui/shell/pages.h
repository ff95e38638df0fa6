#pragma once

#include <QList>
#include <vector>

#include "ui/workspace/page_controller.h"

class QAction;
class QTabWidget;

namespace secateur {

/// Places of the pages among the tabs.
enum class PageIndex { Model, Sensitivity, Histograms, Compare, Quantization, Ranking, Time };

/// Makes the pages of the window, a tab each, in their order. The tabs own them.
std::vector<PageController*> makePages(Workspace& workspace, StageRunner& runner, QTabWidget& tabs);

/// By the right button, on the pages and on their drawings, which do not hand it on.
void offerActions(const std::vector<PageController*>& pages, const QList<QAction*>& actions);

/// Of the page in front; of all pages.
std::vector<Exportable*> drawingsInFront(const std::vector<PageController*>& pages,
                                         const QTabWidget& tabs);
std::vector<Exportable*> allDrawings(const std::vector<PageController*>& pages);

}  // namespace secateur
