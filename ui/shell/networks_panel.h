#pragma once

#include <QComboBox>
#include <QTreeWidget>
#include <QWidget>
#include <map>
#include <memory>
#include <set>

#include "core/report/image_set.h"
#include "core/report/study_snapshot.h"

namespace secateur {

/// The study's networks as a family tree: which one is looked at, and what the next stage starts
/// from; a box for those that are compared. Accuracies are of the one set of images that the box
/// above names; what was measured on others only is grey and says on how many.
class NetworksPanel : public QWidget {
    Q_OBJECT

 public:
    explicit NetworksPanel(QWidget* parent = nullptr);

    void setSnapshot(std::shared_ptr<const StudySnapshot> snapshot);
    void setCurrent(int64_t variant);
    /// Multiply-adds by variant, as far as they are known.
    void setMacs(const std::map<int64_t, int64_t>& macs);
    /// Those that are not compared, and the one that the others are compared with; 0: the root.
    void setChoice(const std::set<int64_t>& excluded, int64_t reference);
    /// The name of the one looked at is edited in its place.
    void editName();
    QTreeWidget& tree() { return *m_tree; }
    QSize sizeHint() const override;

 signals:
    void chosen(qint64 variant);
    /// The user wants accuracies of this set (ImageSet::images).
    void imageSetChosen(qint64 images);
    void excludedChanged(const std::set<int64_t>& excluded);
    void renamed(qint64 variant, const QString& name);

 protected:
    void resizeEvent(QResizeEvent* event) override;

 private:
    void setupTree();
    void setupHeader();
    void fillImageSets();
    void rebuild();
    void showRows();
    void showRow(QTreeWidgetItem& item, const Variant& variant) const;
    void setTop1(QTreeWidgetItem& item, const StageRow* row) const;
    void setSpeed(QTreeWidgetItem& item, const Variant& variant) const;
    void fitColumns();
    void onItemChanged(QTreeWidgetItem* item);

    QComboBox* m_imageSets;
    QTreeWidget* m_tree;
    std::shared_ptr<const StudySnapshot> m_snapshot;
    std::map<int64_t, QTreeWidgetItem*> m_items;
    std::map<int64_t, int64_t> m_macs;
    std::set<int64_t> m_excluded;
    ImageSet m_set;  ///< that accuracies are of
    int64_t m_current = 0;
    int64_t m_reference = 0;
};

}  // namespace secateur
