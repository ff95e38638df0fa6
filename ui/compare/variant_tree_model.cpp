#include "ui/compare/variant_tree_model.h"

#include <algorithm>
#include <map>

#include "ui/compare/compare_style.h"
#include "ui/compare/comparison.h"

namespace secateur {

namespace {

struct Header {
    const char* title;
    const char* explanation;
};

constexpr std::array<Header, VariantTreeModel::ColumnCount> kTreeHeaders{{
    {"Variant", "A network and, below it, what was made from it; those with a check are compared."},
    {"Kind", "How the variant was made."},
    {"Size", "Bytes of the stored file, as encoded; 1 MB is a million bytes."},
    {"Sparsity", "Share of the weights of convolution and linear layers that are zero."},
    {"Top-1", "Share of the chosen images whose largest logit is the true class."},
}};

}  // namespace

void VariantTreeModel::setStudy(const std::shared_ptr<const StudySnapshot>& snapshot,
                                int64_t images) {
    Tree tree = snapshot ? treeOf(*snapshot, images) : Tree();
    const bool same =
        std::equal(m_tree.nodes.begin(), m_tree.nodes.end(), tree.nodes.begin(), tree.nodes.end(),
                   [](const Node& a, const Node& b) { return a.sameTree(b); });
    if (same) {
        m_tree = std::move(tree);
        allChanged();
    } else {
        beginResetModel();
        m_tree = std::move(tree);
        endResetModel();
    }
}

VariantTreeModel::Tree VariantTreeModel::treeOf(const StudySnapshot& snapshot, int64_t images) {
    Tree tree;
    std::map<int64_t, size_t> places;
    for (const Variant& variant : snapshot.variants) {
        Node node;
        node.variant = variant.id;
        const auto parent = variant.parent ? places.find(*variant.parent) : places.end();
        node.parent = parent == places.end() ? kNone : parent->second;
        std::vector<size_t>& siblings =
            node.parent == kNone ? tree.roots : tree.nodes[node.parent].children;
        node.row = static_cast<int>(siblings.size());
        siblings.push_back(tree.nodes.size());
        places.emplace(variant.id, tree.nodes.size());
        describe(node, snapshot, variant, images);
        tree.nodes.push_back(std::move(node));
    }
    return tree;
}

void VariantTreeModel::describe(Node& node, const StudySnapshot& snapshot, const Variant& variant,
                                int64_t images) {
    const QString name = QString::fromStdString(variant.name);
    const QString kind = QString::fromStdString(variant.kind);
    node.colour = kindColour(variant.kind);
    node.tip = variant.note.empty() ? name : name + '\n' + QString::fromStdString(variant.note);
    node.texts = {name, kind, megabyteText(variant.sizeBytes), percentText(variant.sparsity()),
                  QString()};
    node.sorts = {name, kind, qint64(variant.sizeBytes), variant.sparsity(), QVariant()};
    if (const StoredEvaluation* evaluation = newestEvaluation(snapshot, variant.id, images)) {
        node.texts[Top1Column] = percentText(evaluation->result.accuracy());
        node.sorts[Top1Column] = evaluation->result.accuracy();
    } else {
        node.texts[Top1Column] = QChar(0x2013);
    }
}

void VariantTreeModel::setExcluded(const std::set<int64_t>& excluded) {
    if (excluded != m_excluded) {
        m_excluded = excluded;
        allChanged();
    }
}

void VariantTreeModel::allChanged() {
    for (size_t i = 0; i < m_tree.nodes.size(); ++i) {
        emit dataChanged(indexOfNode(i, 0), indexOfNode(i, ColumnCount - 1));
    }
}

QModelIndex VariantTreeModel::indexOfNode(size_t node, int column) const {
    return createIndex(m_tree.nodes[node].row, column, node);
}

QModelIndex VariantTreeModel::indexOf(int64_t variant) const {
    for (size_t i = 0; i < m_tree.nodes.size(); ++i) {
        if (m_tree.nodes[i].variant == variant) {
            return indexOfNode(i, NameColumn);
        }
    }
    return {};
}

const std::vector<size_t>& VariantTreeModel::childrenOf(const QModelIndex& parent) const {
    return parent.isValid() ? nodeOf(parent).children : m_tree.roots;
}

QModelIndex VariantTreeModel::index(int row, int column, const QModelIndex& parent) const {
    return hasIndex(row, column, parent)
               ? createIndex(row, column, childrenOf(parent)[static_cast<size_t>(row)])
               : QModelIndex();
}

QModelIndex VariantTreeModel::parent(const QModelIndex& index) const {
    const size_t parent = index.isValid() ? nodeOf(index).parent : kNone;
    return parent == kNone ? QModelIndex() : indexOfNode(parent, NameColumn);
}

int VariantTreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(childrenOf(parent).size());
}

int VariantTreeModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

Qt::ItemFlags VariantTreeModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    return index.isValid() && index.column() == NameColumn ? flags | Qt::ItemIsUserCheckable
                                                           : flags;
}

QVariant VariantTreeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Node& node = nodeOf(index);
    const auto column = static_cast<size_t>(index.column());
    switch (role) {
        case Qt::DisplayRole:
            return node.texts[column];
        case SortRole:
            return node.sorts[column];
        case VariantRole:
            return qint64(node.variant);
        case Qt::ToolTipRole:
            return node.tip;
        case Qt::DecorationRole:
            return index.column() == KindColumn ? QVariant(node.colour) : QVariant();
        case Qt::CheckStateRole:
            return index.column() != NameColumn        ? QVariant()
                   : m_excluded.contains(node.variant) ? QVariant(Qt::Unchecked)
                                                       : QVariant(Qt::Checked);
        case Qt::TextAlignmentRole:
            return QVariant((index.column() >= SizeColumn ? Qt::AlignRight : Qt::AlignLeft) |
                            Qt::AlignVCenter);
        default:
            return {};
    }
}

bool VariantTreeModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.column() != NameColumn ||
        role != Qt::CheckStateRole) {
        return false;
    }
    const int64_t variant = nodeOf(index).variant;
    if (value.toInt() == Qt::Checked) {
        m_excluded.erase(variant);
    } else {
        m_excluded.insert(variant);
    }
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit inclusionChanged();
    return true;
}

QVariant VariantTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    const Header& header = kTreeHeaders[static_cast<size_t>(section)];
    if (role == Qt::DisplayRole) {
        return QString::fromUtf8(header.title);
    }
    return role == Qt::ToolTipRole ? QVariant(QString::fromUtf8(header.explanation)) : QVariant();
}

}  // namespace secateur
