#include "ui/base/widgets.h"

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

QComboBox* comboBox(const char* name, const QString& tip, int letters) {
    auto* box = new QComboBox;
    box->setObjectName(name);
    box->setToolTip(tip);
    box->setSizeAdjustPolicy(letters > 0 ? QComboBox::AdjustToMinimumContentsLengthWithIcon
                                         : QComboBox::AdjustToContents);
    box->setMinimumContentsLength(letters);
    return box;
}

bool selectItem(QComboBox* combo, qint64 id) {
    const int place = combo->findData(id);
    if (place >= 0) {
        combo->setCurrentIndex(place);
    }
    return place >= 0;
}

QLabel* labelFor(QWidget* buddy, const QString& text) {
    auto* label = new QLabel(text);
    label->setBuddy(buddy);
    return label;
}

QSplitter* splitterOf(const char* name, Qt::Orientation orientation,
                      const std::array<QWidget*, 2>& parts, const std::array<int, 2>& shares,
                      const QList<int>& sizes) {
    auto* splitter = new QSplitter(orientation);
    splitter->setObjectName(name);
    for (int i = 0; i < 2; ++i) {
        splitter->addWidget(parts.at(static_cast<size_t>(i)));
        splitter->setStretchFactor(i, shares.at(static_cast<size_t>(i)));
    }
    splitter->setChildrenCollapsible(false);
    if (!sizes.isEmpty()) {
        splitter->setSizes(sizes);
    }
    return splitter;
}

void addTab(QTabWidget* tabs, QWidget* page, const QString& title, const QString& tip) {
    tabs->setTabToolTip(tabs->addTab(page, title), tip);
}

}  // namespace secateur
