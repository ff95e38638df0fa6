#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/models/study_snapshot.h"
#include "ui/ranking/ranked_comparison.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace secateur {

class NetworkChart;
class NetworkTableModel;

/// The page "Ranking": which networks prune and quantize well, from the comparisons in the study.
class RankingPage : public QWidget {
    Q_OBJECT

 public:
    explicit RankingPage(QWidget* parent = nullptr);

    /// Keeps the chosen comparison if the study still has it. Null: nothing is open.
    void setSnapshot(std::shared_ptr<const StudySnapshot> snapshot);
    std::vector<Exportable*> exportables();

 signals:
    void compareRequested();  ///< the user wants to be asked which networks

 private:
    QWidget* setupContent();
    QWidget* setupEmpty();
    QPushButton* compareButton(const char* name);
    void fillChoices();
    void showChosen();
    const StoredComparison* chosen() const;

    std::shared_ptr<const StudySnapshot> m_snapshot;
    QComboBox* m_choice;
    QLabel* m_facts;
    QTableView* m_table;
    NetworkTableModel* m_model;
    NetworkChart* m_chart;
    QStackedWidget* m_stack;
};

}  // namespace secateur
