#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace secateur {

/// One message above the pages that stays until it is read: never a modal dialog. A new message
/// replaces the one before.
class MessageBar : public QFrame {
    Q_OBJECT

 public:
    enum class Kind { Notice, Failure };

    explicit MessageBar(QWidget* parent = nullptr);

    void showMessage(Kind kind, const QString& text);
    QString text() const;

 public slots:
    void dismiss();

 protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

 private:
    void updateColours();

    Kind m_kind = Kind::Notice;
    QLabel* m_icon;
    QLabel* m_text;
    QToolButton* m_close;
};

}  // namespace secateur
