#pragma once

#include <QComboBox>
#include <QTreeWidget>
#include <QWidget>
#include <memory>

#include "core/report/image_set.h"
#include "core/report/study_snapshot.h"

namespace secateur {

/// The study's networks as a family tree: which one is looked at, and what the next stage starts
/// from. Accuracies are of the one set of images that the box above names; what was measured on
/// others only is grey and says on how many.
class NetworksPanel : public QWidget {
    Q_OBJECT

 public:
    explicit NetworksPanel(QWidget* parent = nullptr);

    void setSnapshot(std::shared_ptr<const StudySnapshot> snapshot);
    void setCurrent(int64_t variant);

 signals:
    void chosen(qint64 variant);
    /// The user wants accuracies of this set (ImageSet::images).
    void imageSetChosen(qint64 images);

 private:
    void setupTree();
    void fillImageSets();
    void rebuild();
    QTreeWidgetItem* itemOf(const Variant& variant) const;
    void setTop1(QTreeWidgetItem& item, const StageRow* row) const;
    void setSpeed(QTreeWidgetItem& item, const Variant& variant) const;

    QComboBox* m_imageSets;
    QTreeWidget* m_tree;
    std::shared_ptr<const StudySnapshot> m_snapshot;
    ImageSet m_set;  ///< that accuracies are of
    int64_t m_current = 0;
};

}  // namespace secateur
