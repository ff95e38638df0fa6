#include "ui/quantization/check_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace secateur {

CheckPanel::CheckPanel(const QString& name, const QString& button, FigureTable empty,
                       QWidget* parent)
    : QWidget(parent),
      m_model(new FigureTableModel(std::move(empty), this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_view(new QTableView(this)),
      m_stack(new QStackedWidget(this)),
      m_heading(new QLabel(this)),
      m_empty(new QLabel(this)),
      m_busy(new QLabel(this)),
      m_run(new QPushButton(button, this)),
      m_controls(new QHBoxLayout) {
    m_heading->setObjectName(name + "Heading");
    m_heading->setWordWrap(true);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_empty->setObjectName(name + "Empty");
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_busy->setObjectName(name + "Busy");
    m_run->setObjectName(name + "Run");
    setupTable(name);
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

void CheckPanel::setupTable(const QString& name) {
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(FigureTableModel::SortRole);
    m_view->setObjectName(name);
    m_view->setAccessibleName(m_run->text().remove(QLatin1Char('&')));
    m_view->setModel(m_sorted);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(0, Qt::AscendingOrder);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setAlternatingRowColors(true);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setAutoScroll(false);        // see setTable
    m_view->setTabKeyNavigation(false);  // Tab leaves the table; arrows move in it
    m_view->setTextElideMode(Qt::ElideMiddle);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->horizontalHeader()->setStretchLastSection(true);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (!m_following && current.isValid()) {
                    m_layer = current.data(FigureTableModel::LayerRole).toString();
                    m_view->scrollTo(current);
                    emit layerClicked(m_layer);
                }
            });
}

void CheckPanel::addControl(QWidget* control, const QString& label) {
    auto* text = new QLabel(label, this);
    text->setBuddy(control);
    m_controls->addWidget(text);
    m_controls->addWidget(control);
}

void CheckPanel::setHeading(const QString& text) {
    m_heading->setText(text);
}

void CheckPanel::setEmptyText(const QString& text) {
    m_empty->setText(text);
}

void CheckPanel::setTable(FigureTable table) {
    const bool first = m_model->rowCount() == 0;
    m_following = true;
    m_model->setTable(std::move(table));
    m_following = false;
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    markRow();
    if (first) {
        m_view->scrollToTop();  // what a ranking begins with is what one looks for
    }
}

void CheckPanel::setSelectedLayer(const QString& layer) {
    if (layer == m_layer) {
        return;
    }
    m_layer = layer;
    markRow();
    m_view->scrollTo(m_view->currentIndex());
}

void CheckPanel::markRow() {
    const QModelIndex row = m_sorted->mapFromSource(m_model->index(m_model->rowOf(m_layer), 0));
    m_following = true;
    if (!row.isValid()) {
        m_view->selectionModel()->clear();
    } else if (row.row() != m_view->currentIndex().row()) {
        m_view->setCurrentIndex(row);
    }
    m_following = false;
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
