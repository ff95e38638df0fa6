#include "ui/shell/networks_panel.h"

#include <QHeaderView>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "core/analysis/drop_text.h"

namespace secateur {

namespace {

enum Column { kName, kTop1, kSize, kSparsity, kColumns };
constexpr int kIdRole = Qt::UserRole;
constexpr int kWidestInLetters = 52;  // beyond this it scrolls

QString sizeText(int64_t bytes) {
    return QLocale().formattedDataSize(bytes, 2, QLocale::DataSizeSIFormat);
}

/// The newest result on the list of test images that most networks were measured on.
const StageRow* resultOf(const StudySnapshot& snapshot, int64_t variant) {
    const StageRow* best = nullptr;
    for (const StageRow& row : snapshot.rows) {
        if (row.variant == variant && row.split == "test" &&
            (best == nullptr || row.count >= best->count)) {
            best = &row;
        }
    }
    return best;
}

QString top1Text(const StageRow* row) {
    return row == nullptr ? QStringLiteral("–")
                          : QLocale().toString(100.0 * row->accuracy(), 'f', 2) + " %";
}

QString factsOf(const Variant& variant, const StageRow* row) {
    QStringList lines{QString::fromStdString(variant.note)};
    if (row != nullptr) {
        lines << QObject::tr("%1 of %2 test images right").arg(row->correct).arg(row->count);
        if (row->drop && !row->reference) {
            lines
                << QObject::tr("drop %1 points").arg(QString::fromStdString(dropText(*row->drop)));
        }
    } else {
        lines << QObject::tr("Not measured on test images yet (F5).");
    }
    lines << QObject::tr("made %1").arg(QString::fromStdString(variant.created));
    return lines.join('\n');
}

}  // namespace

NetworksPanel::NetworksPanel(QWidget* parent) : QWidget(parent), m_tree(new QTreeWidget(this)) {
    m_tree->setObjectName("networks");
    m_tree->setAccessibleName(tr("Networks of the study"));
    m_tree->setColumnCount(kColumns);
    m_tree->setHeaderLabels({tr("Network"), tr("Top-1"), tr("Size"), tr("Sparsity")});
    m_tree->headerItem()->setToolTip(
        kTop1, tr("Share of the test images whose most likely class is the right one."));
    m_tree->headerItem()->setToolTip(kSize, tr("Bytes of the network's file as it is stored."));
    m_tree->headerItem()->setToolTip(
        kSparsity, tr("Share of the convolution and linear weights that are exactly zero."));
    m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(false);
    m_tree->setUniformRowHeights(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tree);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem* item) {
        if (item != nullptr) {
            emit chosen(item->data(kName, kIdRole).toLongLong());
        }
    });
}

void NetworksPanel::setSnapshot(std::shared_ptr<const StudySnapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    rebuild();
}

void NetworksPanel::setCurrent(int64_t variant) {
    m_current = variant;
    rebuild();
}

QTreeWidgetItem* NetworksPanel::itemOf(const Variant& variant) const {
    const StageRow* row = resultOf(*m_snapshot, variant.id);
    auto* item = new QTreeWidgetItem;
    item->setText(kName, QString::fromStdString(variant.name));
    item->setText(kTop1, top1Text(row));
    item->setText(kSize, sizeText(variant.sizeBytes));
    item->setText(kSparsity, QLocale().toString(100.0 * variant.sparsity(), 'f', 1) + " %");
    item->setData(kName, kIdRole, static_cast<qlonglong>(variant.id));
    for (int column = 0; column < kColumns; ++column) {
        item->setToolTip(column, factsOf(variant, row));
        if (column != kName) {
            item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    return item;
}

void NetworksPanel::rebuild() {
    const QSignalBlocker quiet(m_tree);
    m_tree->clear();
    if (!m_snapshot) {
        return;
    }
    std::map<int64_t, QTreeWidgetItem*> items;
    for (const Variant& variant : m_snapshot->variants) {  // parents come before their children
        QTreeWidgetItem* item = itemOf(variant);
        items[variant.id] = item;
        const auto parent = variant.parent ? items.find(*variant.parent) : items.end();
        if (parent != items.end()) {
            parent->second->addChild(item);
        } else {
            m_tree->addTopLevelItem(item);
        }
    }
    m_tree->expandAll();
    if (const auto current = items.find(m_current); current != items.end()) {
        m_tree->setCurrentItem(current->second);
    }
    const int wanted = m_tree->header()->length() + 2 * m_tree->frameWidth();
    m_tree->setMinimumWidth(std::min(wanted, kWidestInLetters * fontMetrics().averageCharWidth()));
}

}  // namespace secateur
