#include "ui/compare/variant_tree.h"

#include <QHeaderView>
#include <QSignalBlocker>

#include "core/report/comparison.h"
#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

constexpr int kVariantRole = Qt::UserRole;

int64_t idOf(const QTreeWidgetItem& item) {
    return item.data(VariantTree::NameColumn, kVariantRole).toLongLong();
}

}  // namespace

VariantTree::VariantTree(QWidget* parent) : QTreeWidget(parent) {
    setObjectName("variantTree");
    setAccessibleName(tr("Family tree of the variants"));
    setToolTip(
        tr("Each network stands below the one that it was made from. Check those to compare; "
           "Enter opens one."));
    setHeaderLabels({tr("Variant"), tr("Kind"), tr("Size"), tr("Sparsity"), tr("Top-1")});
    headerItem()->setToolTip(SizeColumn,
                             tr("Bytes of the stored file, as encoded; 1 MB is a million bytes."));
    headerItem()->setToolTip(
        SparsityColumn, tr("Share of the weights of convolution and linear layers that are zero."));
    headerItem()->setToolTip(
        Top1Column, tr("Share of the chosen images whose largest logit is the true class."));
    setExpandsOnDoubleClick(false);
    setUniformRowHeights(true);
    setIndentation(fontMetrics().averageCharWidth() * 2);
    header()->setSectionsMovable(true);
    header()->setStretchLastSection(false);
    // What is looked at most is beside the name.
    header()->moveSection(Top1Column, 1);
    header()->moveSection(header()->visualIndex(SizeColumn), 2);
    connect(this, &QTreeWidget::itemActivated, this,
            [this](QTreeWidgetItem* item) { emit variantActivated(idOf(*item)); });
    connect(this, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item) {
        if (item->checkState(NameColumn) == Qt::Checked) {
            m_excluded.erase(idOf(*item));
        } else {
            m_excluded.insert(idOf(*item));
        }
        emit inclusionChanged();
    });
}

void VariantTree::setStudy(const std::shared_ptr<const StudySnapshot>& snapshot, int64_t images) {
    const QSignalBlocker quiet(this);
    const StudySnapshot none;
    const StudySnapshot& study = snapshot ? *snapshot : none;
    std::vector<std::pair<int64_t, int64_t>> shape;
    for (const Variant& variant : study.variants) {
        shape.emplace_back(variant.id, variant.parent.value_or(0));
    }
    if (shape != m_shape) {
        m_shape = std::move(shape);
        makeItems(study);
    }
    for (const Variant& variant : study.variants) {
        describe(*m_items.at(variant.id), study, variant, images);
    }
}

void VariantTree::makeItems(const StudySnapshot& snapshot) {
    clear();
    m_items.clear();
    for (const Variant& variant : snapshot.variants) {  // a parent comes before its children
        const auto parent = variant.parent ? m_items.find(*variant.parent) : m_items.end();
        auto* item =
            new QTreeWidgetItem(parent == m_items.end() ? invisibleRootItem() : parent->second);
        item->setData(NameColumn, kVariantRole, qlonglong(variant.id));
        m_items.emplace(variant.id, item);
    }
    expandAll();
}

void VariantTree::describe(QTreeWidgetItem& item, const StudySnapshot& snapshot,
                           const Variant& variant, int64_t images) {
    const QString name = QString::fromStdString(variant.name);
    const StoredEvaluation* evaluation = newestEvaluation(snapshot, variant.id, images);
    item.setText(NameColumn, name);
    item.setText(KindColumn, QString::fromLatin1(enumName(variant.kind)));
    item.setText(SizeColumn, megabyteText(variant.sizeBytes));
    item.setText(SparsityColumn, percentText(variant.sparsity()));
    item.setText(Top1Column,
                 evaluation ? percentText(evaluation->result.accuracy()) : QString(QChar(0x2013)));
    item.setData(KindColumn, Qt::DecorationRole, kindColour(variant.kind));
    item.setCheckState(NameColumn, m_excluded.contains(variant.id) ? Qt::Unchecked : Qt::Checked);
    for (int column = 0; column < ColumnCount; ++column) {
        item.setToolTip(column, variant.note.empty()
                                    ? name
                                    : name + '\n' + QString::fromStdString(variant.note));
        item.setTextAlignment(
            column, (column >= SizeColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
}

void VariantTree::setExcluded(const std::set<int64_t>& excluded) {
    const QSignalBlocker quiet(this);
    m_excluded = excluded;
    for (const auto& [id, item] : m_items) {
        item->setCheckState(NameColumn, excluded.contains(id) ? Qt::Unchecked : Qt::Checked);
    }
}

QTreeWidgetItem* VariantTree::itemOf(int64_t variant) const {
    const auto item = m_items.find(variant);
    return item == m_items.end() ? nullptr : item->second;
}

}  // namespace secateur
