#include "ui/model_view/model_controller.h"

#include "ui/model_view/model_page.h"

namespace secateur {

namespace {

constexpr int kColourDelayMs = 100;

}  // namespace

ModelController::ModelController(Workspace& workspace, StageRunner& runner, QWidget* parent)
    : PageController(workspace, runner, parent),
      m_page(new ModelPage(&workspace.selection(), parent)) {
    m_colourTimer.setSingleShot(true);
    m_colourTimer.setInterval(kColourDelayMs);
    connect(&m_colourTimer, &QTimer::timeout, this, [this] { m_page->setValues(m_values); });
    connect(&workspace, &Workspace::weightErrorsChanged, this, &ModelController::showWeightErrors);
    connect(&workspace, &Workspace::safeRatiosChanged, this,
            [this](const std::map<std::string, double>& ratios) {
                m_values.safeRatio = ratios;
                m_colourTimer.start();
            });
}

QWidget& ModelController::widget() {
    return *m_page;
}

std::vector<Exportable*> ModelController::drawings() {
    return {&m_page->drawing()};
}

void ModelController::forgetStudy() {
    m_page->setNetwork(nullptr);
}

void ModelController::forgetNetwork() {
    m_values = {};
    m_colourTimer.start();
}

void ModelController::showNetwork() {
    m_page->setNetwork(m_workspace.network());
}

void ModelController::showWeightErrors() {
    m_values.quantizationSqnrDb.clear();
    for (const WeightError& error : m_workspace.weightErrors()) {
        m_values.quantizationSqnrDb[error.layer] = error.perChannelDb;
    }
    m_colourTimer.start();
}

}  // namespace secateur
