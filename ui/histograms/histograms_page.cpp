#include "ui/histograms/histograms_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QUndoStack>
#include <QVBoxLayout>
#include <utility>

#include "ui/base/latest_task.h"
#include "ui/base/translation.h"
#include "ui/base/widgets.h"
#include "ui/histograms/channel_range_plot.h"
#include "ui/histograms/clip_commands.h"
#include "ui/histograms/histogram_plot.h"
#include "ui/histograms/network_layers.h"
#include "ui/models/figure_view.h"
#include "ui/models/range_text.h"

namespace secateur {

namespace {

enum Page { ContentPage, EmptyPage };

QComboBox* chooser(const char* name, const QString& accessibleName, const QString& tip,
                   int letters = 0) {
    QComboBox* box = comboBox(name, tip, letters);
    box->setAccessibleName(accessibleName);
    return box;
}

QCheckBox* checkBox(const QString& name, const QString& text, const QString& tip) {
    auto* box = new QCheckBox(text);
    box->setObjectName(name);
    box->setToolTip(tip);
    return box;
}

QString readout(const RangeSubject& subject, const RangeEffect& effect) {
    const QString scale =
        effect.smallestScale == effect.largestScale
            ? Text::tr("scale %1").arg(valueText(effect.largestScale))
            : Text::tr("scales %1 to %2")
                  .arg(valueText(effect.smallestScale), valueText(effect.largestScale));
    QStringList parts{Text::tr("clipped %1").arg(shareText(effect.clippedFraction)), scale};
    if (!subject.scheme.symmetricSigned) {
        parts << Text::tr("zero point %1").arg(effect.zeroPoint);
    }
    parts << Text::tr("SQNR \u2248 %1").arg(decibelText(effect.sqnrDb));
    return parts.join(QStringLiteral(" \u00B7 "));
}

}  // namespace

HistogramsPage::HistogramsPage(Selection* selection, QUndoStack* undo, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_undo(undo) {
    setObjectName("histogramsPage");
    m_rangeTask = new LatestTask(this);
    setupBar();
    connectChoosers();
    connectRange();
    showTarget();
}

HistogramsPage::~HistogramsPage() = default;

void HistogramsPage::setupChoosers() {
    m_layerChooser =
        chooser("layerChooser", tr("Layer"), tr("The layer whose values are shown."), 16);
    m_targetChooser = chooser("targetChooser", tr("Values"),
                              tr("Weights are known; activations are the layer's outputs over the "
                                 "calibration images."));
    m_targetChooser->addItems({tr("Weights"), tr("Activations")});
    m_recipeChooser = chooser(
        "recipeChooser", tr("Recipe"),
        tr("The recipe of quantization whose ranges are shown, with those chosen by hand."));
}

void HistogramsPage::setupBar() {
    setupChoosers();
    m_scheme = new QLabel;
    m_scheme->setObjectName("scheme");
    m_scheme->setToolTip(tr("How these values become integers."));
    m_source = new QLabel;
    m_source->setObjectName("source");
    m_source->setToolTip(tr("Where the values come from."));
    auto* logCounts =
        checkBox("logCounts", tr("Lo&g counts"),
                 tr("Draws the counts on a logarithmic scale, which shows rare values."));
    auto* hideZeros =
        checkBox("hideZeros", tr("Hide &zeros"),
                 tr("Leaves zeros out of the drawing: pruned weights and ReLU outputs "
                    "would flatten the rest."));
    hideZeros->setChecked(true);
    auto* bar = new QHBoxLayout;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_layerChooser, m_targetChooser,
                                                           m_recipeChooser, logCounts, hideZeros}) {
        bar->addWidget(widget);
    }
    bar->addStretch(1);
    auto* facts = new QHBoxLayout;
    facts->addWidget(m_scheme);
    facts->addStretch(1);
    facts->addWidget(m_source);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addLayout(facts);
    setupList();
    m_stack = new QStackedWidget;
    m_stack->setObjectName("histogramStack");
    m_stack->addWidget(setupContent());
    m_stack->addWidget(setupEmpty());
    layout->addWidget(
        splitterOf("histogramsSplitter", Qt::Horizontal, {m_list, m_stack}, {0, 1}, {270, 900}), 1);
    connect(logCounts, &QCheckBox::toggled, m_histogram, &HistogramPlot::setLogCounts);
    connect(hideZeros, &QCheckBox::toggled, m_histogram, &HistogramPlot::setZerosHidden);
}

