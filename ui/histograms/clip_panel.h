#pragma once

#include <QWidget>
#include <vector>

#include "ui/histograms/range_subject.h"

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace secateur {

class Exportable;
class FigureView;

/// The clip range in numbers: two fields, and a table of what each method would choose.
class ClipPanel : public QWidget {
    Q_OBJECT

 public:
    enum class State { Automatic, Chosen, Edited, Stored };

    explicit ClipPanel(QWidget* parent = nullptr);

    void setSubject(const RangeSubject& subject);
    void setCandidates(std::vector<RangeCandidate> candidates);
    void setRange(const ClipRange& range, const RangeEffect& effect, State state,
                  const RangeSubject& subject);
    void clear();

    double percentile() const;
    const RangeCandidate* candidate(const QString& method) const;  ///< null if there is none
    Exportable* table() const;

 signals:
    void endEdited(secateur::RangeEnd end, double value);  ///< typed or stepped
    void applyRequested();
    void automaticRequested();
    void candidateChosen(const QString& method);
    void percentileChanged(double percentile);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    QWidget* setupFields();
    void setupTable();
    QDoubleSpinBox* addEndBox(const QString& name, const QString& tip, RangeEnd end);
    void addUseButtons();
    void showState(State state, const RangeSubject& subject);

    void showTable();

    RangeSubject m_subject;
    std::vector<RangeCandidate> m_candidates;
    std::optional<RangeCandidate> m_own;  ///< what stands in the fields
    FigureView* m_view = nullptr;
    QDoubleSpinBox* m_low = nullptr;
    QDoubleSpinBox* m_high = nullptr;
    QDoubleSpinBox* m_percentile = nullptr;
    QPushButton* m_apply = nullptr;
    QPushButton* m_automatic = nullptr;
    QLabel* m_state = nullptr;
    QDoubleSpinBox* m_editing = nullptr;  ///< whose text the user is changing
};

}  // namespace secateur
