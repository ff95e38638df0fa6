#include "ui/shell/interrupted_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace secateur {

InterruptedBar::InterruptedBar(QWidget* parent)
    : QFrame(parent), m_text(new QLabel), m_resume(new QPushButton(tr("Res&ume"))) {
    setObjectName("interruptedBar");
    setFrameShape(QFrame::StyledPanel);
    m_text->setObjectName("interruptedText");
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_resume->setObjectName("resume");
    m_resume->setToolTip(
        tr("Starts them again with the settings that they had; what was measured "
           "is not measured again."));
    auto* forget = new QPushButton(tr("&Forget"));
    forget->setObjectName("forgetInterrupted");
    forget->setToolTip(tr("What they have measured stays in the study."));
    for (QPushButton* button : {m_resume, forget}) {
        button->setAutoDefault(false);
    }
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 4, 6, 4);
    row->addWidget(m_text, 1);
    row->addWidget(m_resume);
    row->addWidget(forget);
    connect(m_resume, &QPushButton::clicked, this, &InterruptedBar::resumed);
    connect(forget, &QPushButton::clicked, this, &InterruptedBar::forgotten);
    hide();
}

void InterruptedBar::show(const QStringList& stages) {
    m_text->setText(stages.size() == 1 ? tr("Interrupted: %1.").arg(stages.front())
                                       : tr("Interrupted: %1 stages (%2).")
                                             .arg(stages.size())
                                             .arg(stages.join(QStringLiteral(", "))));
    setVisible(!stages.isEmpty());
}

}  // namespace secateur
