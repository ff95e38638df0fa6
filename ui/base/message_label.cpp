#include "ui/base/message_label.h"

#include <QVBoxLayout>

namespace secateur {

QLabel* messageLabel(const QString& name, const QString& text) {
    auto* label = new QLabel(text);
    label->setObjectName(name);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMargin(label->fontMetrics().height());
    return label;
}

QWidget* messagePage(QLabel* text, QWidget* help) {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->addStretch(1);
    layout->addWidget(text);
    layout->addWidget(help, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return page;
}

}  // namespace secateur
