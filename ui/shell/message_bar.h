#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace secateur {

/// One message above the pages that stays until it is read: never a modal dialog, and never more
/// than three lines, with a button for the rest. A new message replaces the one before.
class MessageBar : public QFrame {
    Q_OBJECT

 public:
    enum class Kind { Notice, Failure };

    explicit MessageBar(QWidget* parent = nullptr);

    /// `path`: of a file or folder that the text is about; a button shows it in its folder.
    void showMessage(Kind kind, const QString& text, const QString& path = {});
    QString text() const;  ///< the whole of it; empty while it is hidden

 public slots:
    void dismiss();

 protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

 private:
    void updateColours();
    void fit();
    void showDetails();

    Kind m_kind = Kind::Notice;
    QLabel* m_icon;
    QString m_whole;
    QLabel* m_text;
    QString m_path;
    QToolButton* m_folder;
    QToolButton* m_details;
    QToolButton* m_close;
};

}  // namespace secateur
