#include "ui/shell/elsewhere.h"

#include <sys/types.h>
#include <unistd.h>
#include <csignal>

#include <QAction>
#include <QDeadlineTimer>
#include <QMessageBox>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include "core/base/error.h"
#include "ui/base/preferences.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr int kPollMs = 100;
constexpr int kLooksForImages = 50;  // they may be on the other machine only
constexpr int kPatienceMs = 20'000;  // for a process that was asked to stop

QString quoted(QString text) {
    return QLatin1Char('\'') + text.replace(QLatin1String("'"), QLatin1String("'\\''")) +
           QLatin1Char('\'');
}

/// The shell and what it has started, which may take a moment to end well.
void endGroup(QProcess& process, pid_t group) {
    ::kill(-group, SIGTERM);
    const QDeadlineTimer patience(kPatienceMs);
    while (::kill(-group, 0) == 0 && !patience.hasExpired()) {
        process.waitForFinished(kPollMs);
    }
    ::kill(-group, SIGKILL);
    process.waitForFinished();
}

/// What it prints becomes lines of the job's log. Errors: Cancelled; Io where it cannot be started
/// or fails, with its last line.
void runProcess(const QString& command, const RunContext& context) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setChildProcessModifier([] { ::setpgid(0, 0); });  // with all that the shell starts
    process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), command});
    if (!process.waitForStarted()) {
        throw Error(ErrorCode::Io, Text::tr("the launcher cannot be started").toStdString(),
                    {command.toStdString(), "", process.errorString().toStdString()});
    }
    QByteArray last;
    const auto read = [&] {
        while (process.canReadLine()) {
            last = process.readLine().trimmed();
            context.say(last.toStdString());
        }
    };
    const auto group = static_cast<pid_t>(process.processId());
    while (process.state() != QProcess::NotRunning) {
        process.waitForReadyRead(kPollMs);
        read();
        if (context.stop.stop_requested()) {
            endGroup(process, group);
        }
    }
    read();
    if (const QByteArray rest = process.readAll().trimmed(); !rest.isEmpty()) {
        last = rest;
        context.say(last.toStdString());
    }
    context.checkCancelled();
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        throw Error(ErrorCode::Io,
                    Text::tr("the command that was started elsewhere has failed").toStdString(),
                    {command.toStdString(), Text::tr("exit status 0").toStdString(),
                     Text::tr("%1: %2")
                         .arg(process.exitCode())
                         .arg(QString::fromUtf8(last))
                         .toStdString()});
    }
}

}  // namespace

QString launchedCommand(const QString& launcher, const QString& command) {
    QString whole = launcher;
    return whole.replace(QLatin1String("{command}"), command)
        .replace(QLatin1String("{quoted}"), quoted(command));
}

QString resumeCommand(const QString& study) {
    return QStringList{"secateur-cli", "resume", "--study", quoted(study)}.join(QLatin1Char(' '));
}

Elsewhere::Elsewhere(Workspace& workspace, StageRunner& runner, QAction& action, QWidget& window)
    : QObject(&window),
      m_workspace(workspace),
      m_runner(runner),
      m_window(window),
      m_timer(new QTimer(this)) {
    m_timer->setInterval(kPollMs);
    connect(&action, &QAction::triggered, this, &Elsewhere::ask);
    connect(&workspace.jobs(), &JobManager::jobFinished, this, [this](const JobInfo& job) {
        if (job.id == m_follow && job.status != JobStatus::Done) {
            m_timer->stop();  // it cannot be read: nothing is sent
        }
    });
}

void Elsewhere::ask() {
    const std::shared_ptr<Study> study = m_workspace.study();
    const QString launcher = preferences().launcher;
    if (!study || study->path().empty() || study->readOnly() || m_timer->isActive()) {
        emit m_workspace.notice(
            tr("Only a study in a file that can be written is sent elsewhere."));
        return;
    }
    const QStringList stages = m_runner.waiting();
    if (stages.isEmpty()) {
        emit m_workspace.notice(
            tr("Start the stages first: those that run or wait are sent elsewhere."));
        return;
    }
    if (!isLauncher(launcher)) {
        emit m_workspace.notice(
            tr("Preferences, Launcher has to say how a command is started elsewhere, for example: "
               "ssh server {quoted}"));
        return;
    }
    const QString path = QString::fromStdString(study->path());
    auto* box =
        new QMessageBox(QMessageBox::Question, tr("Run elsewhere"),
                        tr("Send to the launcher: %1").arg(stages.join(QLatin1String(", "))),
                        QMessageBox::Ok | QMessageBox::Cancel, &m_window);
    box->setObjectName("elsewhereBox");
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("%1\n\nThe study has to be found there under this path. Until the command has ended the "
           "window only follows it.")
            .arg(launchedCommand(launcher, resumeCommand(path))));
    box->button(QMessageBox::Ok)->setText(tr("Send"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::accepted, this, [this, path] { handOver(path); });
    box->open();
}

void Elsewhere::handOver(const QString& path) {
    m_givenUp = m_workspace.study();
    m_step = Step::Stopping;
    m_runner.handOver();
    m_timer->disconnect();
    connect(m_timer, &QTimer::timeout, this, [this, path] { goOn(path); });
    m_timer->start();
}

/// A process that has a file open under a lock loses it with the first handle of that file which it
/// closes: so the study is given up by all that uses it here before it is followed.
void Elsewhere::goOn(const QString& path) {
    switch (m_step) {
        case Step::Stopping:
            if (m_runner.waiting().isEmpty()) {
                m_step = Step::Leaving;
                m_workspace.leaveStudy();
            }
            break;
        case Step::Leaving:
            if (m_givenUp.expired()) {
                m_step = Step::Following;
                m_looks = 0;
                m_follow = m_workspace.followStudy(path);
            }
            break;
        case Step::Following:
            if (m_workspace.study() != nullptr && !m_workspace.study()->path().empty() &&
                !follows(path)) {
                m_timer->stop();  // the user has opened another one
            } else if (follows(path) && (m_workspace.data() || ++m_looks > kLooksForImages)) {
                // What is said of its images comes before what is said of the command.
                m_timer->stop();
                launch(path);
            }
    }
}

void Elsewhere::launch(const QString& path) {
    const QString command = launchedCommand(preferences().launcher, resumeCommand(path));
    const JobId id = m_workspace.jobs().submit(
        {tr("Elsewhere: %1").arg(command), JobLane::Compute, {}},
        [command](const RunContext& context) { runProcess(command, context); }, this, [] {});
    auto* ended = new QObject(this);
    connect(&m_workspace.jobs(), &JobManager::jobFinished, ended,
            [this, ended, id, path](const JobInfo& job) {
                if (job.id == id) {
                    ended->deleteLater();
                    takeBack(path, job.status == JobStatus::Done);
                }
            });
}

bool Elsewhere::follows(const QString& path) const {
    const std::shared_ptr<Study> study = m_workspace.study();
    return study && study->following() && QString::fromStdString(study->path()) == path;
}

/// However it has ended; if it is still the one that is looked at.
void Elsewhere::takeBack(const QString& path, bool done) {
    if (follows(path)) {
        m_workspace.openStudy(path);
        if (done) {
            emit m_workspace.notice(
                tr("What was sent elsewhere has ended; the study can be worked on again."));
        }
    }
}

}  // namespace secateur
