#pragma once

#include <QTreeWidget>
#include <map>
#include <memory>
#include <set>

#include "core/report/study_snapshot.h"

namespace secateur {

/// The family tree of a study's variants, with a box for those that are compared.
class VariantTree : public QTreeWidget {
    Q_OBJECT

 public:
    enum Column { NameColumn, KindColumn, SizeColumn, SparsityColumn, Top1Column, ColumnCount };

    explicit VariantTree(QWidget* parent = nullptr);

    /// `images`: the list that the top-1 column is of. Items are made anew only if the tree itself
    /// has changed, so that an evaluation that arrives does not fold the view.
    void setStudy(const std::shared_ptr<const StudySnapshot>& snapshot, int64_t images);
    /// Boxes of variants that are not in `excluded` are checked. Emits no inclusionChanged().
    void setExcluded(const std::set<int64_t>& excluded);
    const std::set<int64_t>& excluded() const { return m_excluded; }
    QTreeWidgetItem* itemOf(int64_t variant) const;  ///< null if there is none

 signals:
    /// The user has checked or unchecked a box.
    void inclusionChanged();
    /// Double click or Enter.
    void variantActivated(qint64 id);

 private:
    void makeItems(const StudySnapshot& snapshot);
    void describe(QTreeWidgetItem& item, const StudySnapshot& snapshot, const Variant& variant,
                  int64_t images);

    std::vector<std::pair<int64_t, int64_t>> m_shape;  ///< variants with their parents
    std::map<int64_t, QTreeWidgetItem*> m_items;
    std::set<int64_t> m_excluded;
};

}  // namespace secateur
