#include "ui/shell/path_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "ui/base/core_text.h"
#include "ui/base/literal_text.h"
#include "ui/shell/actions.h"

namespace secateur {

namespace {

constexpr int kSteps = 6;
constexpr int kLeastLetters = 8;  // of a step
constexpr int kPadding = 12;      // of its frame, as in the style below

/// The emphasised one: filled, so that it is seen in grey and by the colour-blind, too.
const char* kStepsStyle =
    "QToolButton { border: 1px solid palette(mid); border-radius: 4px; padding: 3px 4px; "
    "background: palette(base); }"
    "QToolButton:hover, QToolButton:focus { border: 1px solid palette(highlight); }"
    "QToolButton[stepState=\"open\"] { background: transparent; }"
    "QToolButton::menu-button { border: none; border-left: 1px solid palette(mid); width: 14px; "
    "background: transparent; }"
    "QToolButton[stepState=\"next\"] { background: palette(highlight); "
    "color: palette(highlighted-text); font-weight: bold; }"
    "QPushButton#cardNext, QPushButton#cardAllSteps, QPushButton#cardReport[due=\"true\"] { "
    "background: palette(highlight); "
    "color: palette(highlighted-text); border-radius: 4px; padding: 3px 10px; }"
    "QPushButton#cardAllSteps:disabled { background: transparent; color: palette(mid); }";

QString stageName(PathStage stage) {
    switch (stage) {
        case PathStage::Baseline:
            return PathBar::tr("Baseline");
        case PathStage::Sensitivity:
            return PathBar::tr("Sensitivity");
        case PathStage::Prune:
            return PathBar::tr("Prune");
        case PathStage::Repair:
            return PathBar::tr("Repair");
        case PathStage::Quantize:
            return PathBar::tr("Quantize");
        case PathStage::Result:
            break;
    }
    return PathBar::tr("Result");
}

QString stageTip(PathStage stage) {
    switch (stage) {
        case PathStage::Baseline:
            return PathBar::tr(
                "How many test images the network gets right before anything is "
                "done to it.");
        case PathStage::Sensitivity:
            return PathBar::tr("How much of each layer can be pruned before accuracy falls.");
        case PathStage::Prune:
            return PathBar::tr("Weights set to zero, or whole channels cut out.");
        case PathStage::Repair:
            return PathBar::tr("Fine-tuned or recalibrated, so that accuracy comes back.");
        case PathStage::Quantize:
            return PathBar::tr("The network computes with 8-bit integers.");
        case PathStage::Result:
            break;
    }
    return PathBar::tr("All networks side by side; the report is one click from here.");
}

const char* stateName(PathStep::State state) {
    return state == PathStep::State::Done   ? "done"
           : state == PathStep::State::Next ? "next"
                                            : "open";
}

QPushButton* cardButton(const char* name, const QString& text, QAction* action, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setAutoDefault(false);
    const auto follow = [button, action] { button->setEnabled(action->isEnabled()); };
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    button->setToolTip(action->toolTip());
    follow();
    return button;
}

}  // namespace

PathBar::PathBar(const Actions& actions, QWidget* parent)
    : QFrame(parent),
      m_said(new QLabel(this)),
      m_next(new QPushButton(this)),
      m_allSteps(cardButton("cardAllSteps", tr("Do all the steps…"), actions.pipeline, this)),
      m_report(cardButton("cardReport", tr("Write the report…"), actions.exportReport, this)) {
    setObjectName("pathBar");
    setStyleSheet(QLatin1String(kStepsStyle));
    auto* steps = new QHBoxLayout;
    for (int i = 0; i < kSteps; ++i) {
        auto* button = new QToolButton(this);
        button->setObjectName(QStringLiteral("pathStep%1").arg(i));
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        button->setMinimumWidth(kLeastLetters * fontMetrics().averageCharWidth());
        button->setFocusPolicy(Qt::StrongFocus);
        connect(button, &QToolButton::clicked, this, [this, i] {
            if (i < static_cast<int>(m_path.size())) {
                emit chosen(m_path[static_cast<size_t>(i)]);
            }
        });
        if (i > 0) {
            steps->addWidget(new QLabel(QStringLiteral("›"), this));
        }
        steps->addWidget(button, 1);
        m_steps.push_back(button);
        auto* branches = new QMenu(button);
        connect(branches, &QMenu::aboutToShow, this,
                [this, i, branches] { listBranches(static_cast<size_t>(i), *branches); });
        m_branches.push_back(branches);
    }
    m_said->setObjectName("resultCard");
    m_said->setTextFormat(Qt::PlainText);
    m_said->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_said->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_said->setWordWrap(true);
    m_next->setObjectName("cardNext");
    m_next->setAutoDefault(false);
    connect(m_next, &QPushButton::clicked, this, [this] {
        for (const PathStep& step : m_path) {
            if (step.state == PathStep::State::Next) {
                emit chosen(step);
                return;
            }
        }
    });
    auto* card = new QHBoxLayout;
    card->addWidget(m_said, 1);
    for (QPushButton* button : {m_next, m_allSteps, m_report}) {
        card->addWidget(button);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addLayout(steps);
    layout->addLayout(card);
    hide();
}

void PathBar::show(const StudySnapshot& study, int64_t variant, bool atResult) {
    m_path = studyPath(study, variant, inWindowLanguage);
    setVisible(!m_path.empty());
    for (size_t i = 0; i < m_path.size(); ++i) {
        showStep(*m_steps[i], *m_branches[i], m_path[i]);
    }
    fitTexts();
    showCard(study, variant, atResult);
}

void PathBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    fitTexts();
}

/// A narrow step says what fits, and the rest in its tool tip.
void PathBar::fitTexts() {
    for (QToolButton* button : m_steps) {
        QFont font = button->font();
        font.setBold(button->property("stepState").toString() == QLatin1String("next"));
        const QFontMetrics metrics(font);
        QStringList lines = button->property("wholeText").toString().split(QLatin1Char('\n'));
        for (QString& line : lines) {
            line = metrics.elidedText(line, Qt::ElideRight, button->width() - kPadding);
        }
        button->setText(lines.join(QLatin1Char('\n')));
    }
}

void PathBar::clear() {
    m_path.clear();
    hide();
}

void PathBar::showStep(QToolButton& button, QMenu& menu, const PathStep& step) const {
    const QString name = stageName(step.stage);
    const QString result = QString::fromStdString(step.result);
    const bool done = step.state == PathStep::State::Done;
    button.setProperty("wholeText", (done ? QStringLiteral("✓ ") + name : name) +
                                        QLatin1Char('\n') +
                                        (result.isEmpty() ? QStringLiteral("–") : result));
    button.setToolTip(result.isEmpty() ? stageTip(step.stage)
                                       : result + QLatin1Char('\n') + stageTip(step.stage));
    // A step that was taken in several ways offers the others.
    const bool branches = !step.branches.empty();
    button.setMenu(branches ? &menu : nullptr);
    button.setPopupMode(branches ? QToolButton::MenuButtonPopup : QToolButton::DelayedPopup);
    button.setAccessibleName(name);
    button.setAccessibleDescription(step.state == PathStep::State::Next ? tr("next step") : result);
    if (button.property("stepState").toString() != QLatin1String(stateName(step.state))) {
        button.setProperty("stepState", QLatin1String(stateName(step.state)));
        button.setStyleSheet(button.styleSheet());  // or the rule of the former state stays
    }
}

void PathBar::listBranches(size_t step, QMenu& menu) {
    menu.clear();
    menu.addSection(tr("Other networks of this step"));
    for (const PathStep::Branch& branch : m_path[step].branches) {
        QAction* action =
            menu.addAction(literally(QString::fromStdString(branch.name + ": " + branch.result)));
        connect(action, &QAction::triggered, this,
                [this, stage = m_path[step].stage, variant = branch.variant] {
                    emit chosen({stage, PathStep::State::Done, {}, variant, {}});
                });
    }
}

void PathBar::showCard(const StudySnapshot& study, int64_t variant, bool atResult) {
    m_said->setText(QString::fromStdString(resultSentence(study, variant, inWindowLanguage)));
    m_said->setToolTip(m_said->text());
    bool begun = false;
    bool reportDue = false;
    for (const PathStep& step : m_path) {
        begun = begun || (step.state == PathStep::State::Done && step.stage > PathStage::Baseline);
        if (step.state == PathStep::State::Next) {
            reportDue = atResult && step.stage == PathStage::Result;
            m_next->setText(step.stage == PathStage::Result
                                ? tr("Next: look at the result")
                                : tr("Next: %1…").arg(stageName(step.stage)));
        }
    }
    m_allSteps->setVisible(!begun);
    m_report->setVisible(begun);
    m_next->setVisible(!reportDue);  // it would lead to where one is
    if (m_report->property("due").toBool() != reportDue) {
        m_report->setProperty("due", reportDue);
        m_report->setStyleSheet(m_report->styleSheet());  // or the rule of before stays
    }
}

}  // namespace secateur
