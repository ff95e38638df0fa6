#pragma once

#include <QMainWindow>
#include <QString>
#include <functional>

namespace secateur {

struct Actions;
class HelpWindow;

/// Manual, shortcuts, preferences and About.
class HelpActions : public QObject {
    Q_OBJECT

 public:
    /// `chapter`: the file of the manual about what is in front.
    HelpActions(const Actions& actions, std::function<QString()> chapter, QMainWindow& window);

 signals:
    /// sizeUnit() is another: what shows sizes is to be made anew.
    void sizeUnitChanged();

 private:
    void showManual(const QString& chapter);
    void showShortcuts();
    void askPreferences();
    void showAbout();

    QMainWindow& m_window;
    HelpWindow* m_help = nullptr;  ///< made when it is asked for
};

}  // namespace secateur
