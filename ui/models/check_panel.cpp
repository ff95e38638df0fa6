#include "ui/models/check_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/base/mnemonic.h"
#include "ui/base/widgets.h"

namespace secateur {

namespace {

constexpr int kLeastRows = 6;  // of the table; where there is less room, its page scrolls

}  // namespace

CheckPanel::CheckPanel(const QString& name, const QString& button, Table empty, QWidget* parent)
    : QWidget(parent),
      m_view(new FigureView(name, std::move(empty), this)),
      m_stack(new QStackedWidget(this)),
      m_heading(new QLabel(this)),
      m_empty(messageLabel(name + QLatin1String("Empty"))),
      m_busy(new QLabel(this)),
      m_run(new QPushButton(button, this)),
      m_controls(new QHBoxLayout) {
    m_heading->setObjectName(name + "Heading");
    m_heading->setWordWrap(true);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_busy->setObjectName(name + "Busy");
    m_run->setObjectName(name + "Run");
    setupTable();
    auto* top = new QHBoxLayout;
    top->addWidget(m_heading, 1);
    top->addWidget(m_busy);
    top->addLayout(m_controls);
    top->addWidget(m_run);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(m_stack, 1);
    connect(m_run, &QPushButton::clicked, this, &CheckPanel::requested);
    updateButton();
}

void CheckPanel::setupTable() {
    m_view->setAccessibleName(withoutMnemonic(m_run->text()));
    m_view->setMinimumHeight(kLeastRows * m_view->verticalHeader()->defaultSectionSize());
    m_view->sortByColumn(0, Qt::AscendingOrder);
    connect(m_view, &FigureView::keyChosen, this, &CheckPanel::layerClicked);
}

void CheckPanel::addControl(QWidget* control, const QString& label) {
    m_controls->addWidget(labelFor(control, label));
    m_controls->addWidget(control);
}

void CheckPanel::setHeading(const QString& text) {
    m_heading->setText(text);
}

void CheckPanel::setEmptyText(const QString& text) {
    m_empty->setText(text);
}

void CheckPanel::setTable(Table table) {
    m_view->setTable(std::move(table));
    m_stack->setCurrentIndex(m_view->figures().rowCount() > 0 ? 1 : 0);
}

void CheckPanel::setSelectedLayer(const QString& layer) {
    m_view->select(layer);
}

void CheckPanel::setBusy(const QString& text) {
    m_busy->setText(text);
    updateButton();
}

void CheckPanel::setRunnable(bool runnable) {
    m_runnable = runnable;
    updateButton();
}

void CheckPanel::updateButton() {
    m_busy->setVisible(!m_busy->text().isEmpty());
    m_run->setEnabled(m_runnable && m_busy->text().isEmpty());
}

}  // namespace secateur
