#include "ui/quantization/quantization_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <QLocale>
#include <algorithm>

#include "ui/base/core_text.h"
#include "ui/base/number_text.h"
#include "ui/base/widgets.h"
#include "ui/models/check_panel.h"
#include "ui/quantization/check_headings.h"
#include "ui/quantization/qat_plot.h"

namespace secateur {

namespace {

constexpr int kParityImages = 16;  // the reference is plain loops
constexpr int kMostParityImages = 10'000;

QString noNetwork() {
    return QuantizationPage::tr("No network is open. Open a study or a checkpoint (Ctrl+O).");
}

/// "Epoch 2 of 3 runs was best": what the epochs come to.
QString epochsText(const StoredTraining& training) {
    const EpochRecord* best = nullptr;
    for (const EpochRecord& epoch : training.epochs) {
        if (best == nullptr || epoch.accuracy > best->accuracy) {
            best = &epoch;
        }
    }
    if (best == nullptr || !best->quantization) {
        return {};
    }
    return QuantizationPage::tr("Best epoch %1 of %2: converted INT8 %3, simulated %4, loss %5")
        .arg(best->epoch)
        .arg(training.epochs.size())
        .arg(percentText(best->accuracy), percentText(best->quantization->simulatedAccuracy),
             QLocale().toString(best->loss, 'f', 4));
}

}  // namespace

QuantizationPage::QuantizationPage(Selection* selection, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_tabs(new QTabWidget(this)),
      m_errorPanel(new CheckPanel(QStringLiteral("layerErrors"), tr("&Measure layer errors…"),
                                  quantErrorTable({}), this)),
      m_parityPanel(new CheckPanel(QStringLiteral("parity"), tr("&Verify"),
                                   parityTable(ParityReport()), this)),
      m_parityImages(new QSpinBox(this)),
      m_qat(new QatPlot(this)),
      m_qatStack(new QStackedWidget(this)),
      m_qatEmpty(messageLabel("qatEmpty")),
      m_qatHeading(new QLabel(this)),
      m_runs(comboBox("qatRuns", tr("Which training is looked at."), 24)),
      m_train(new QPushButton(tr("Quantization-aware &training…"), this)) {
    setObjectName(QStringLiteral("quantizationPage"));
    m_tabs->setObjectName(QStringLiteral("quantizationTabs"));
    m_tabs->setDocumentMode(true);
    setupParity();
    m_errorPanel->model().setExportTitle(tr("Errors of the quantized layers"));
    m_parityPanel->model().setExportTitle(tr("Parity of simulation, reference and kernels"));
    addTab(m_tabs, m_errorPanel, tr("Layer &errors"), tr("Which layer's quantization costs what."));
    addTab(m_tabs, m_parityPanel, tr("&Parity"),
           tr("Simulation, integer reference and kernels, layer by layer."));
    addTab(m_tabs, setupQat(), tr("&QAT"), tr("Quantization-aware training over its epochs."));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_tabs);
    connect(m_errorPanel, &CheckPanel::requested, this, &QuantizationPage::errorsRequested);
    connect(m_errorPanel, &CheckPanel::layerClicked, this, &QuantizationPage::selectLayer);
    connect(m_parityPanel, &CheckPanel::layerClicked, this, &QuantizationPage::selectLayer);
    connect(m_selection, &Selection::changed, this, &QuantizationPage::followSelection);
    connect(m_runs, &QComboBox::currentIndexChanged, this, &QuantizationPage::showTraining);
    connect(m_train, &QPushButton::clicked, this, &QuantizationPage::qatRequested);
    showTraining();
    updateTexts();
}

void QuantizationPage::setupParity() {
    m_parityImages->setObjectName(QStringLiteral("parityImages"));
    m_parityImages->setRange(1, kMostParityImages);
    m_parityImages->setValue(kParityImages);
    m_parityImages->setToolTip(
        tr("Test images that run through the network three ways; the integer reference is slow."));
    m_parityPanel->addControl(m_parityImages, tr("&Images"));
    connect(m_parityPanel, &CheckPanel::requested, this,
            [this] { emit parityRequested(m_parityImages->value()); });
}

QWidget* QuantizationPage::setupQat() {
    m_qatHeading->setObjectName(QStringLiteral("qatHeading"));
    m_qatHeading->setWordWrap(true);
    m_train->setObjectName(QStringLiteral("runQat"));
    m_train->setToolTip(
        tr("Trains with fake quantization from where post-training quantization ends; the "
           "converted INT8 network is measured after every epoch."));
    auto* top = new QHBoxLayout;
    top->addWidget(labelFor(m_runs, tr("&Run")));
    top->addWidget(m_runs);
    top->addStretch(1);
    top->addWidget(m_train);
    m_qatStack->addWidget(m_qatEmpty);
    m_qatStack->addWidget(m_qat);
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->addLayout(top);
    layout->addWidget(m_qatHeading);
    layout->addWidget(m_qatStack, 1);
    return page;
}

void QuantizationPage::setNetwork(std::shared_ptr<const GraphCost> network, bool quantized) {
    m_network = std::move(network);
    m_quantized = quantized;
    setErrors(nullptr);
    setParity(nullptr);
    updateTexts();
}

void QuantizationPage::setQuantized(bool quantized) {
    m_quantized = quantized;
    updateTexts();
}

void QuantizationPage::setSource(const QString& name) {
    m_source = name;
}

void QuantizationPage::setElsewhere(const QStringList& errors, const QStringList& parity) {
    m_errorsElsewhere = errors;
    m_parityElsewhere = parity;
    updateTexts();
}

void QuantizationPage::setErrors(std::shared_ptr<const QuantErrors> errors) {
    const QuantErrors none;
    const QuantErrors& shown = errors ? *errors : none;
    const QString heading = layerErrorHeading(shown);
    m_errorPanel->setHeading(heading);
    Table table = quantErrorTable(rankedErrors(shown.noises, shown.points), inWindowLanguage);
    table.caption =
        (m_source.isEmpty() ? heading : tr("%1: %2").arg(m_source, heading)).toStdString();
    m_errorPanel->setTable(std::move(table));
    followSelection();
}

void QuantizationPage::setParity(std::shared_ptr<const ParityReport> report) {
    const ParityReport none;
    const ParityReport& shown = report ? *report : none;
    m_parityPanel->setHeading(parityHeading(shown));
    Table table = parityTable(shown);
    table.caption = m_source.toStdString();
    m_parityPanel->setTable(std::move(table));
    followSelection();
}

void QuantizationPage::setTrainings(std::vector<NamedTraining> trainings) {
    const int before = m_runs->currentIndex();
    const int64_t chosen =
        before >= 0 ? m_trainings[static_cast<size_t>(before)].training->id : int64_t{0};
    const bool newOne = trainings.size() > m_trainings.size();
    m_trainings = std::move(trainings);
    {
        const QSignalBlocker blocker(m_runs);
        m_runs->clear();
        for (const NamedTraining& named : m_trainings) {
            m_runs->addItem(named.title);
        }
        const auto kept =
            std::find_if(m_trainings.begin(), m_trainings.end(),
                         [&](const auto& named) { return named.training->id == chosen; });
        const bool last = newOne || kept == m_trainings.end();
        m_runs->setCurrentIndex(last ? m_runs->count() - 1
                                     : static_cast<int>(kept - m_trainings.begin()));
    }
    showTraining();
}

void QuantizationPage::showTraining() {
    const int index = m_runs->currentIndex();
    m_runs->setEnabled(m_runs->count() > 0);
    m_qatStack->setCurrentIndex(index >= 0 ? 1 : 0);
    if (index < 0) {
        m_qat->setEpochs({});
        m_qatHeading->clear();
        return;
    }
    const NamedTraining& named = m_trainings[static_cast<size_t>(index)];
    m_qat->setCaption(named.title);
    m_qat->setEpochs(named.training->epochs);
    m_qatHeading->setText(epochsText(*named.training));
}

void QuantizationPage::setMeasuringErrors(bool measuring) {
    m_errorPanel->setBusy(measuring ? tr("measuring…") : QString());
}

void QuantizationPage::setVerifying(bool verifying) {
    m_parityPanel->setBusy(verifying ? tr("comparing…") : QString());
}

std::vector<Exportable*> QuantizationPage::exportables() {
    return {&m_errorPanel->model(), &m_parityPanel->model(), m_qat};
}

void QuantizationPage::updateTexts() {
    m_errorPanel->setRunnable(m_network && !m_quantized);
    m_parityPanel->setRunnable(m_network && m_quantized);
    m_train->setEnabled(m_network && !m_quantized);
    setEmptyText(
        *m_errorPanel,
        m_quantized
            ? tr("This network is quantized already. Choose the FP32 network that it was made from "
                 "to see which layer's quantization costs what.")
            : tr("Nothing measured yet. For every layer: the SQNR of weights and output, and the "
                 "accuracy with only this layer quantized and with all but this one."),
        m_errorsElsewhere);
    setEmptyText(
        *m_parityPanel,
        m_quantized
            ? tr("Nothing compared yet. Simulation, integer reference and the engine's kernels "
                 "compute the same images, layer by layer; where they differ, it is seen.")
            : tr("Parity is a matter of INT8 networks. Quantize this one (F9), or choose one of "
                 "the networks that were made from it."),
        m_parityElsewhere);
    m_qatEmpty->setText(!m_network ? noNetwork()
                                   : tr("No quantization-aware training in this study yet. It "
                                        "repairs what quantization costs."));
}

/// What is known nearby is said.
void QuantizationPage::setEmptyText(CheckPanel& panel, const QString& text,
                                    const QStringList& elsewhere) const {
    panel.setEmptyText(!m_network ? noNetwork()
                       : elsewhere.isEmpty()
                           ? text
                           : text + QLatin1Char('\n') +
                                 tr("It is known of %1: choose it in the list of networks.")
                                     .arg(elsewhere.join(QLatin1String(", "))));
}

void QuantizationPage::followSelection() {
    m_errorPanel->setSelectedLayer(m_selection->layer());
    m_parityPanel->setSelectedLayer(m_selection->layer());
    m_qat->setSelectedLayer(m_selection->layer());
}

void QuantizationPage::selectLayer(const QString& layer) {
    const std::string name = layer.toStdString();
    const auto& layers = m_network ? m_network->layers : std::vector<LayerCost>();
    const auto found = std::find_if(layers.begin(), layers.end(),
                                    [&](const LayerCost& cost) { return cost.name == name; });
    if (found != layers.end()) {
        m_selection->select(QString::fromStdString(found->block), layer);
    }
}

}  // namespace secateur
