#include "ui/compare/compare_controller.h"

#include "ui/compare/compare_page.h"

namespace secateur {

CompareController::CompareController(Workspace& workspace, StageRunner& runner, QWidget* parent)
    : PageController(workspace, runner, parent), m_page(new ComparePage(parent)) {
    connect(&workspace, &Workspace::dataChanged, this,
            [this] { m_page->setData(m_workspace.data()); });
    connect(m_page, &ComparePage::variantActivated, &workspace, &Workspace::setVariant);
    connect(m_page, &ComparePage::evaluateRequested, this,
            [this](const std::vector<int64_t>& variants) {
                if (m_runner.ready()) {
                    m_runner.evaluate(variants, 0);
                }
            });
}

QWidget& CompareController::widget() {
    return *m_page;
}

std::vector<Exportable*> CompareController::drawings() {
    return m_page->exportables();
}

void CompareController::forgetStudy() {
    m_page->setSnapshot(nullptr);
    m_page->setData(nullptr);
}

void CompareController::showStudy() {
    m_page->setSnapshot(m_workspace.snapshot());
}

}  // namespace secateur
