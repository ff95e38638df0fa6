#pragma once

#include <QAbstractItemModel>
#include <QColor>
#include <array>
#include <memory>
#include <set>
#include <vector>

#include "ui/models/study_snapshot.h"

namespace secateur {

/// The family tree of a study's variants, with a box for those that are compared.
class VariantTreeModel : public QAbstractItemModel {
    Q_OBJECT

 public:
    enum Column { NameColumn, KindColumn, SizeColumn, SparsityColumn, Top1Column, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,  ///< a number where the column is one
        VariantRole               ///< qint64
    };

    using QAbstractItemModel::QAbstractItemModel;

    /// `images`: the list that the top-1 column is of. The model is reset only if the tree itself
    /// has changed, so that an evaluation that arrives does not fold the view.
    void setStudy(const std::shared_ptr<const StudySnapshot>& snapshot, int64_t images);
    /// Boxes of variants that are not in `excluded` are checked. Emits no inclusionChanged().
    void setExcluded(const std::set<int64_t>& excluded);
    const std::set<int64_t>& excluded() const { return m_excluded; }
    QModelIndex indexOf(int64_t variant) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 signals:
    /// The user has checked or unchecked a box.
    void inclusionChanged();

 private:
    static constexpr size_t kNone = static_cast<size_t>(-1);
    struct Node {
        int64_t variant = 0;
        size_t parent = kNone;
        int row = 0;
        std::vector<size_t> children;
        QColor colour;
        QString tip;
        std::array<QString, ColumnCount> texts;
        std::array<QVariant, ColumnCount> sorts;
        bool sameTree(const Node& other) const {
            return variant == other.variant && parent == other.parent && row == other.row;
        }
    };
    struct Tree {
        std::vector<Node> nodes;
        std::vector<size_t> roots;
    };
    static Tree treeOf(const StudySnapshot& snapshot, int64_t images);
    static void describe(Node& node, const StudySnapshot& snapshot, const Variant& variant,
                         int64_t images);

    const std::vector<size_t>& childrenOf(const QModelIndex& parent) const;
    const Node& nodeOf(const QModelIndex& index) const { return m_tree.nodes[index.internalId()]; }
    QModelIndex indexOfNode(size_t node, int column) const;
    void allChanged();

    Tree m_tree;
    std::set<int64_t> m_excluded;
};

}  // namespace secateur
