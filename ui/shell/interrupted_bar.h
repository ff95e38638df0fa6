#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace secateur {

/// Says which stages were interrupted when their study was open last, and offers to go on.
class InterruptedBar : public QFrame {
    Q_OBJECT

 public:
    explicit InterruptedBar(QWidget* parent = nullptr);

    /// Hidden while there are none.
    void show(const QStringList& stages);

 signals:
    void resumed();
    void forgotten();

 private:
    QLabel* m_text;
    QPushButton* m_resume;
};

}  // namespace secateur
