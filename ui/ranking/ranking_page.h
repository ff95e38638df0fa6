#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "core/report/study_snapshot.h"
#include "ui/base/exportable.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace secateur {

class BarChart;
class FigureView;

/// The page "Ranking": which networks prune and quantize well, from the rankings in the study.
class RankingPage : public QWidget {
    Q_OBJECT

 public:
    explicit RankingPage(QWidget* parent = nullptr);

    /// Keeps the chosen ranking if the study still has it. Null: nothing is open.
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
    const StoredRanking* chosen() const;

    std::shared_ptr<const StudySnapshot> m_snapshot;
    QComboBox* m_choice;
    QLabel* m_facts;
    FigureView* m_table;
    BarChart* m_chart;
    QStackedWidget* m_stack;
};

}  // namespace secateur
