#include "ui/time/time_page.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "core/report/profile_text.h"
#include "core/report/profile_view.h"
#include "ui/base/core_text.h"
#include "ui/base/moment_text.h"
#include "ui/base/widgets.h"
#include "ui/models/check_panel.h"
#include "ui/time/throughput_plot.h"

namespace secateur {

namespace {

constexpr double kMostLatency = 100'000.0;  // milliseconds

QString headingOf(const ProfileRun& run) {
    QStringList networks;
    for (const ProfileRun::Entry& entry : run.networks) {
        networks << TimePage::tr("%1 %2 ms an image (batches of %3, spread %4 %)")
                        .arg(QString::fromStdString(entry.profile.name))
                        .arg(1e3 * entry.profile.seconds, 0, 'f', 3)
                        .arg(entry.profile.batch)
                        .arg(100 * entry.profile.spread, 0, 'f', 0);
    }
    return TimePage::tr("On one core of %1, %2; at most %3 GMAC/s in FP32, %4 in INT8. %5.")
        .arg(QString::fromStdString(run.processor), momentText(run.created))
        .arg(1e-9 * run.peak.fp32, 0, 'f', 0)
        .arg(1e-9 * run.peak.int8, 0, 'f', 0)
        .arg(networks.join(QStringLiteral("; ")));
}

}  // namespace

TimePage::TimePage(Selection* selection, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_heading(new QLabel(this)),
      m_answer(new QLabel(this)),
      m_tabs(new QTabWidget(this)),
      m_layers(new CheckPanel(QStringLiteral("layerTimes"), tr("&Time the layers…"),
                              profileTable({}, {}), this)),
      m_roles(new CheckPanel(QStringLiteral("roleTimes"), tr("&Time the layers…"),
                             roleTable({}, {}), this)),
      m_curveStack(new QStackedWidget(this)),
      m_curveEmpty(messageLabel("curveEmpty")),
      m_plot(new ThroughputPlot(this)),
      m_limit(new QDoubleSpinBox(this)),
      m_best(new QLabel(this)) {
    setObjectName(QStringLiteral("timePage"));
    for (const auto& [label, name] :
         {std::pair{m_heading, "timeHeading"}, {m_answer, "timeAnswer"}, {m_best, "curveBest"}}) {
        label->setObjectName(QString::fromLatin1(name));
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    QFont strong = m_answer->font();
    strong.setBold(true);
    m_answer->setFont(strong);
    m_tabs->setObjectName(QStringLiteral("timeTabs"));
    m_tabs->setDocumentMode(true);
    m_layers->model().setExportTitle(tr("Time of every layer"));
    m_roles->model().setExportTitle(tr("Time by what layers do"));
    addTab(m_tabs, m_layers, tr("&Layers"), tr("Every layer of every network, side by side."));
    addTab(m_tabs, m_roles, tr("By r&ole"), tr("The same, summed up by what layers do."));
    addTab(m_tabs, setupCurves(), tr("&Batches"),
           tr("Images a second and latency over batch sizes, on one core and on all."));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_answer);
    layout->addWidget(m_heading);
    layout->addWidget(m_tabs, 1);
    for (CheckPanel* panel : {m_layers, m_roles}) {
        connect(panel, &CheckPanel::requested, this, &TimePage::measureRequested);
    }
    connect(m_layers, &CheckPanel::layerClicked, this, &TimePage::selectLayer);
    connect(m_selection, &Selection::changed, this,
            [this] { m_layers->setSelectedLayer(m_selection->layer()); });
    connect(m_limit, &QDoubleSpinBox::valueChanged, this, &TimePage::updateBest);
    updateTexts();
}

QWidget* TimePage::setupCurves() {
    m_limit->setObjectName(QStringLiteral("latencyLimit"));
    m_limit->setRange(0.0, kMostLatency);
    m_limit->setDecimals(1);
    m_limit->setSuffix(tr(" ms"));
    m_limit->setSpecialValueText(tr("none"));
    m_limit->setToolTip(tr("What 99 of 100 batches must stay within."));
    auto* top = new QHBoxLayout;
    top->addWidget(m_best, 1);
    top->addWidget(labelFor(m_limit, tr("Latency l&imit")));
    top->addWidget(m_limit);
    m_curveStack->addWidget(m_curveEmpty);
    m_curveStack->addWidget(m_plot);
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->addLayout(top);
    layout->addWidget(m_curveStack, 1);
    return page;
}

void TimePage::setStudy(std::shared_ptr<const StudySnapshot> study) {
    m_study = std::move(study);
    std::vector<NetworkProfile> profiles;
    std::vector<NetworkCurve> curves;
    MachinePeak peak;
    QString heading;
    QStringList sentences;
    QStringList slower;
    if (m_study && m_study->profile && !m_study->profile->networks.empty()) {
        const ProfileRun& run = *m_study->profile;
        peak = run.peak;
        heading = headingOf(run);
        for (const ProfileRun::Entry& entry : run.networks) {
            profiles.push_back(entry.profile);
            if (!entry.curve.empty()) {
                curves.push_back({entry.profile.name, entry.curve});
            }
        }
        for (const SpeedAnswer& answer : speedAnswers(*m_study, inWindowLanguage)) {
            sentences << QString::fromStdString(answer.sentence);
            for (const std::string& line : answer.slower) {
                slower << QString::fromStdString(line);
            }
        }
    }
    m_heading->setText(heading);
    m_heading->setVisible(!heading.isEmpty());
    m_answer->setText(sentences.join('\n'));
    m_answer->setVisible(!sentences.isEmpty());
    m_answer->setToolTip(slower.join('\n'));
    m_layers->setHeading(
        slower.isEmpty()
            ? QString()
            : tr("Slower in INT8, layers: %1. The tip of the answer names them, and why.")
                  .arg(slower.size()));
    Table layers = profileTable(profiles, peak);
    Table roles = roleTable(profiles, peak);
    layers.caption = roles.caption = heading.toStdString();
    m_layers->setTable(std::move(layers));
    m_roles->setTable(std::move(roles));
    m_layers->setSelectedLayer(m_selection->layer());
    m_plot->setCaption(heading);
    m_curveStack->setCurrentIndex(curves.empty() ? 0 : 1);
    m_plot->setCurves(std::move(curves));
    updateBest();
    updateTexts();
}

void TimePage::setNetwork(std::shared_ptr<const GraphCost> network) {
    m_network = std::move(network);
    updateTexts();
}

void TimePage::setMeasuring(bool measuring) {
    for (CheckPanel* panel : {m_layers, m_roles}) {
        panel->setBusy(measuring ? tr("timing…") : QString());
    }
}

std::vector<Exportable*> TimePage::exportables() {
    return {&m_layers->model(), &m_roles->model(), m_plot};
}

void TimePage::updateTexts() {
    const QString open = tr("No network is open. Open a study or a checkpoint (Ctrl+O).");
    const QString text =
        m_network
            ? tr("Nothing timed yet. Milliseconds, share, speed and kernel of every layer, of "
                 "FP32 and INT8 networks side by side, and why INT8 is not faster.")
            : open;
    for (CheckPanel* panel : {m_layers, m_roles}) {
        panel->setRunnable(m_network != nullptr);
        panel->setEmptyText(text);
    }
    m_curveEmpty->setText(
        m_network ? tr("Nothing measured yet: time the layers with batch sizes, too.") : open);
}

void TimePage::updateBest() {
    m_plot->setLimit(1e-3 * m_limit->value());
    m_best->setText(m_plot->bestLines());
}

void TimePage::selectLayer(const QString& layer) {
    const auto& layers = m_network ? m_network->layers : std::vector<LayerCost>();
    const auto found = std::find_if(layers.begin(), layers.end(), [&](const LayerCost& cost) {
        return QString::fromStdString(cost.name) == layer;
    });
    if (found != layers.end()) {
        m_selection->select(QString::fromStdString(found->block), layer);
    }
}

}  // namespace secateur
