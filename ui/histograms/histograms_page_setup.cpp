// The widgets of HistogramsPage.
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/histograms/channel_range_plot.h"
#include "ui/histograms/histogram_plot.h"
#include "ui/histograms/histograms_page.h"
#include "ui/histograms/layer_list_model.h"

namespace secateur {

namespace {

QComboBox* chooser(const QString& name, const QString& accessibleName, const QString& tip) {
    auto* box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(accessibleName);
    box->setToolTip(tip);
    return box;
}

}  // namespace

void HistogramsPage::setupChoosers() {
    m_layerChooser = chooser("layerChooser", "Layer", "The layer whose values are shown.");
    m_layerChooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_layerChooser->setMinimumContentsLength(16);
    m_targetChooser = chooser("targetChooser", "Values",
                              "Weights are known; activations are the layer's outputs over the "
                              "calibration images.");
    m_targetChooser->addItems({"Weights", "Activations"});
    m_granularityChooser =
        chooser("granularityChooser", "Granularity",
                "Per channel: every output channel has a scale of its own, as quantization here "
                "gives weights. Per tensor: one scale for all, for comparison.");
    m_granularityChooser->addItems({"Per channel", "Per tensor"});
    m_logCounts = new QCheckBox("Lo&g counts");
    m_logCounts->setObjectName("logCounts");
    m_logCounts->setToolTip("Draws the counts on a logarithmic scale, which shows rare values.");
    m_hideZeros = new QCheckBox("Hide &zeros");
    m_hideZeros->setObjectName("hideZeros");
    m_hideZeros->setToolTip(
        "Leaves zeros out of the drawing: pruned weights and ReLU outputs would flatten the rest.");
    m_hideZeros->setChecked(true);
}

void HistogramsPage::setupBar() {
    setupChoosers();
    m_scheme = new QLabel;
    m_scheme->setObjectName("scheme");
    m_scheme->setToolTip("How these values become integers.");
    m_source = new QLabel;
    m_source->setObjectName("source");
    m_source->setToolTip("Where the values come from.");
    auto* bar = new QHBoxLayout;
    for (QWidget* widget : std::initializer_list<QWidget*>{
             m_layerChooser, m_targetChooser, m_granularityChooser, m_logCounts, m_hideZeros}) {
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
    auto* splitter = new QSplitter;
    splitter->setObjectName("histogramsSplitter");
    splitter->addWidget(setupList());
    m_stack = new QStackedWidget;
    m_stack->setObjectName("histogramStack");
    m_stack->addWidget(setupContent());
    m_stack->addWidget(setupEmpty());
    splitter->addWidget(m_stack);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({270, 900});
    layout->addWidget(splitter, 1);
}

QWidget* HistogramsPage::setupList() {
    m_list = new LayerListModel(this);
    m_sortedList = new QSortFilterProxyModel(this);
    m_sortedList->setSourceModel(m_list);
    m_sortedList->setSortRole(LayerListModel::SortRole);
    m_listView = new QTableView;
    m_listView->setObjectName("rangeLayerList");
    m_listView->setAccessibleName("Layers with a range");
    m_listView->setModel(m_sortedList);
    m_listView->setSortingEnabled(true);
    m_listView->sortByColumn(LayerListModel::Layer, Qt::AscendingOrder);
    m_listView->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_listView->setSelectionMode(QAbstractItemView::SingleSelection);
    m_listView->setTabKeyNavigation(false);
    m_listView->setShowGrid(false);
    m_listView->setWordWrap(false);
    m_listView->verticalHeader()->hide();
    m_listView->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_listView->horizontalHeader()->setHighlightSections(false);
    m_listView->horizontalHeader()->setStretchLastSection(false);
    m_listView->horizontalHeader()->setSectionResizeMode(LayerListModel::Layer,
                                                         QHeaderView::Stretch);
    for (const int column : {LayerListModel::Range, LayerListModel::Sqnr}) {
        m_listView->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    }
    return m_listView;
}

QWidget* HistogramsPage::setupContent() {
    m_histogram = new HistogramPlot;
    m_channels = new ChannelRangePlot;
    m_panel = new ClipPanel;
    auto* plots = new QSplitter;
    plots->setObjectName("plotSplitter");
    plots->addWidget(m_histogram);
    plots->addWidget(m_channels);
    plots->setChildrenCollapsible(false);
    plots->setSizes({560, 400});
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(plots, 1);
    layout->addWidget(m_panel);
    return content;
}

QWidget* HistogramsPage::setupEmpty() {
    m_emptyText = new QLabel;
    m_emptyText->setObjectName("emptyText");
    m_emptyText->setWordWrap(true);
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_collect = new QPushButton("&Collect activations (calibration)");
    m_collect->setObjectName("collectActivations");
    m_collect->setToolTip(
        "Runs the calibration images through the network once, in the "
        "background, and keeps a histogram of every layer's output.");
    connect(m_collect, &QPushButton::clicked, this, &HistogramsPage::activationHistogramsWanted);
    auto* empty = new QWidget;
    auto* layout = new QVBoxLayout(empty);
    layout->addStretch(1);
    layout->addWidget(m_emptyText);
    layout->addWidget(m_collect, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return empty;
}

void HistogramsPage::connectChoosers() {
    connect(m_targetChooser, &QComboBox::currentIndexChanged, this, &HistogramsPage::showTarget);
    connect(m_granularityChooser, &QComboBox::currentIndexChanged, this,
            &HistogramsPage::showTarget);
    connect(m_layerChooser, &QComboBox::activated, this,
            [this](int index) { chooseLayer(m_layerChooser->itemText(index)); });
    connect(m_listView->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) {
                    chooseLayer(current.data(LayerListModel::NameRole).toString());
                }
            });
    connect(m_logCounts, &QCheckBox::toggled, m_histogram, &HistogramPlot::setLogCounts);
    connect(m_hideZeros, &QCheckBox::toggled, m_histogram, &HistogramPlot::setZerosHidden);
    connect(m_selection, &Selection::changed, this, &HistogramsPage::showLayer);
}

void HistogramsPage::connectRange() {
    const auto edited = [this](const ClipRange& range) {
        const bool stored = clipOf(m_layer, target()) == range;
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
        if (clipOf(m_layer, target())) {
            chooseRange(std::nullopt, 0);
        } else {
            showStoredRange();  // only the fields were changed
        }
    });
    connect(m_panel, &ClipPanel::candidateChosen, this, &HistogramsPage::chooseCandidate);
    connect(m_panel, &ClipPanel::percentileChanged, this, &HistogramsPage::findRanges);
}

}  // namespace secateur
