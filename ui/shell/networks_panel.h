#pragma once

#include <QTreeWidget>
#include <QWidget>
#include <memory>

#include "core/report/study_snapshot.h"

namespace secateur {

/// The study's networks as a family tree: which one is looked at, and what the next stage starts
/// from.
class NetworksPanel : public QWidget {
    Q_OBJECT

 public:
    explicit NetworksPanel(QWidget* parent = nullptr);

    void setSnapshot(std::shared_ptr<const StudySnapshot> snapshot);
    void setCurrent(int64_t variant);

 signals:
    void chosen(qint64 variant);

 private:
    void rebuild();
    QTreeWidgetItem* itemOf(const Variant& variant) const;

    QTreeWidget* m_tree;
    std::shared_ptr<const StudySnapshot> m_snapshot;
    int64_t m_current = 0;
};

}  // namespace secateur
