#include "ui/model_view/layer_table.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QVBoxLayout>
#include <set>

#include "ui/base/number_text.h"
#include "ui/model_view/layer_figures.h"
#include "ui/model_view/layer_text.h"
#include "ui/models/figure_view.h"

namespace secateur {

namespace {

QString smallerShare(int64_t part, int64_t whole) {
    return part == whole || whole == 0
               ? QString()
               : " (" + percentText(static_cast<double>(part) / static_cast<double>(whole)) + ")";
}

constexpr int kLeastRows = 4;  // where there is less room, the page scrolls

}  // namespace

LayerTable::LayerTable(Selection* selection, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_filter(new QLineEdit(this)),
      m_all(new QCheckBox(tr("Also layers &without weights"), this)),
      m_view(new FigureView("layerTable", layerFigures({}, {}), this)),
      m_model(m_view->figures()),
      m_proxy(m_view->sorter()),
      m_totals(new QLabel(this)) {
    setupFilter();
    setupView();
    setupShortcuts();
    m_totals->setObjectName("layerTotals");
    m_totals->setWordWrap(true);
    m_totals->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_totals->setToolTip(tr("Totals of the rows that are shown, and their share of the network."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* top = new QHBoxLayout;
    top->addWidget(m_filter, 1);
    top->addWidget(m_all);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_totals);
    updateTotals();
}

void LayerTable::setupFilter() {
    m_filter->setObjectName("layerFilter");
    m_filter->setAccessibleName(tr("Filter of the layer table"));
    m_filter->setPlaceholderText(tr("Filter by name, block, kind or role (Ctrl+F)"));
    m_filter->setToolTip(
        tr("Shows the layers that contain every word, for example: block 3 depthwise"));
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, this, &LayerTable::applyFilter);
    m_all->setObjectName("allLayers");
    m_all->setToolTip(
        tr("Normalisations, activations, joins and pooling, which are folded away "
           "unless they are looked for or selected."));
    connect(m_all, &QCheckBox::toggled, this, [this] {
        fold();
        updateTotals();
        showSelection();
    });
}

void LayerTable::setupView() {
    m_view->setAccessibleName(tr("Layers of the network"));
    m_view->setMinimumHeight(kLeastRows * m_view->verticalHeader()->defaultSectionSize());
    m_view->sortByColumn(0, Qt::AscendingOrder);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 6);
    for (const char* last : {"sparsity", "safe_ratio", "int8_weight_sqnr_db", "block", "role"}) {
        QHeaderView* header = m_view->horizontalHeader();
        header->moveSection(header->visualIndex(m_model.columnOf(last)), header->count() - 1);
    }
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &LayerTable::takeSelection);
    connect(m_selection, &Selection::changed, this, &LayerTable::showSelection);
}

