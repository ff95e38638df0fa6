#include "ui/dialogs/options_dialog.h"

#include <QDialogButtonBox>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/fitting_scroll_area.h"
#include "ui/base/translation.h"
#include "ui/dialogs/feedback_line.h"
#include "ui/dialogs/options_form.h"

namespace secateur {

namespace {

constexpr int kDialogCharacters = 70;

}  // namespace

OptionsDialog::OptionsDialog(const QString& title, const QString& verb, QWidget* parent)
    : QDialog(parent), m_body(new QVBoxLayout), m_feedback(new FeedbackLine) {
    setWindowTitle(title);
    // Not of the dialog itself, or it could be made narrower than its forms.
    m_feedback->setMinimumWidth(kDialogCharacters * fontMetrics().averageCharWidth());
    auto* column = new QVBoxLayout(this);
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    m_accept = m_buttons->button(QDialogButtonBox::Ok);
    m_accept->setText(verb);
    m_accept->setObjectName(QStringLiteral("accept"));
    QPushButton* cancel = m_buttons->button(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("cancel"));
    cancel->setAutoDefault(false);  // or Enter would cancel while the verb is disabled
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* content = new QWidget;
    content->setLayout(m_body);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_scroll = new FittingScrollArea(content);
    column->addWidget(m_scroll);
    column->addSpacing(fontMetrics().lineSpacing() / 2);
    column->addStretch(1);
    column->addWidget(m_feedback);
    column->addWidget(m_buttons);
    m_accept->setDefault(true);  // in the dialog by now, or it would not be the main one
}

/// Where the screen is too narrow for boxes beside each other, they stand below each other.
void OptionsDialog::fitRows() {
    for (QBoxLayout* row : m_rows) {
        if (row->minimumSize().width() > m_scroll->room().width()) {
            row->setDirection(QBoxLayout::TopToBottom);
        }
    }
}

/// What is typed goes into the first field, as if it had been reached by Tab.
void OptionsDialog::showEvent(QShowEvent* event) {
    fitRows();
    QDialog::showEvent(event);
    for (QWidget* field = nextInFocusChain(); field != this; field = field->nextInFocusChain()) {
        const bool takesTab = (field->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
        if (takesTab && field->focusProxy() == nullptr && field->isVisibleTo(this) &&
            field->isEnabled() && field->window() == this && !m_buttons->isAncestorOf(field)) {
            field->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

/// A text of more lines takes its room from the screen, not from the rows above it.
bool OptionsDialog::event(QEvent* event) {
    const bool handled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
        const int least = std::min(layout()->totalMinimumHeightForWidth(width()),
                                   screen()->availableGeometry().height());
        resize(width(), std::max(height(), least));
    }
    return handled;
}

void OptionsDialog::setSubject(const QString& subject) {
    if (auto* known = findChild<QLabel*>(QStringLiteral("subject"))) {
        known->setText(subject);
        known->setVisible(!subject.isEmpty());
        return;
    }
    if (subject.isEmpty()) {
        return;
    }
    auto* label = new QLabel(subject);
    label->setObjectName(QStringLiteral("subject"));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    m_body->insertWidget(0, label);
    m_body->insertSpacing(1, fontMetrics().lineSpacing() / 2);
}

OptionsForm* OptionsDialog::addBox(QBoxLayout* into, const QString& title) {
    auto* rows = new QFormLayout;
    QWidget* frame = title.isEmpty() ? new QWidget : new QGroupBox(title);
    frame->setLayout(rows);
    if (title.isEmpty()) {
        rows->setContentsMargins(0, 0, 0, 0);
    }
    into->addWidget(frame);
    auto* form = new OptionsForm(rows);
    connect(form, &OptionsForm::changed, this, &OptionsDialog::refresh);
    return form;
}

OptionsForm* OptionsDialog::addForm(const QString& title) {
    return addBox(m_body, title);
}

QBoxLayout* OptionsDialog::addRow() {
    auto* row = new QHBoxLayout;
    m_body->addLayout(row);
    m_rows.push_back(row);
    return row;
}

void OptionsDialog::refresh() {
    const QString wrong = problem();
    m_feedback->tell(wrong, wrong.isEmpty() ? summary() : QString());
    m_accept->setEnabled(wrong.isEmpty());
}

QString subjectOf(const DialogContext& context) {
    return context.dataName.isEmpty()
               ? context.variantName
               : Text::tr("%1 on %2").arg(context.variantName, context.dataName);
}

QString quantizedProblem(const DialogContext& context) {
    return context.quantized ? Text::tr(
                                   "“%1” is an INT8 network; choose the FP32 network that it came "
                                   "from.")
                                   .arg(context.variantName)
                             : QString();
}

}  // namespace secateur
