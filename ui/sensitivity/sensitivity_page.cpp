#include "ui/sensitivity/sensitivity_page.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/sensitivity/curve_plot.h"
#include "ui/sensitivity/heatmap_plot.h"
#include "ui/sensitivity/plan_panel.h"
#include "ui/sensitivity/sensitivity_text.h"

namespace secateur {

namespace {

constexpr double kDefaultTolerance = 2.0;  // points of top-1

QComboBox* namedBox(const char* name, const QString& tip, QWidget* parent) {
    auto* box = new QComboBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setToolTip(tip);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

void addControl(QHBoxLayout* row, const QString& title, QWidget* control) {
    auto* label = new QLabel(title, control->parentWidget());
    label->setBuddy(control);
    row->addWidget(label);
    row->addWidget(control);
    row->addSpacing(control->fontMetrics().averageCharWidth());
}

}  // namespace

SensitivityPage::SensitivityPage(Selection* selection, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_plot(new CurvePlot(this)),
      m_heatmap(new HeatmapPlot(this)),
      m_plan(new PlanPanel(this)),
      m_stack(new QStackedWidget(this)),
      m_sourceLabel(new QLabel(this)),
      m_badge(new QLabel(this)),
      m_emptyText(new QLabel(this)),
      m_runSweep(new QPushButton(tr("Run a s&weep…"), this)),
      m_value(namedBox("curveValue",
                       tr("What the curves show: the drop is the share of images "
                          "that pruning makes wrong, less those it makes right."),
                       this)),
      m_layers(namedBox("curveLayers", tr("Which layers' curves are drawn."), this)),
      m_range(namedBox("curveRange",
                       tr("How much of the vertical axis is seen; the wheel zooms, a "
                          "double click shows all again."),
                       this)),
      m_tolerance(new QDoubleSpinBox(this)) {
    setObjectName(QStringLiteral("sensitivityPage"));
    m_stack->addWidget(setupEmptyState());
    m_stack->addWidget(setupContent());
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_stack);
    fillLayerChoices();
    setupConnections();
    applyTolerance();
    updateState();
}

QWidget* SensitivityPage::setupEmptyState() {
    auto* empty = new QWidget(m_stack);
    m_emptyText->setObjectName(QStringLiteral("sensitivityEmpty"));
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    m_runSweep->setObjectName(QStringLiteral("runSweep"));
    m_runSweep->setToolTip(
        tr("Measure how much of each layer can be pruned before accuracy falls. (F6)"));
    auto* layout = new QVBoxLayout(empty);
    layout->addStretch(1);
    layout->addWidget(m_emptyText);
    layout->addSpacing(fontMetrics().height());
    layout->addWidget(m_runSweep, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return empty;
}

QWidget* SensitivityPage::setupContent() {
    auto* content = new QWidget(m_stack);
    auto* tabs = new QTabWidget(content);
    tabs->setObjectName(QStringLiteral("sensitivityTabs"));
    tabs->setDocumentMode(true);
    tabs->addTab(m_plot, tr("&Curves"));
    tabs->addTab(m_heatmap, tr("&Heatmap"));
    tabs->setTabToolTip(0, tr("Accuracy over the pruned ratio, one curve a layer."));
    tabs->setTabToolTip(1, tr("Layer by ratio, coloured by the accuracy drop."));
    auto* splitter = new QSplitter(content);
    splitter->setObjectName(QStringLiteral("sensitivitySplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(tabs);
    splitter->addWidget(m_plan);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({540, 460});  // shares: a splitter scales them to its width
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(setupHeading());
    layout->addLayout(setupControls());
    layout->addWidget(splitter, 1);
    return content;
}

QLayout* SensitivityPage::setupHeading() {
    m_sourceLabel->setObjectName(QStringLiteral("sensitivitySource"));
    m_sourceLabel->setWordWrap(true);
    m_sourceLabel->setToolTip(tr("Which network was pruned, and on which images it was measured."));
    m_badge->setObjectName(QStringLiteral("sensitivityBadge"));
    m_badge->setToolTip(tr("A sweep is running; every point is kept as soon as it is measured."));
    auto* row = new QHBoxLayout;
    row->addWidget(m_sourceLabel, 1);
    row->addWidget(m_badge);
    return row;
}

QLayout* SensitivityPage::setupControls() {
    m_value->addItems({tr("Accuracy drop"), tr("Accuracy")});
    m_range->addItems({tr("Whole range"), tr("Near the tolerance")});
    m_tolerance->setObjectName(QStringLiteral("tolerance"));
    m_tolerance->setRange(0.0, 100.0);
    m_tolerance->setDecimals(2);
    m_tolerance->setSingleStep(0.1);
    m_tolerance->setValue(kDefaultTolerance);
    m_tolerance->setSuffix(tr(" points"));
    m_tolerance->setToolTip(
        tr("The accuracy drop, in points of top-1, up to which a pruned ratio "
           "counts as safe. The line in the plot can be dragged too."));
    auto* row = new QHBoxLayout;
    addControl(row, tr("&Show"), m_value);
    addControl(row, tr("&Layers"), m_layers);
    addControl(row, tr("&Tolerance"), m_tolerance);
    addControl(row, tr("&Range"), m_range);
    row->addStretch(1);
    return row;
}

void SensitivityPage::setupConnections() {
    connect(m_selection, &Selection::changed, this, &SensitivityPage::followSelection);
    connect(m_plot, &CurvePlot::curveClicked, this, &SensitivityPage::selectLayer);
    connect(m_plot, &CurvePlot::toleranceChanged, m_tolerance, &QDoubleSpinBox::setValue);
    connect(m_heatmap, &HeatmapPlot::layerClicked, this, &SensitivityPage::selectLayer);
    connect(m_plan, &PlanPanel::layerClicked, this, &SensitivityPage::selectLayer);
    connect(m_plan, &PlanPanel::measurePlanRequested, this, &SensitivityPage::measurePlanRequested);
    connect(m_tolerance, &QDoubleSpinBox::valueChanged, this, [this](double points) {
        applyTolerance();
        emit toleranceChanged(points);
    });
    connect(m_value, &QComboBox::currentIndexChanged, this, &SensitivityPage::applyValue);
    connect(m_layers, &QComboBox::currentIndexChanged, this, &SensitivityPage::updateShown);
    connect(m_range, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_plot->setShownRange(index == 0 ? CurveRange::Whole : CurveRange::NearTolerance);
    });
    connect(m_runSweep, &QPushButton::clicked, this, &SensitivityPage::sweepRequested);
}

void SensitivityPage::fillLayerChoices() {
    const std::vector<NamedChoice> choices = layerChoices(m_network.get());
    const int row = m_layers->currentIndex();
    const LayerChoice chosen = row < 0 ? LayerChoice() : m_choices[static_cast<size_t>(row)];
    const QSignalBlocker blocker(m_layers);
    m_layers->clear();
    m_choices.clear();
    for (const NamedChoice& choice : choices) {
        m_layers->addItem(choice.title);
        m_layers->setItemData(m_layers->count() - 1, choice.tip, Qt::ToolTipRole);
        m_choices.push_back(choice.choice);
    }
    const auto kept = std::find(m_choices.begin(), m_choices.end(), chosen);
    m_layers->setCurrentIndex(kept == m_choices.end() ? 0
                                                      : static_cast<int>(kept - m_choices.begin()));
}

void SensitivityPage::setNetwork(std::shared_ptr<const GraphCost> network) {
    if (network == m_network) {
        return;
    }
    m_network = std::move(network);
    m_points.reset();
    m_curves.clear();
    fillLayerChoices();
    m_plan->setNetwork(m_network.get());
    updateSafeRatios();
    updateShown();
    followSelection();
    updateState();
}

void SensitivityPage::setPoints(std::shared_ptr<const std::vector<SensitivityPoint>> points) {
    if (points == m_points) {
        return;
    }
    m_points = std::move(points);
    const CurveList before = m_curves;
    m_curves = m_points ? groupCurves(*m_points, m_network.get(), before) : CurveList();
    if (m_curves != before) {
        updateSafeRatios();
        updateShown();
    }
    updateState();
}

void SensitivityPage::setBaseline(double accuracy, int64_t images) {
    m_baseline = {accuracy, images};
    updateHeading();
}

void SensitivityPage::setSweepRunning(bool running) {
    m_running = running;
    updateState();
}

void SensitivityPage::setSource(const QString& text) {
    m_source = text;
    m_plot->setCaption(text);
    m_heatmap->setCaption(text);
    m_plan->setCaption(text);
    updateHeading();
}

void SensitivityPage::setMeasuredPlan(const QString& text) {
    m_plan->setMeasuredPlan(text);
}

void SensitivityPage::setTolerance(double points) {
    m_tolerance->setValue(points);
}

double SensitivityPage::tolerance() const {
    return m_tolerance->value();
}

std::vector<Exportable*> SensitivityPage::exportables() {
    return {m_plot, m_heatmap, m_plan->exportable()};
}

void SensitivityPage::applyTolerance() {
    m_plot->setTolerance(tolerance());
    m_heatmap->setTolerance(tolerance());
    updateSafeRatios();
    updateShown();
}

void SensitivityPage::applyValue() {
    m_plot->setValue(m_value->currentIndex() == 0 ? CurveValue::Drop : CurveValue::Accuracy);
}

void SensitivityPage::updateSafeRatios() {
    std::map<std::string, double> ratios = secateur::safeRatios(m_curves, tolerance() / 100.0);
    if (ratios != m_safe) {
        m_safe = std::move(ratios);
        m_plan->setSafeRatios(m_safe);
        emit safeRatiosChanged(m_safe);
    }
}

void SensitivityPage::updateShown() {
    const LayerChoice& choice = m_choices[static_cast<size_t>(m_layers->currentIndex())];
    const CurveList shown =
        chosenCurves(m_curves, choice, m_selection->layer().toStdString(), tolerance() / 100.0);
    m_plot->setCurves(shown);
    m_heatmap->setCurves(shown);
}

void SensitivityPage::followSelection() {
    const QString& layer = m_selection->layer();
    updateShown();
    m_plot->setSelectedLayer(layer);
    m_heatmap->setSelectedLayer(layer);
    m_plan->setSelectedLayer(layer);
}

void SensitivityPage::selectLayer(const QString& layer) {
    const std::string name = layer.toStdString();
    const auto& layers = m_network ? m_network->layers : std::vector<LayerCost>();
    const auto found = std::find_if(layers.begin(), layers.end(),
                                    [&](const LayerCost& cost) { return cost.name == name; });
    if (found != layers.end()) {
        m_selection->select(QString::fromStdString(found->block), layer);
    } else {
        m_selection->select({}, {});  // "global" is every layer
    }
}

void SensitivityPage::updateState() {
    m_stack->setCurrentIndex(m_curves.empty() ? 0 : 1);
    m_runSweep->setVisible(m_network && !m_running);
    m_emptyText->setText(
        !m_network ? tr("No network is open. Open a study or a checkpoint (Ctrl+O).")
        : m_running
            ? tr("Measuring the first points…")
            : tr("No sensitivity measured yet. Run a sweep (F6) to see how much of each layer can "
                 "be pruned before accuracy falls."));
    m_badge->setText(tr("measuring… %1 ratios so far")
                         .arg(QLocale().toString(qulonglong(m_points ? m_points->size() : 0))));
    m_badge->setVisible(m_running);
    updateHeading();
}

void SensitivityPage::updateHeading() {
    // The points know their baseline, and on exactly their images.
    const SweepBaseline baseline = m_curves.empty() ? m_baseline : baselineOf(m_curves);
    QStringList parts;
    if (!m_source.isEmpty()) {
        parts << m_source;
    }
    if (baseline.images > 0) {
        parts << tr("baseline %1 of %2 images")
                     .arg(percentText(baseline.accuracy),
                          QLocale().toString(qlonglong(baseline.images)));
    }
    m_sourceLabel->setText(parts.join(tr(" · ")));
}

}  // namespace secateur
