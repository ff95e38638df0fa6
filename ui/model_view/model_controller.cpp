#include "ui/model_view/model_controller.h"

namespace secateur {

namespace {

constexpr int kColourDelayMs = 100;

}  // namespace

ModelController::ModelController(Workspace& workspace, StageRunner& runner, QWidget* parent)
    : ControllerOf(workspace, runner, tr("Model"), "model.md",
                   new ModelPage(&workspace.selection(), parent)) {
    m_colourTimer.setSingleShot(true);
    m_colourTimer.setInterval(kColourDelayMs);
    connect(&m_colourTimer, &QTimer::timeout, this, [this] { m_page->setValues(m_values); });
    connect(&workspace, &Workspace::weightErrorsChanged, this, &ModelController::showWeightErrors);
    connect(&workspace, &Workspace::safeLevelsChanged, this,
            [this](const std::map<std::string, SafeLevel>& levels) {
                m_values.safeRatio.clear();
                m_values.largestTried.clear();
                for (const auto& [layer, safe] : levels) {
                    m_values.safeRatio[layer] = safe.level.number;
                    if (safe.hardestTried) {
                        m_values.largestTried.insert(layer);
                    }
                }
                m_colourTimer.start();
            });
}

void ModelController::showStudy() {
    showTimes();
}

/// A network that was just made may be read before the study is.
void ModelController::showTimes() {
    const auto snapshot = m_workspace.snapshot();
    auto times = snapshot ? layerTimes(*snapshot, m_workspace.variant())
                          : std::map<std::string, LayerTime>();
    if (times != m_values.times) {
        m_values.times = std::move(times);
        m_colourTimer.start();
    }
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
    showTimes();
}

void ModelController::showWeightErrors() {
    m_values.quantizationSqnrDb.clear();
    for (const WeightError& error : m_workspace.weightErrors()) {
        m_values.quantizationSqnrDb[error.layer] = error.perChannelDb;
    }
    m_colourTimer.start();
}

}  // namespace secateur
