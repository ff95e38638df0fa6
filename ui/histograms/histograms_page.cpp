#include "ui/histograms/histograms_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <algorithm>
#include <utility>

#include "core/quant/quantize_options.h"
#include "ui/base/latest_task.h"
#include "ui/histograms/channel_range_plot.h"
#include "ui/histograms/histogram_plot.h"
#include "ui/histograms/layer_list_model.h"
#include "ui/histograms/range_table_model.h"

namespace secateur {

namespace {

constexpr int kOutputBits = 8;
constexpr int kWeightBits = 8;
enum Page { ContentPage, EmptyPage };

}  // namespace

HistogramsPage::HistogramsPage(Selection* selection, QUndoStack* undo, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_undo(undo) {
    setObjectName("histogramsPage");
    m_rangeTask = new LatestTask(this);
    m_errorTask = new LatestTask(this);
    setupBar();
    connectChoosers();
    connectRange();
    showTarget();
}

HistogramsPage::~HistogramsPage() = default;

void HistogramsPage::setNetwork(std::shared_ptr<const GraphCost> network) {
    m_network = std::move(network);
    m_weights.reset();
    m_activations.reset();
    m_weightErrors.clear();
    m_clips.clear();
    m_problem.clear();
    m_asked.clear();
    showTarget();
}

void HistogramsPage::setWeightHistogram(std::shared_ptr<const WeightHistogram> histogram) {
    if (histogram && QString::fromStdString(histogram->layer) != m_layer) {
        return;
    }
    m_weights = std::move(histogram);
    m_problem.clear();
    if (target() == ClipTarget::Weights) {
        showLayer();
    }
}

void HistogramsPage::setActivationHistograms(
    std::shared_ptr<const ActivationHistograms> histograms) {
    m_activations = std::move(histograms);
    m_problem.clear();
    if (target() == ClipTarget::Activations) {
        showTarget();
    }
}

void HistogramsPage::setWeightErrors(std::vector<WeightError> errors) {
    m_weightErrors = std::move(errors);
    showErrors();
}

void HistogramsPage::setActivationBits(int bits) {
    m_activationBits = bits;
    if (target() == ClipTarget::Activations) {
        showTarget();
    }
}

void HistogramsPage::setSource(const QString& text) {
    m_source->setText(text);
}

void HistogramsPage::setCollecting(bool collecting) {
    m_collecting = collecting;
    showLayer();
}

void HistogramsPage::setProblem(const QString& text) {
    m_problem = text;
    showLayer();
}

std::vector<Exportable*> HistogramsPage::exportables() {
    return {m_histogram, m_channels, m_panel->table()};
}

ClipTarget HistogramsPage::target() const {
    return m_targetChooser->currentIndex() == 0 ? ClipTarget::Weights : ClipTarget::Activations;
}

bool HistogramsPage::perChannel() const {
    return target() == ClipTarget::Weights && m_granularityChooser->currentIndex() == 0;
}

void HistogramsPage::showTarget() {
    m_granularityChooser->setEnabled(target() == ClipTarget::Weights);
    m_known.clear();
    m_problem.clear();
    showLayers();
    showLayer();
}

void HistogramsPage::showLayers() {
    m_layers = m_network ? rangedLayers(*m_network, target(), m_activations.get()) : QStringList();
    const QSignalBlocker quiet(m_layerChooser);
    m_layerChooser->clear();
    m_layerChooser->addItems(m_layers);
    m_layerChooser->setEnabled(!m_layers.isEmpty());
    const QSignalBlocker quietList(m_listView->selectionModel());
    showErrors();
    findActivationErrors();
}

void HistogramsPage::chooseLayer(const QString& layer) {
    if (m_network) {
        m_selection->select(blockOf(*m_network, layer), layer);
    }
}

void HistogramsPage::showLayer() {
    const QString layer =
        m_network ? rangedLayerOf(*m_network, m_layers, m_selection->layer()) : QString();
    if (layer != m_layer) {
        m_layer = layer;
        m_problem.clear();
    }
    markLayer();
    m_subject = makeSubject();
    showScheme();
    m_channels->setVisible(perChannel());
    if (!m_subject) {
        m_rangeTask->forget();
        m_histogram->clear();
        m_channels->setWeights(nullptr);
        m_panel->clear();
        askForWeights();
        return;
    }
    m_stack->setCurrentIndex(ContentPage);
    m_histogram->setSubject(*m_subject);
    m_channels->setWeights(m_subject->channels);
    m_panel->setSubject(*m_subject);
    showStoredRange();
    findRanges();
}

void HistogramsPage::showScheme() {
    if (!m_subject) {
        m_scheme->clear();
        return;
    }
    const int bits = m_subject->scheme.bits;
    const QString integers =
        m_subject->scheme.symmetricSigned
            ? QString("%1 bits, symmetric: integers -%2 to %2, %3")
                  .arg(bits)
                  .arg((1 << (bits - 1)) - 1)
                  .arg(m_subject->perChannel() ? "one scale a channel" : "one scale for the tensor")
            : QString("%1 bits, affine: integers 0 to %2").arg(bits).arg((1 << bits) - 1);
    m_scheme->setText(m_layer + ", " + targetName(target()) + ": " + integers);
}

void HistogramsPage::markLayer() {
    const QSignalBlocker quiet(m_layerChooser);
    m_layerChooser->setCurrentIndex(static_cast<int>(m_layers.indexOf(m_layer)));
    const int row = m_list->rowOf(m_layer);
    if (row < 0) {
        m_listView->clearSelection();
        return;
    }
    const QModelIndex index = m_sortedList->mapFromSource(m_list->index(row, 0));
    if (m_listView->currentIndex().row() != index.row()) {
        m_listView->setCurrentIndex(index);
    }
    m_listView->selectRow(index.row());
}

RangeSubject HistogramsPage::activationSubject(const QString& layer) const {
    const ActivationHistogram& found = m_activations->at(layer.toStdString());
    RangeSubject subject;
    subject.layer = layer;
    subject.target = ClipTarget::Activations;
    subject.scheme = {false, isOutput(*m_network, layer) ? kOutputBits : m_activationBits};
    subject.relu6 = found.relu6;
    subject.movingAverage = found.movingAverage;
    QuantizeOptions options;
    options.reduceRange = subject.scheme.bits == kOutputBits ? ReduceRange::Off : ReduceRange::On;
    subject.fixedRelu6 = found.relu6 && fixesRelu6(options, found.values.maximum());
    subject.histogram = std::shared_ptr<const Histogram>(m_activations, &found.values);
    return subject;
}

std::optional<RangeSubject> HistogramsPage::makeSubject() const {
    const bool weights = target() == ClipTarget::Weights;
    const bool known =
        !m_layer.isEmpty() &&
        (weights ? m_weights != nullptr && m_weights->layer == m_layer.toStdString()
                 : m_activations != nullptr && m_activations->count(m_layer.toStdString()) > 0);
    if (!known || !m_problem.isEmpty()) {
        return std::nullopt;
    }
    RangeSubject subject;
    if (weights) {
        subject.layer = m_layer;
        subject.target = ClipTarget::Weights;
        subject.scheme = {true, kWeightBits};
        subject.histogram = std::shared_ptr<const Histogram>(m_weights, &m_weights->all);
        subject.channels = perChannel() ? m_weights : nullptr;
    } else {
        subject = activationSubject(m_layer);
    }
    return subject.hasRange() ? std::optional(subject) : std::nullopt;
}

void HistogramsPage::showEmpty(const QString& text, bool offerCollecting) {
    m_emptyText->setText(text);
    m_collect->setVisible(offerCollecting);
    m_collect->setEnabled(!m_collecting);
    m_stack->setCurrentIndex(EmptyPage);
}

void HistogramsPage::askForWeights() {
    const bool weights = target() == ClipTarget::Weights;
    if (!m_network) {
        showEmpty("Open a network to see the histograms of its weights and activations.");
    } else if (!m_problem.isEmpty()) {
        showEmpty(m_problem, !weights);
    } else if (!weights && !m_activations) {
        showEmpty(m_collecting
                      ? "Collecting: the calibration images run through the network. The jobs "
                        "show how far it is."
                      : "The ranges of activations are not known yet. Collecting them runs the "
                        "calibration images through the network once, in the background, and keeps "
                        "a histogram of every layer's output in the study. From these you choose "
                        "what quantization clips.",
                  true);
    } else if (m_layer.isEmpty()) {
        showEmpty(
            "Select a layer, in the list on the left or in the model view, to see its "
            "histogram and choose its range.");
    } else if (weights && (!m_weights || m_weights->layer != m_layer.toStdString())) {
        showEmpty("Reading the weights of " + m_layer + " \u2026");
        if (isVisible() && m_asked != m_layer) {
            m_asked = m_layer;
            emit weightHistogramWanted(m_layer);
        }
    } else {
        showEmpty(QString("All %1 of %2 are zero: there is no range to choose. Select another "
                          "layer.")
                      .arg(targetName(target()), m_layer));
    }
}

void HistogramsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_subject) {
        askForWeights();
    }
}

void HistogramsPage::findRanges() {
    if (!m_subject) {
        return;
    }
    const RangeSubject subject = *m_subject;
    const double percentile = m_panel->percentile();
    m_rangeTask->start([this, subject, percentile] {
        auto found = findCandidates(subject, percentile);
        return [this, found = std::move(found)] {
            m_histogram->setCandidates(found);
            m_panel->setCandidates(found);
        };
    });
}

}  // namespace secateur