void LayerTable::setupShortcuts() {
    const auto add = [this](QKeySequence::StandardKey key, QWidget* parent, auto action) {
        auto* shortcut = new QShortcut(key, parent);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    add(QKeySequence::Find, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    add(QKeySequence::Copy, m_view, [this] { copy(); });
}

void LayerTable::setNetwork(std::shared_ptr<const GraphCost> cost) {
    m_cost = std::move(cost);
    fold();
    fill();
    m_view->resizeColumnsToContents();
    updateTotals();
    showSelection();
}

void LayerTable::setValues(const LayerValues& values) {
    m_values = values;
    fill();
}

void LayerTable::fill() {
    const QScopedValueRollback<bool> showing(m_showing, true);
    m_model.setTable(layerFigures(m_cost ? *m_cost : GraphCost(), m_values));
}

void LayerTable::fold() {
    const QScopedValueRollback<bool> showing(m_showing, true);
    std::set<QString> kept{m_selection->layer()};
    for (const LayerCost& layer : m_cost ? m_cost->layers : std::vector<LayerCost>()) {
        if (layer.weights > 0 || m_all->isChecked()) {
            kept.insert(QString::fromStdString(layer.name));
        }
    }
    m_proxy.setKept([kept = std::move(kept)](const QString& key) { return kept.contains(key); });
}

void LayerTable::applyFilter(const QString& text) {
    {
        const QScopedValueRollback<bool> showing(m_showing, true);
        m_proxy.setWords(text);
    }
    updateTotals();
    showSelection();
}

void LayerTable::updateTotals() {
    if (!m_cost) {
        m_totals->clear();
        return;
    }
    GraphCost shown;
    const bool filtered = !m_filter->text().trimmed().isEmpty();
    for (int row = 0; filtered && row < m_proxy.rowCount(); ++row) {
        const int source = m_proxy.mapToSource(m_proxy.index(row, 0)).row();
        const LayerCost& layer = m_cost->layers[static_cast<size_t>(source)];
        shown.parameters += layer.parameters;
        shown.weights += layer.weights;
        shown.zeros += layer.zeros;
        shown.macs += layer.macs;
    }
    shown = filtered ? shown : *m_cost;
    const auto all = static_cast<int>(m_cost->layers.size());
    const int folded = all - m_proxy.rowCount();
    const QString count = filtered ? tr("%1 of %2 layers").arg(m_proxy.rowCount()).arg(all)
                          : folded > 0
                              ? tr("%1 layers (%2 without weights folded)").arg(all).arg(folded)
                              : tr("%1 layers").arg(all);
    const FeatureShape& input = m_cost->layers.front().output;
    QStringList parts{
        count,
        tr("%1 parameters%2")
            .arg(countText(shown.parameters), smallerShare(shown.parameters, m_cost->parameters)),
        tr("%1 MACs on %2 images%3")
            .arg(countText(shown.macs), formatResolution(input),
                 smallerShare(shown.macs, m_cost->macs))};
    if (shown.weights > 0) {
        parts << tr("sparsity %1").arg(percentText(shown.sparsity()));
    }
    m_totals->setText(parts.join(QString::fromUtf8(" · ")));
}

void LayerTable::takeSelection() {
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    if (m_showing || rows.isEmpty()) {
        return;
    }
    const QModelIndex current = m_view->currentIndex();
    const bool currentSelected = m_view->selectionModel()->isRowSelected(current.row());
    const QModelIndex chosen = m_proxy.mapToSource(currentSelected ? current : rows.front());
    const LayerCost& layer = m_cost->layers[static_cast<size_t>(chosen.row())];
    const QScopedValueRollback<bool> showing(m_showing, true);  // keeps the other rows selected
    m_selection->select(QString::fromStdString(layer.block), QString::fromStdString(layer.name));
}

void LayerTable::showSelection() {
    if (m_showing || !m_cost) {
        return;
    }
    fold();  // what is selected is seen
    const QScopedValueRollback<bool> showing(m_showing, true);
    QItemSelection rows;
    QModelIndex first;
    for (int row = 0; row < m_proxy.rowCount(); ++row) {
        const QModelIndex index = m_proxy.index(row, 0);
        const int source = m_proxy.mapToSource(index).row();
        const LayerCost& layer = m_cost->layers[static_cast<size_t>(source)];
        const bool match = m_selection->layer().isEmpty()
                               ? !layer.block.empty() &&
                                     QString::fromStdString(layer.block) == m_selection->block()
                               : QString::fromStdString(layer.name) == m_selection->layer();
        if (match) {
            rows.select(index, index);
            first = first.isValid() ? first : index;
        }
    }
    QItemSelectionModel* model = m_view->selectionModel();
    if (!first.isValid()) {
        model->clearSelection();
        return;
    }
    model->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    model->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_view->scrollTo(first);
}

QByteArray LayerTable::csv() const {
    Table chosen = m_model.table();
    chosen.rows.clear();
    const QItemSelectionModel* selection = m_view->selectionModel();
    for (int row = 0; row < m_proxy.rowCount(); ++row) {
        if (!selection->hasSelection() || selection->isRowSelected(row)) {
            const int source = m_proxy.mapToSource(m_proxy.index(row, 0)).row();
            chosen.rows.push_back(m_model.table().rows[static_cast<size_t>(source)]);
        }
    }
    return QByteArray::fromStdString(csvOf(chosen));
}

void LayerTable::copy() const {
    QGuiApplication::clipboard()->setText(QString::fromUtf8(csv()));
}

}  // namespace secateur
