#pragma once

#include <QWidget>

class QLabel;

namespace secateur {

/// The line under a form: what is wrong with it, marked, or else what it will come to. It keeps the
/// height of two lines, so that nothing jumps while one types.
class FeedbackLine : public QWidget {
    Q_OBJECT

 public:
    explicit FeedbackLine(QWidget* parent = nullptr);

    void tell(const QString& problem, const QString& summary);

 protected:
    void changeEvent(QEvent* event) override;

 private:
    void updateIcon();

    QLabel* m_icon;
    QLabel* m_problem;
    QLabel* m_summary;
};

}  // namespace secateur
