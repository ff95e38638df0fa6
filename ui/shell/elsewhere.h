#pragma once

#include <QObject>
#include <QString>
#include <memory>

#include "ui/workspace/stage_runner.h"

class QAction;
class QTimer;
class QWidget;

namespace secateur {

/// What the launcher of the preferences makes of a command: `{command}` in it is the command, as a
/// shell takes it, `{quoted}` the same as one word, for launchers that hand it to another shell.
QString launchedCommand(const QString& launcher, const QString& command);
/// "secateur-cli resume --study 'PATH'"
QString resumeCommand(const QString& study);

/// Hands the stages of the open study that run or wait to a process that the user's launcher
/// starts, on other machines for example: gives the study up, follows it while that process writes
/// it, and takes it back when the process has ended.
class Elsewhere : public QObject {
    Q_OBJECT

 public:
    /// `action` asks for it. All must outlive this.
    Elsewhere(Workspace& workspace, StageRunner& runner, QAction& action, QWidget& window);

 private:
    void ask();
    void handOver(const QString& path);
    void goOn(const QString& path);
    void launch(const QString& path);
    void takeBack(const QString& path, bool done);
    bool follows(const QString& path) const;

    Workspace& m_workspace;
    StageRunner& m_runner;
    QWidget& m_window;
    QTimer* m_timer;  ///< asks whether the next step can be
    enum class Step { Stopping, Leaving, Following } m_step = Step::Stopping;
    int m_looks = 0;
    JobId m_follow = 0;
    std::weak_ptr<Study> m_givenUp;
};

}  // namespace secateur
