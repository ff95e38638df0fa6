#include "ui/sensitivity/sensitivity_bar.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/base/widgets.h"

namespace secateur {

namespace {

constexpr int kSweepCharacters = 40;       // of the sweep's title that are seen at least
constexpr double kDefaultTolerance = 2.0;  // points of top-1

}  // namespace

SensitivityBar::SensitivityBar(QWidget* parent)
    : QWidget(parent),
      m_source(new QLabel(this)),
      m_progress(new QLabel(this)),
      m_sweeps(comboBox("sweepChooser",
                        tr("Which sweep of this network is looked at: what was done to the layers, "
                           "to which together, and on which images."),
                        kSweepCharacters)),
      m_value(comboBox("curveValue",
                       tr("What the curves show: the drop is the share of images that the change "
                          "makes wrong, less those it makes right."))),
      m_layers(comboBox("curveLayers", tr("Which layers' curves are drawn."))),
      m_range(comboBox("curveRange",
                       tr("How much of the vertical axis is seen; the wheel zooms, a double click "
                          "shows all again."))),
      m_tolerance(new QDoubleSpinBox(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(setupHeading());
    layout->addLayout(setupControls());
    setNetwork(nullptr, Grouping::Layer);
    setupConnections();
}

void SensitivityBar::addControl(QHBoxLayout* row, const QString& title, QWidget* control) {
    row->addWidget(labelFor(control, title));
    row->addWidget(control);
    row->addSpacing(control->fontMetrics().averageCharWidth());
}

QLayout* SensitivityBar::setupHeading() {
    m_source->setObjectName(QStringLiteral("sensitivitySource"));
    m_source->setWordWrap(true);
    m_source->setToolTip(tr("Which network it is, and what it gets right unchanged."));
    m_progress->setObjectName(QStringLiteral("sensitivityBadge"));
    m_progress->setToolTip(
        tr("A sweep is running; every point is kept as soon as it is measured."));
    m_progress->hide();
    auto* row = new QHBoxLayout;
    addControl(row, tr("S&weep"), m_sweeps);
    row->addWidget(m_source, 1);
    row->addWidget(m_progress);
    return row;
}

QLayout* SensitivityBar::setupControls() {
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

void SensitivityBar::setupConnections() {
    connect(m_tolerance, &QDoubleSpinBox::valueChanged, this, &SensitivityBar::toleranceChanged);
    connect(m_sweeps, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index >= 0) {
            emit sweepChosen(m_sweeps->itemData(index).toString());
        }
    });
    connect(m_value, &QComboBox::currentIndexChanged, this, [this](int index) {
        emit valueChosen(index == 0 ? CurveValue::Drop : CurveValue::Accuracy);
    });
    connect(m_layers, &QComboBox::currentIndexChanged, this, &SensitivityBar::layersChosen);
    connect(m_range, &QComboBox::currentIndexChanged, this, [this](int index) {
        emit rangeChosen(index == 0 ? CurveRange::Whole : CurveRange::NearTolerance);
    });
}

void SensitivityBar::setSweeps(const std::vector<ShownSweep>& sweeps, const std::string& chosen) {
    bool same = m_sweeps->count() == static_cast<int>(sweeps.size());
    for (int row = 0; same && row < m_sweeps->count(); ++row) {
        const ShownSweep& sweep = sweeps[static_cast<size_t>(row)];
        same = m_sweeps->itemText(row) == sweep.title &&
               m_sweeps->itemData(row).toString().toStdString() == sweep.key;
    }
    if (same) {
        return;
    }
    const QSignalBlocker blocker(m_sweeps);
    m_sweeps->clear();
    for (const ShownSweep& sweep : sweeps) {
        m_sweeps->addItem(sweep.title, QString::fromStdString(sweep.key));
        m_sweeps->setItemData(m_sweeps->count() - 1, sweep.title, Qt::ToolTipRole);
        if (sweep.key == chosen) {
            m_sweeps->setCurrentIndex(m_sweeps->count() - 1);
        }
    }
}

void SensitivityBar::setChosenSweep(const std::string& key) {
    const QSignalBlocker blocker(m_sweeps);
    m_sweeps->setCurrentIndex(m_sweeps->findData(QString::fromStdString(key)));
}

void SensitivityBar::setNetwork(const GraphCost* network, Grouping grouping) {
    const LayerChoice chosen = m_choices.empty() ? LayerChoice() : layerChoice();
    const QSignalBlocker blocker(m_layers);
    m_layers->clear();
    m_choices.clear();
    for (const NamedChoice& choice : layerChoices(network, grouping)) {
        m_layers->addItem(choice.title);
        m_layers->setItemData(m_layers->count() - 1, choice.tip, Qt::ToolTipRole);
        m_choices.push_back(choice.choice);
    }
    const auto kept = std::find(m_choices.begin(), m_choices.end(), chosen);
    m_layers->setCurrentIndex(kept == m_choices.end() ? 0
                                                      : static_cast<int>(kept - m_choices.begin()));
}

const LayerChoice& SensitivityBar::layerChoice() const {
    return m_choices.at(static_cast<size_t>(m_layers->currentIndex()));
}

void SensitivityBar::setTolerance(double points) {
    m_tolerance->setValue(points);
}

double SensitivityBar::tolerance() const {
    return m_tolerance->value();
}

void SensitivityBar::setSource(const QString& text) {
    m_source->setText(text);
}

void SensitivityBar::setProgress(const QString& text) {
    m_progress->setText(text);
    m_progress->setVisible(!text.isEmpty());
}

}  // namespace secateur
