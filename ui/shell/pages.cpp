#include "ui/shell/pages.h"

#include <algorithm>
#include <utility>

#include "ui/compare/compare_page.h"
#include "ui/histograms/histograms_page.h"
#include "ui/model_view/model_page.h"
#include "ui/quantization/quantization_page.h"
#include "ui/ranking/ranking_page.h"
#include "ui/sensitivity/sensitivity_page.h"

namespace secateur {

namespace {

constexpr int kColourDelayMs = 100;

}  // namespace

Pages::Pages(Workspace& workspace, StageRunner& runner, QTabWidget& tabs)
    : QObject(&tabs),
      m_workspace(workspace),
      m_runner(runner),
      m_tabs(tabs),
      m_model(new ModelPage(&workspace.selection(), &tabs)),
      m_sensitivity(new SensitivityPage(&workspace.selection(), &tabs)),
      m_histograms(new HistogramsPage(&workspace.selection(), &workspace.undoStack(), &tabs)),
      m_compare(new ComparePage(&tabs)),
      m_quantization(new QuantizationPage(&workspace.selection(), &tabs)),
      m_ranking(new RankingPage(&tabs)) {
    tabs.addTab(m_model, tr("Model"));
    tabs.addTab(m_sensitivity, tr("Sensitivity"));
    tabs.addTab(m_histograms, tr("Histograms"));
    tabs.addTab(m_compare, tr("Compare"));
    tabs.addTab(m_quantization, tr("Quantization"));
    tabs.addTab(m_ranking, tr("Ranking"));
    connect(&workspace, &Workspace::studyOpened, this, &Pages::forgetStudy);
    connect(&workspace, &Workspace::variantChanged, this, &Pages::forgetVariant);
    connect(&workspace, &Workspace::networkChanged, this, &Pages::showNetwork);
    connect(&workspace, &Workspace::snapshotChanged, this, &Pages::showStudy);
    setupModel();
    setupSensitivity();
    setupHistograms();
    setupCompare();
    setupQuantization();
}

std::vector<Exportable*> Pages::drawingsInFront() const {
    const QWidget* page = m_tabs.currentWidget();
    return page == m_model          ? std::vector<Exportable*>{&m_model->drawing()}
           : page == m_sensitivity  ? m_sensitivity->exportables()
           : page == m_histograms   ? m_histograms->exportables()
           : page == m_quantization ? m_quantization->exportables()
           : page == m_ranking      ? m_ranking->exportables()
                                    : m_compare->exportables();
}

std::vector<Exportable*> Pages::drawings() const {
    std::vector<Exportable*> all{&m_model->drawing()};
    for (const auto& some :
         {m_sensitivity->exportables(), m_histograms->exportables(), m_compare->exportables(),
          m_quantization->exportables(), m_ranking->exportables()}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

std::function<bool()> Pages::whileVariantIs() const {
    return [this, study = m_workspace.study(), variant = m_workspace.variant()] {
        return m_workspace.study() == study && m_workspace.variant() == variant;
    };
}

void Pages::setupModel() {
    m_colourTimer.setSingleShot(true);
    m_colourTimer.setInterval(kColourDelayMs);
    connect(&m_colourTimer, &QTimer::timeout, this, [this] { m_model->setValues(m_values); });
    connect(&m_workspace, &Workspace::weightErrorsChanged, this, [this] {
        m_values.quantizationSqnrDb.clear();
        for (const WeightError& error : m_workspace.weightErrors()) {
            m_values.quantizationSqnrDb[error.layer] = error.perChannelDb;
        }
        m_colourTimer.start();
        m_histograms->setWeightErrors(m_workspace.weightErrors());
    });
}

void Pages::setupCompare() {
    connect(m_ranking, &RankingPage::compareRequested, this, &Pages::compareNetworksRequested);
    connect(&m_workspace, &Workspace::dataChanged, this,
            [this] { m_compare->setData(m_workspace.data()); });
    connect(m_compare, &ComparePage::variantActivated, &m_workspace, &Workspace::setVariant);
    connect(m_compare, &ComparePage::evaluateRequested, this,
            [this](const std::vector<int64_t>& variants) {
                if (m_runner.ready()) {
                    m_runner.evaluate(variants, 0);
                }
            });
}

void Pages::forgetStudy() {
    forgetVariant();
    m_model->setNetwork(nullptr);
    m_sensitivity->setNetwork(nullptr);
    m_compare->setSnapshot(nullptr);
    m_ranking->setSnapshot(nullptr);
    m_compare->setData(nullptr);
    m_studyIsNew = true;
}

/// What is on the pages is of another network: it must not stand beside the new one's name.
void Pages::forgetVariant() {
    m_plan = {};
    m_values = {};
    m_colourTimer.start();
    m_workspace.undoStack().clear();
    m_sensitivity->setSweeps({});
    m_sensitivity->setMeasuredPlan({});
    m_histograms->setNetwork(nullptr);
    m_quantization->setNetwork(nullptr, false);
}

void Pages::showNetwork() {
    const auto network = m_workspace.network();
    m_model->setNetwork(network);
    m_sensitivity->setNetwork(network);
    m_histograms->setNetwork(network);
    showClips();
    selectSomething();
    showStoredActivations();
    showSensitivity();
    showChecks();
}

/// A page about one layer has something to show from the start.
void Pages::selectSomething() {
    const auto network = m_workspace.network();
    Selection& selection = m_workspace.selection();
    const auto first = std::find_if(network->layers.begin(), network->layers.end(),
                                    [](const LayerCost& layer) { return layer.weights > 0; });
    if (selection.layer().isEmpty() && first != network->layers.end()) {
        selection.select(QString::fromStdString(first->block), QString::fromStdString(first->name));
    }
}

void Pages::showStudy() {
    m_compare->setSnapshot(m_workspace.snapshot());
    m_ranking->setSnapshot(m_workspace.snapshot());
    showSensitivity();
    showMeasuredPlan();
    showVariantOfChecks();
    showTrainings();
    const auto snapshot = m_workspace.snapshot();
    if (snapshot && std::exchange(m_studyIsNew, false) && snapshot->variants.empty() &&
        !snapshot->comparisons.empty()) {
        m_tabs.setCurrentWidget(m_ranking);  // nothing is to be seen on the other pages
    }
}

}  // namespace secateur
