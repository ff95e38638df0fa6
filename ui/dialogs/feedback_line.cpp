#include "ui/dialogs/feedback_line.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>

namespace secateur {

FeedbackLine::FeedbackLine(QWidget* parent)
    : QWidget(parent), m_icon(new QLabel), m_problem(new QLabel), m_summary(new QLabel) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    m_problem->setObjectName(QStringLiteral("problem"));
    m_summary->setObjectName(QStringLiteral("summary"));
    m_icon->setAlignment(Qt::AlignTop);
    row->addWidget(m_icon);
    for (QLabel* label : {m_problem, m_summary}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);  // names come from files
        label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        row->addWidget(label, 1);
    }
    setMinimumHeight(2 * fontMetrics().lineSpacing() + fontMetrics().leading());
    updateIcon();
    tell({}, {});
}

void FeedbackLine::tell(const QString& problem, const QString& summary) {
    m_problem->setText(problem);
    m_summary->setText(summary);
    m_icon->setVisible(!problem.isEmpty());
    m_problem->setVisible(!problem.isEmpty());
    m_summary->setVisible(problem.isEmpty());
}

void FeedbackLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange) {
        updateIcon();
    }
}

void FeedbackLine::updateIcon() {
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    m_icon->setPixmap(
        style()->standardIcon(QStyle::SP_MessageBoxWarning, nullptr, this).pixmap(side));
}

}  // namespace secateur
