#include "ui/histograms/clip_panel.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStyle>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/histograms/range_tables.h"
#include "ui/models/figure_view.h"

namespace secateur {

namespace {

constexpr double kLargest = 1e6;
constexpr int kMaxDecimals = 9;
constexpr double kDefaultPercentile = 99.9;
constexpr int kVisibleRows = 5;

/// Enough decimals for steps of one bin.
int decimalsFor(double binWidth) {
    return std::clamp(static_cast<int>(std::ceil(-std::log10(binWidth))) + 1, 2, kMaxDecimals);
}

}  // namespace

ClipPanel::ClipPanel(QWidget* parent) : QWidget(parent) {
    setObjectName("clipPanel");
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    layout->addWidget(setupFields());
    setupTable();
    layout->addWidget(m_view, 1);
    clear();
}

QDoubleSpinBox* ClipPanel::addEndBox(const QString& name, const QString& tip, RangeEnd end) {
    auto* box = new QDoubleSpinBox;
    box->setObjectName(name);
    box->setAccessibleName(end == RangeEnd::Low ? tr("Lower clip value") : tr("Upper clip value"));
    box->setToolTip(tip);
    box->installEventFilter(this);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, box, end](double value) {
        m_editing = box;
        emit endEdited(end, value);
        m_editing = nullptr;
    });
    return box;
}

QWidget* ClipPanel::setupFields() {
    auto* fields = new QWidget;
    auto* form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 0, 0);
    m_low = addEndBox("clipLow", tr("Values below become this one; at most 0."), RangeEnd::Low);
    m_high = addEndBox("clipHigh", tr("Values above become this one; at least 0."), RangeEnd::High);
    m_percentile = new QDoubleSpinBox;
    m_percentile->setObjectName("percentile");
    m_percentile->setRange(50.0, 100.0);
    m_percentile->setDecimals(3);
    m_percentile->setSingleStep(0.05);
    m_percentile->setSuffix(" %");
    m_percentile->setValue(kDefaultPercentile);
    m_percentile->setAccessibleName(tr("Percentile"));
    m_percentile->setToolTip(
        tr("Share of the values that the percentile method keeps in its range."));
    connect(m_percentile, &QDoubleSpinBox::valueChanged, this, &ClipPanel::percentileChanged);
    m_apply = new QPushButton(tr("&Apply"));
    m_apply->setObjectName("applyClip");
    m_apply->setToolTip(tr("The next quantization clips this layer to the range in the fields."));
    connect(m_apply, &QPushButton::clicked, this, &ClipPanel::applyRequested);
    m_automatic = new QPushButton(tr("&Back to automatic"));
    m_automatic->setObjectName("automaticClip");
    m_automatic->setToolTip(tr("Forgets the range chosen by hand: the observer chooses again."));
    connect(m_automatic, &QPushButton::clicked, this, &ClipPanel::automaticRequested);
    m_state = new QLabel;
    m_state->setObjectName("clipState");
    form->addRow(tr("&Low"), m_low);
    form->addRow(tr("&High"), m_high);
    form->addRow(tr("&Percentile"), m_percentile);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_apply);
    buttons->addWidget(m_automatic);
    form->addRow(buttons);
    form->addRow(m_state);
    return fields;
}

void ClipPanel::setupTable() {
    m_view = new FigureView("rangeTable", rangesTable({}, {}));
    m_view->setAccessibleName(tr("Ranges that can be chosen"));
    m_view->figures().setExportTitle(m_view->accessibleName());
    m_view->setSortingEnabled(false);
    m_view->setAlternatingRowColors(false);
    m_view->showBold([](const QString& method) { return method == kOwnRange; });
    m_view->verticalHeader()->setDefaultSectionSize(m_apply->sizeHint().height());
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    // Seen whatever the width.
    m_view->horizontalHeader()->moveSection(m_view->figures().columnCount() - 1, 1);
    const int scrollBar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    m_view->setFixedHeight((kVisibleRows + 1) * m_apply->sizeHint().height() + scrollBar);
    connect(m_view, &FigureView::keyActivated, this, [this](const QString& method) {
        if (method != kOwnRange) {
            emit candidateChosen(method);
        }
    });
}