void HistogramsPage::setupList() {
    m_list = new FigureView("rangeLayerList", rangedLayersTable({}));
    m_list->setAccessibleName(tr("Layers with a range"));
    m_list->sortByColumn(0, Qt::AscendingOrder);
    m_list->showBold(
        [this](const QString& layer) { return m_model.clipOf(layer, target()).has_value(); });
    QHeaderView* header = m_list->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    connect(m_list, &FigureView::keyChosen, this, &HistogramsPage::chooseLayer);
}

QWidget* HistogramsPage::setupContent() {
    m_histogram = new HistogramPlot;
    m_channels = new ChannelRangePlot;
    m_panel = new ClipPanel;
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(
        splitterOf("plotSplitter", Qt::Horizontal, {m_histogram, m_channels}, {0, 0}, {560, 400}),
        1);
    layout->addWidget(m_panel);
    return content;
}

QWidget* HistogramsPage::setupEmpty() {
    m_emptyText = messageLabel("emptyText");
    m_collect = new QPushButton(tr("&Collect activations (calibration)"));
    m_collect->setObjectName("collectActivations");
    m_collect->setToolTip(
        tr("Runs the calibration images through the network once, in the "
           "background, and keeps a histogram of every layer's output."));
    connect(m_collect, &QPushButton::clicked, this, &HistogramsPage::activationHistogramsWanted);
    return messagePage(m_emptyText, m_collect);
}

void HistogramsPage::connectChoosers() {
    connect(m_targetChooser, &QComboBox::currentIndexChanged, this, &HistogramsPage::showTarget);
    connect(m_recipeChooser, &QComboBox::activated, this,
            [this](int index) { emit recipeChosen(m_recipeChooser->itemText(index)); });
    connect(m_layerChooser, &QComboBox::activated, this,
            [this](int index) { chooseLayer(m_layerChooser->itemText(index)); });
    connect(m_selection, &Selection::changed, this, &HistogramsPage::showLayer);
}

void HistogramsPage::connectRange() {
    const auto edited = [this](const ClipRange& range) {
        const bool stored = m_model.clipOf(m_layer, target()) == range;
        showRange(range, stored ? ClipPanel::State::Chosen : ClipPanel::State::Edited);
    };
    connect(m_histogram, &HistogramPlot::rangeEdited, this, edited);
    connect(m_histogram, &HistogramPlot::rangeChosen, this, &HistogramsPage::chooseRange);
    connect(m_histogram, &HistogramPlot::candidateChosen, this, &HistogramsPage::chooseCandidate);
    connect(m_panel, &ClipPanel::endEdited, this, [this, edited](RangeEnd end, double value) {
        edited(movedRange(*m_subject, m_range, end, value));
    });
    connect(m_panel, &ClipPanel::applyRequested, this, [this] { chooseRange(m_range, 0); });
    connect(m_panel, &ClipPanel::automaticRequested, this, [this] {
        if (m_model.clipOf(m_layer, target())) {
            chooseRange(std::nullopt, 0);
        } else {
            showStoredRange();  // only the fields were changed
        }
    });
    connect(m_panel, &ClipPanel::candidateChosen, this, &HistogramsPage::chooseCandidate);
    connect(m_panel, &ClipPanel::percentileChanged, this, &HistogramsPage::findRanges);
}

void HistogramsPage::setNetwork(std::shared_ptr<const GraphCost> network) {
    m_network = std::move(network);
    m_weights.reset();
    m_model.forget();
    m_asked.clear();
    showTarget();
}

void HistogramsPage::setRecipes(const QStringList& names, const QString& current) {
    const QSignalBlocker quiet(m_recipeChooser);
    m_recipeChooser->clear();
    m_recipeChooser->addItems(names);
    m_recipeChooser->setCurrentText(current);
}

