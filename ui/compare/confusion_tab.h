#pragma once

#include <QWidget>
#include <memory>

#include "core/report/comparison.h"

class QComboBox;
class QLabel;

namespace secateur {

class ConfusionMatrixView;

/// The confusion matrix, of which network it is, and what the current cell says.
class ConfusionTab : public QWidget {
    Q_OBJECT

 public:
    explicit ConfusionTab(QWidget* parent = nullptr);

    void setComparison(std::shared_ptr<const Comparison> comparison, int64_t variant);
    ConfusionMatrixView& view() { return *m_view; }

 signals:
    void cellActivated(qint64 label, qint64 prediction);

 private:
    void updateText();

    ConfusionMatrixView* m_view;
    QComboBox* m_mode;
    QLabel* m_text;
};

}  // namespace secateur
