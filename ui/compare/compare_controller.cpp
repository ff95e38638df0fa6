#include "ui/compare/compare_controller.h"

#include "ui/workspace/network_list.h"

namespace secateur {

CompareController::CompareController(Workspace& workspace, StageRunner& runner, QWidget* parent)
    : ControllerOf(workspace, runner, tr("Compare"), "compare.md", new ComparePage(parent)) {
    connect(&workspace, &Workspace::dataChanged, this,
            [this] { m_page->setData(m_workspace.data()); });
    connect(&workspace, &Workspace::macsChanged, this,
            [this] { m_page->setMacs(m_workspace.macs()); });
    connect(&runner, &StageRunner::shrunk, this, [this](qint64 smallest) {
        m_workspace.setVariant(smallest);
        m_page->showFront();
        emit frontWanted();
    });
    connect(m_page, &ComparePage::variantActivated, &workspace, &Workspace::setVariant);
    connect(&workspace.networks(), &NetworkList::choiceChanged, this, [this] {
        m_page->setChoice(m_workspace.networks().excluded(), m_workspace.networks().reference());
    });
    connect(m_page, &ComparePage::evaluateRequested, this,
            [this](const std::vector<int64_t>& variants) {
                if (m_runner.ready()) {
                    m_runner.evaluateAlike(variants);
                }
            });
}

void CompareController::forgetStudy() {
    m_page->setSnapshot(nullptr);
    m_page->setData(nullptr);
}

void CompareController::forgetNetwork() {
    m_page->follow(m_workspace.variant());
}

void CompareController::showStudy() {
    m_page->setSnapshot(m_workspace.snapshot());
}

}  // namespace secateur
