#include "ui/dialogs/layer_picker.h"

#include <QComboBox>
#include <QListWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace secateur {

namespace {
constexpr int kVisibleRows = 6;
}

LayerPicker::LayerPicker(const QStringList& layers, const QString& selected, const QString& whole,
                         QWidget* parent)
    : QWidget(parent),
      m_which(new QComboBox),
      m_list(new QListWidget),
      m_total(static_cast<int>(layers.size())) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_which);
    column->addWidget(m_list);
    setFocusProxy(m_which);

    m_which->setObjectName(QStringLiteral("layersWhich"));
    m_which->setAccessibleName(tr("Layers"));
    m_which->addItem(whole.isEmpty() ? tr("All %1 layers").arg(m_total) : whole);
    m_which->addItem(tr("Only the ticked ones"));
    m_which->setToolTip(
        whole.isEmpty()
            ? tr("Every convolution and linear layer, or only those that are ticked in the list.")
            : tr("None, or those that are ticked in the list."));

    m_list->setObjectName(QStringLiteral("layersList"));
    m_list->setAccessibleName(tr("Layers to take"));
    m_list->setToolTip(tr("Tick a layer with the mouse or with the space bar."));
    m_list->setUniformItemSizes(true);
    for (const QString& layer : layers) {
        auto* item = new QListWidgetItem(layer, m_list);
        item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setCheckState(layer == selected ? Qt::Checked : Qt::Unchecked);
        if (layer == selected) {
            m_list->setCurrentItem(item);
        }
    }
    m_list->setFixedHeight(fontMetrics().lineSpacing() * kVisibleRows + 2 * m_list->frameWidth());
    m_list->hide();

    connect(m_which, &QComboBox::currentIndexChanged, this, [this] {
        m_list->setVisible(!all());
        if (m_list->currentItem() != nullptr) {
            m_list->scrollToItem(m_list->currentItem(), QAbstractItemView::PositionAtCenter);
        }
        emit changed();
    });
    connect(m_list, &QListWidget::itemChanged, this, &LayerPicker::changed);
}

bool LayerPicker::all() const {
    return m_which->currentIndex() == 0;
}

QStringList LayerPicker::ticked() const {
    QStringList names;
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->checkState() == Qt::Checked) {
            names << m_list->item(row)->text();
        }
    }
    return names;
}

std::vector<std::string> LayerPicker::layers() const {
    std::vector<std::string> names;
    if (!all()) {
        for (const QString& name : ticked()) {
            names.push_back(name.toStdString());
        }
    }
    return names;
}

void LayerPicker::setLayers(const std::vector<std::string>& layers) {
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem* item = m_list->item(row);
        const bool ticked =
            std::find(layers.begin(), layers.end(), item->text().toStdString()) != layers.end();
        item->setCheckState(ticked ? Qt::Checked : Qt::Unchecked);
    }
    m_which->setCurrentIndex(layers.empty() ? 0 : 1);
}

int LayerPicker::count() const {
    return all() ? m_total : static_cast<int>(ticked().size());
}

QString LayerPicker::problem() const {
    return count() == 0 ? tr("Tick at least one layer.") : QString();
}

}  // namespace secateur