void HistogramsPage::setRanges(std::shared_ptr<const NetworkRanges> ranges) {
    m_model.setRanges(std::move(ranges));
    m_asked.clear();  // a recipe may have changed the weights
    m_recipeChooser->setEnabled(!m_model.stored());
    m_source->setText(m_model.sourceText());
    showTarget();
    askForWeights();
}

void HistogramsPage::setWeightHistogram(std::shared_ptr<const WeightHistogram> histogram) {
    if (histogram && QString::fromStdString(histogram->layer) != m_layer) {
        return;
    }
    m_weights = std::move(histogram);
    if (target() == ClipTarget::Weights) {
        showLayer();
    }
}

void HistogramsPage::setClips(std::vector<ClipChoice> clips) {
    if (clips == m_model.clips()) {
        return;
    }
    m_model.setClips(std::move(clips));
    showStoredRange();
    showRows();
}

void HistogramsPage::setCollecting(bool collecting) {
    m_collecting = collecting;
    showLayer();
}

std::vector<Exportable*> HistogramsPage::exportables() {
    return {m_histogram, m_channels, m_panel->table()};
}

ClipTarget HistogramsPage::target() const {
    return m_targetChooser->currentIndex() == 0 ? ClipTarget::Weights : ClipTarget::Activations;
}

void HistogramsPage::showTarget() {
    showLayers();
    showLayer();
}

void HistogramsPage::showLayers() {
    m_layers =
        m_network ? rangedLayers(*m_network, target(), m_model.activations()) : QStringList();
    const QSignalBlocker quiet(m_layerChooser);
    m_layerChooser->clear();
    m_layerChooser->addItems(m_layers);
    m_layerChooser->setEnabled(!m_layers.isEmpty());
    showRows();
}

void HistogramsPage::showRows() {
    std::vector<RangedLayer> rows;
    for (const QString& layer : m_layers) {
        rows.push_back(m_model.row(layer, target()));
    }
    m_list->setTable(rangedLayersTable(rows));
}

void HistogramsPage::chooseLayer(const QString& layer) {
    if (m_network) {
        m_selection->select(blockOf(*m_network, layer), layer);
    }
}

void HistogramsPage::showLayer() {
    m_layer = m_network ? rangedLayerOf(*m_network, m_layers, m_selection->layer()) : QString();
    const QSignalBlocker quiet(m_layerChooser);
    m_layerChooser->setCurrentIndex(static_cast<int>(m_layers.indexOf(m_layer)));
    m_list->select(m_layer);
    m_subject = makeSubject();
    showScheme();
    m_channels->setVisible(m_subject && m_subject->perChannel());
    if (!m_subject) {
        m_rangeTask->forget();
        m_histogram->clear();
        m_channels->setWeights(nullptr);
        m_panel->clear();
        explainEmpty();
        askForWeights();
        return;
    }
    m_stack->setCurrentIndex(ContentPage);
    m_histogram->setEnabled(!m_subject->stored);
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
            ? tr("%1 bits, symmetric: integers -%2 to %2, %3")
                  .arg(bits)
                  .arg((1 << (bits - 1)) - 1)
                  .arg(m_subject->perChannel() ? tr("one scale a channel")
                                               : tr("one scale for the tensor"))
            : tr("%1 bits, %2: integers 0 to %3")
                  .arg(bits)
                  .arg(m_subject->scheme.centredZero ? tr("symmetric") : tr("affine"))
                  .arg((1 << bits) - 1);
    m_scheme->setText(tr("%1, %2: %3").arg(m_layer, targetName(target()), integers));
}

std::optional<RangeSubject> HistogramsPage::makeSubject() const {
    if (m_layer.isEmpty() || !m_model.missing(target()).isEmpty()) {
        return std::nullopt;
    }
    if (target() == ClipTarget::Activations) {
        return m_model.activationSubject(m_layer);
    }
    return m_weights && m_weights->layer == m_layer.toStdString() ? m_model.weightSubject(m_weights)
                                                                  : std::nullopt;
}

