#pragma once

#include <QTextBrowser>

namespace secateur {

/// The manual in a window of its own, a chapter at a time.
class HelpWindow : public QTextBrowser {
    Q_OBJECT

 public:
    explicit HelpWindow(QWidget* parent = nullptr);

    /// A file of the manual ("compare.md"); brings the window to the front.
    void showChapter(const QString& file);

 protected:
    void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace secateur
