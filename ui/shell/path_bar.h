#pragma once

#include <QFrame>
#include <memory>
#include <vector>

#include "core/report/study_path.h"

class QAction;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace secateur {

struct Actions;

/// The work as a path, a button a step with its result, the next one emphasised; below it what came
/// out of the network that is looked at, against the baseline, and what to press now. Hidden while
/// no network is open.
class PathBar : public QFrame {
    Q_OBJECT

 public:
    explicit PathBar(const Actions& actions, QWidget* parent = nullptr);

    /// `variant`: the one looked at. `atResult`: so are the results; then the report is due.
    void show(const StudySnapshot& study, int64_t variant, bool atResult);
    void clear();

 signals:
    /// By value: who hears of it may choose a network, which makes another path.
    void chosen(secateur::PathStep step);

 protected:
    void resizeEvent(QResizeEvent* event) override;

 private:
    void showStep(QToolButton& button, QMenu& menu, const PathStep& step) const;
    void listBranches(size_t step, QMenu& menu);
    void fitTexts();
    void showCard(const StudySnapshot& study, int64_t variant, bool atResult);

    std::vector<PathStep> m_path;
    std::vector<QToolButton*> m_steps;
    std::vector<QMenu*> m_branches;  ///< the other networks of each
    QLabel* m_said;
    QPushButton* m_next;
    QPushButton* m_allSteps;
    QPushButton* m_report;
};

}  // namespace secateur
