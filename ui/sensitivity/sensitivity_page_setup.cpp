// The half of SensitivityPage that makes its widgets.
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/sensitivity/curve_plot.h"
#include "ui/sensitivity/heatmap_plot.h"
#include "ui/sensitivity/plan_panel.h"
#include "ui/sensitivity/sensitivity_page.h"

namespace secateur {

namespace {

constexpr int kSweepCharacters = 40;       // of the sweep's title that are seen at least
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
      m_sweepBox(namedBox("sweepChooser",
                          tr("Which sweep of this network is looked at: what was done to the "
                             "layers, to which together, and on which images."),
                          this)),
      m_value(namedBox("curveValue",
                       tr("What the curves show: the drop is the share of images "
                          "that the change makes wrong, less those it makes right."),
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
    m_runSweep->setToolTip(tr("Measure how much each layer bears before accuracy falls. (F6)"));
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
    tabs->setTabToolTip(0, tr("Accuracy over the level, one curve a layer, block or role."));
    tabs->setTabToolTip(1, tr("Layer by level, coloured by the accuracy drop."));
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
    m_sweepBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_sweepBox->setMinimumContentsLength(kSweepCharacters);
    m_sourceLabel->setObjectName(QStringLiteral("sensitivitySource"));
    m_sourceLabel->setWordWrap(true);
    m_sourceLabel->setToolTip(tr("Which network it is, and what it gets right unchanged."));
    m_badge->setObjectName(QStringLiteral("sensitivityBadge"));
    m_badge->setToolTip(tr("A sweep is running; every point is kept as soon as it is measured."));
    auto* row = new QHBoxLayout;
    addControl(row, tr("S&weep"), m_sweepBox);
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
        tr("The accuracy drop, in points of top-1, up to which a level counts as safe. The line in "
           "the plot can be dragged too."));
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
    connect(m_plot, &CurvePlot::curveClicked, this, &SensitivityPage::selectCurve);
    connect(m_plot, &CurvePlot::toleranceChanged, m_tolerance, &QDoubleSpinBox::setValue);
    connect(m_heatmap, &HeatmapPlot::layerClicked, this, &SensitivityPage::selectCurve);
    connect(m_plan, &PlanPanel::layerClicked, this, &SensitivityPage::selectLayer);
    connect(m_plan, &PlanPanel::measurePlanRequested, this, &SensitivityPage::measurePlanRequested);
    connect(m_tolerance, &QDoubleSpinBox::valueChanged, this, [this](double points) {
        applyTolerance();
        emit toleranceChanged(points);
    });
    connect(m_sweepBox, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index >= 0) {
            chooseSweep(m_sweepBox->itemData(index).toString().toStdString());
        }
    });
    connect(m_value, &QComboBox::currentIndexChanged, this, &SensitivityPage::applyValue);
    connect(m_layers, &QComboBox::currentIndexChanged, this, &SensitivityPage::updateShown);
    connect(m_range, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_plot->setShownRange(index == 0 ? CurveRange::Whole : CurveRange::NearTolerance);
    });
    connect(m_runSweep, &QPushButton::clicked, this, &SensitivityPage::sweepRequested);
}

}  // namespace secateur