void ClipPanel::showTable() {
    std::vector<RangeCandidate> rows = m_candidates;
    if (m_own) {
        rows.push_back(*m_own);
    }
    m_view->setTable(rangesTable(m_subject, rows));
}

void ClipPanel::addUseButtons() {
    const QAbstractItemModel& model = *m_view->model();
    for (size_t i = 0; i < m_candidates.size(); ++i) {
        const RangeCandidate& candidate = m_candidates[i];
        auto* button = new QPushButton(tr("Use"));
        button->setObjectName("use_" + candidate.method);
        button->setAccessibleName(tr("Use the range of %1").arg(candidate.label));
        button->setToolTip(tr("Clips this layer to the range of %1.").arg(candidate.label));
        connect(button, &QPushButton::clicked, this,
                [this, method = candidate.method] { emit candidateChosen(method); });
        m_view->setIndexWidget(model.index(static_cast<int>(i), model.columnCount() - 1), button);
    }
    m_view->resizeColumnsToContents();
}

const RangeCandidate* ClipPanel::candidate(const QString& method) const {
    const auto found =
        std::find_if(m_candidates.begin(), m_candidates.end(),
                     [&](const RangeCandidate& one) { return one.method == method; });
    return found == m_candidates.end() ? nullptr : &*found;
}

Exportable* ClipPanel::table() const {
    return &m_view->figures();
}

void ClipPanel::setSubject(const RangeSubject& subject) {
    setEnabled(true);
    m_subject = subject;
    m_candidates.clear();
    m_own.reset();
    showTable();
    for (QDoubleSpinBox* box : {m_low, m_high}) {
        const QSignalBlocker quiet(box);
        box->setDecimals(decimalsFor(subject.histogram->width()));
        box->setSingleStep(subject.histogram->width());
        box->setRange(box == m_low ? -kLargest : 0.0, box == m_low ? 0.0 : kLargest);
    }
}

void ClipPanel::setCandidates(std::vector<RangeCandidate> candidates) {
    m_candidates = std::move(candidates);
    showTable();
    addUseButtons();
}

void ClipPanel::setRange(const ClipRange& range, const RangeEffect& effect, State state,
                         const RangeSubject& subject) {
    for (QDoubleSpinBox* box : {m_low, m_high}) {
        if (box != m_editing) {  // its text stays as the user types it
            const QSignalBlocker quiet(box);
            box->setValue(box == m_low ? range.low : range.high);
        }
    }
    const QString label = state == State::Automatic ? tr("current range")
                          : state == State::Stored  ? tr("stored")
                                                    : tr("yours");
    m_own = {kOwnRange, label, range, effect, false};
    showTable();
    showState(state, subject);
}

void ClipPanel::showState(State state, const RangeSubject& subject) {
    for (QWidget* field : std::initializer_list<QWidget*>{m_low, m_high, m_percentile}) {
        field->setEnabled(state != State::Stored);
    }
    m_apply->setEnabled(state == State::Edited);
    m_automatic->setEnabled(state == State::Chosen || state == State::Edited);
    const QString reason = subject.automaticReason();
    m_state->setText(state == State::Automatic
                         ? tr("Automatic: %1.").arg(reason.isEmpty() ? tr("not known yet") : reason)
                     : state == State::Chosen ? tr("Chosen by hand.")
                     : state == State::Stored ? tr("In the INT8 network: %1.").arg(reason)
                                              : tr("Changed, not applied yet."));
    QStringList group;
    for (const std::string& layer :
         subject.choice ? subject.choice->group : std::vector<std::string>()) {
        group << QString::fromStdString(layer);
    }
    m_state->setToolTip(group.isEmpty() ? QString()
                                        : tr("One range for: %1").arg(group.join(", ")));
}

void ClipPanel::clear() {
    m_subject = {};
    m_candidates.clear();
    m_own.reset();
    showTable();
    m_apply->setEnabled(false);
    m_automatic->setEnabled(false);
    m_state->clear();
    setEnabled(false);
}

double ClipPanel::percentile() const {
    return m_percentile->value();
}

bool ClipPanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && (watched == m_low || watched == m_high)) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_apply->isEnabled()) {
            emit applyRequested();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace secateur
