#include "ui/checks/checks_page.h"

#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/checks/check_panel.h"
#include "ui/checks/error_table.h"
#include "ui/checks/parity_table.h"

namespace secateur {

namespace {

constexpr int kParityImages = 16;  // the reference is plain loops
constexpr int kMostParityImages = 10'000;

}  // namespace

ChecksPage::ChecksPage(Selection* selection, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_tabs(new QTabWidget(this)),
      m_errorPanel(new CheckPanel(QStringLiteral("layerErrors"), tr("&Measure layer errors…"),
                                  layerErrorTable({}, {}), this)),
      m_parityPanel(
          new CheckPanel(QStringLiteral("parity"), tr("&Verify"), parityTable({}, {}), this)),
      m_parityImages(new QSpinBox(this)) {
    setObjectName(QStringLiteral("checksPage"));
    m_tabs->setObjectName(QStringLiteral("checksTabs"));
    m_tabs->setDocumentMode(true);
    setupParity();
    m_tabs->addTab(m_errorPanel, tr("Layer &errors"));
    m_tabs->addTab(m_parityPanel, tr("&Parity"));
    m_tabs->setTabToolTip(0, tr("Which layer's quantization costs what."));
    m_tabs->setTabToolTip(1, tr("Simulation, integer reference and kernels, layer by layer."));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_tabs);
    connect(m_errorPanel, &CheckPanel::requested, this, &ChecksPage::errorsRequested);
    connect(m_errorPanel, &CheckPanel::layerClicked, this, &ChecksPage::selectLayer);
    connect(m_parityPanel, &CheckPanel::layerClicked, this, &ChecksPage::selectLayer);
    connect(m_selection, &Selection::changed, this, &ChecksPage::followSelection);
    updateTexts();
}

void ChecksPage::setupParity() {
    m_parityImages->setObjectName(QStringLiteral("parityImages"));
    m_parityImages->setRange(1, kMostParityImages);
    m_parityImages->setValue(kParityImages);
    m_parityImages->setToolTip(
        tr("Test images that run through the network three ways; the integer reference is slow."));
    m_parityPanel->addControl(m_parityImages, tr("&Images"));
    connect(m_parityPanel, &CheckPanel::requested, this,
            [this] { emit parityRequested(m_parityImages->value()); });
}

void ChecksPage::setNetwork(std::shared_ptr<const GraphCost> network, bool quantized) {
    m_network = std::move(network);
    m_quantized = quantized;
    setErrors(nullptr);
    setParity(nullptr);
    updateTexts();
}

void ChecksPage::setSource(const QString& name) {
    m_source = name;
}

void ChecksPage::setErrors(std::shared_ptr<const QuantErrors> errors) {
    const QuantErrors none;
    const QuantErrors& shown = errors ? *errors : none;
    const QString heading = layerErrorHeading(shown);
    m_errorPanel->setHeading(heading);
    m_errorPanel->setTable(
        layerErrorTable(shown, m_source.isEmpty() ? heading : tr("%1: %2").arg(m_source, heading)));
    followSelection();
}

void ChecksPage::setParity(std::shared_ptr<const ParityReport> report) {
    const ParityReport none;
    const ParityReport& shown = report ? *report : none;
    m_parityPanel->setHeading(parityHeading(shown));
    m_parityPanel->setTable(parityTable(shown, m_source));
    followSelection();
}

void ChecksPage::setMeasuringErrors(bool measuring) {
    m_errorPanel->setBusy(measuring ? tr("measuring…") : QString());
}

void ChecksPage::setVerifying(bool verifying) {
    m_parityPanel->setBusy(verifying ? tr("comparing…") : QString());
}

std::vector<Exportable*> ChecksPage::exportables() {
    return {&m_errorPanel->model(), &m_parityPanel->model()};
}

void ChecksPage::updateTexts() {
    const QString open = tr("No network is open. Open a study or a checkpoint (Ctrl+O).");
    m_errorPanel->setRunnable(m_network && !m_quantized);
    m_parityPanel->setRunnable(m_network && m_quantized);
    m_errorPanel->setEmptyText(
        !m_network ? open
        : m_quantized
            ? tr("This network is quantized already. Choose the FP32 network that it was made from "
                 "to see which layer's quantization costs what.")
            : tr("Nothing measured yet. For every layer: the SQNR of weights and output, and the "
                 "accuracy with only this layer quantized and with all but this one."));
    m_parityPanel->setEmptyText(
        !m_network ? open
        : m_quantized
            ? tr("Nothing compared yet. Simulation, integer reference and the engine's kernels "
                 "compute the same images, layer by layer; where they differ, it is seen.")
            : tr("Parity is a matter of INT8 networks. Quantize this one (F9), or choose one of "
                 "the networks that were made from it."));
}

void ChecksPage::followSelection() {
    m_errorPanel->setSelectedLayer(m_selection->layer());
    m_parityPanel->setSelectedLayer(m_selection->layer());
}

void ChecksPage::selectLayer(const QString& layer) {
    const std::string name = layer.toStdString();
    const auto& layers = m_network ? m_network->layers : std::vector<LayerCost>();
    const auto found = std::find_if(layers.begin(), layers.end(),
                                    [&](const LayerCost& cost) { return cost.name == name; });
    if (found != layers.end()) {
        m_selection->select(QString::fromStdString(found->block), layer);
    }
}

}  // namespace secateur