void HistogramsPage::showEmpty(const QString& text, bool offerCollecting) {
    m_emptyText->setText(text);
    m_collect->setVisible(offerCollecting);
    m_collect->setEnabled(!m_collecting);
    m_stack->setCurrentIndex(EmptyPage);
}

void HistogramsPage::askForWeights() {
    const bool known = m_weights && m_weights->layer == m_layer.toStdString();
    if (target() == ClipTarget::Weights && !m_layer.isEmpty() && isVisible() &&
        m_asked != m_layer && (!known || m_model.ranges() != nullptr)) {
        m_asked = m_layer;
        emit weightHistogramWanted(m_layer);
    }
}

void HistogramsPage::explainEmpty() {
    const bool weights = target() == ClipTarget::Weights;
    const QString missing = m_model.missing(target());
    if (!m_network) {
        showEmpty(tr("Open a network to see the histograms of its weights and activations."));
    } else if (m_collecting && !weights) {
        showEmpty(tr("Collecting: the calibration images run through the network. The jobs show "
                     "how far it "
                     "is."),
                  true);
    } else if (!missing.isEmpty()) {
        showEmpty(missing, true);
    } else if (!weights && m_model.activations() == nullptr) {
        showEmpty(
            m_model.storedText(m_layer) +
                tr("The ranges of activations are not known yet. Collecting them runs the "
                   "calibration images through the network once, in the background, and keeps "
                   "a histogram of every layer's output in the study. From these you choose "
                   "what quantization clips."),
            true);
    } else if (m_layer.isEmpty()) {
        showEmpty(
            tr("Select a layer, in the list on the left or in the model view, to see its "
               "histogram and choose its range."));
    } else if (weights && (!m_weights || m_weights->layer != m_layer.toStdString())) {
        showEmpty(tr("Reading the weights of %1 \u2026").arg(m_layer));
    } else {
        showEmpty(tr("All %1 of %2 are zero: there is no range to choose. Select another "
                     "layer.")
                      .arg(targetName(target()), m_layer));
    }
}

void HistogramsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    askForWeights();
}

void HistogramsPage::findRanges() {
    if (!m_subject || m_subject->stored) {
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

void HistogramsPage::showStoredRange() {
    if (!m_subject) {
        return;
    }
    const auto chosen = m_model.clipOf(m_layer, target());
    using State = ClipPanel::State;
    showRange(chosen ? *chosen : m_subject->automatic(), m_subject->stored ? State::Stored
                                                         : chosen          ? State::Chosen
                                                                           : State::Automatic);
}

void HistogramsPage::showRange(const ClipRange& range, ClipPanel::State state) {
    m_range = range;
    const RangeEffect effect = effectOf(*m_subject, range);
    m_histogram->setRange(range, readout(*m_subject, effect));
    m_channels->setRange(range);
    m_panel->setRange(range, effect, state, *m_subject);
}

void HistogramsPage::chooseCandidate(const QString& method) {
    if (const RangeCandidate* found = m_panel->candidate(method)) {
        chooseRange(found->range, 0);
    }
}

void HistogramsPage::chooseRange(const std::optional<ClipRange>& range, int gesture) {
    const auto before = m_model.clipOf(m_layer, target());
    if (!m_subject || before == range) {
        showStoredRange();
        return;
    }
    // The stack may outlive the page.
    const auto sink = [page = QPointer(this)](const std::string& layer, ClipTarget target,
                                              const std::optional<ClipRange>& stored) {
        if (page) {
            page->storeClip(QString::fromStdString(layer), target, stored);
        }
    };
    m_undo->push(
        new SetClipCommand({m_layer.toStdString(), target(), before, range, gesture}, sink));
}

void HistogramsPage::storeClip(const QString& layer, ClipTarget target,
                               const std::optional<ClipRange>& range) {
    m_model.storeClip(layer, target, range);
    if (layer == m_layer && target == this->target()) {
        showStoredRange();
    }
    showRows();
    emit clipChanged(layer, target, range);
}

}  // namespace secateur
