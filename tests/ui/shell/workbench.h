#pragma once

#include <QDialog>
#include <QTemporaryDir>
#include <memory>

#include "tests/support/pictures.h"
#include "tests/support/ui_catch.h"
#include "tests/support/wait_until.h"
#include "ui/dialogs/new_study_dialog.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"

namespace secateur::test {

/// The window on a study of the tiny pictures, in a folder of its own.
class Workbench {
 public:
    Workbench();
    ~Workbench();

    QString path(const QString& name) const { return m_folder.filePath(name); }
    MainWindow& window() { return *m_window; }
    Workspace& workspace() { return m_window->workspace(); }
    std::shared_ptr<const StudySnapshot> snapshot() { return workspace().snapshot(); }

    StudyRequest request(const QString& name, const QString& checkpoint) const;
    /// Of the trained network, on the shared pictures, with its baseline measured.
    void createStudy(const QString& name);
    /// Until no job is queued or running.
    void settle();
    QAction& action(const char* name) { return find<QAction>(name); }
    /// What the message bar says; empty while it is hidden.
    QString message() { return find<MessageBar>("messageBar").text(); }
    void dismissMessage() { find<MessageBar>("messageBar").dismiss(); }
    void showPage(int index);
    /// As if the files were dropped on the window, in the middle of this part of it (nullptr: of
    /// the window itself).
    void drop(const QStringList& paths, QWidget* where = nullptr);
    void dropOn(QWidget& target, const QStringList& paths);

    template <class T>
    T& find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        INFO(name);
        REQUIRE(found != nullptr);
        return *found;
    }
    /// The dialog that the action opens.
    template <class Dialog>
    Dialog& ask(const char* name) {
        INFO(name);
        REQUIRE(action(name).isEnabled());
        action(name).trigger();
        auto* dialog = m_window->findChild<Dialog*>();
        REQUIRE(dialog != nullptr);
        return *dialog;
    }
    /// What the sheet of a new study says once it has looked at all; it must be open.
    NewStudyDialog& lookedAtSheet();
    /// Makes the study of that sheet.
    void createFromSheet();
    /// Presses the dialog's button, which must be enabled.
    void accept(QDialog& dialog);

 private:
    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
};

/// A child of a dialog.
template <class T>
T& part(QWidget& parent, const char* name) {
    auto* found = parent.findChild<T*>(QLatin1String(name));
    INFO(name);
    REQUIRE(found != nullptr);
    return *found;
}

}  // namespace secateur::test
