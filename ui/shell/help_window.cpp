#include "ui/shell/help_window.h"

#include <QDir>
#include <QKeyEvent>
#include <QTextBlock>

#include "core/base/resources.h"

namespace secateur {

namespace {

constexpr int kLetters = 90;  // of a line
constexpr int kLines = 45;

}  // namespace

HelpWindow::HelpWindow(QWidget* parent) : QTextBrowser(parent) {
    setObjectName("helpWindow");
    setWindowFlag(Qt::Window);
    setWindowTitle(tr("Manual"));
    setAccessibleName(tr("Manual"));
    setOpenExternalLinks(true);
    document()->setDocumentMargin(fontMetrics().height());
    resize(kLetters * fontMetrics().averageCharWidth(), kLines * fontMetrics().lineSpacing());
    connect(this, &QTextBrowser::sourceChanged, this, [this] {
        const QString title = document()->firstBlock().text();
        setWindowTitle(title.isEmpty() ? tr("Manual") : tr("%1 – manual").arg(title));
    });
}

void HelpWindow::showChapter(const QString& file) {
    const QDir manual(QString::fromStdString(resourcePath("manual")));
    setSource(QUrl::fromLocalFile(manual.filePath(file)), QTextDocument::MarkdownResource);
    show();
    raise();
    activateWindow();
}

/// Backspace and Alt+Left go back by themselves.
void HelpWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        hide();
        return;
    }
    QTextBrowser::keyPressEvent(event);
}

}  // namespace secateur
