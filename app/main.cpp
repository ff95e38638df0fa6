#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "app/version.h"
#include "core/base/resources.h"
#include "core/base/text.h"
#include "core/exec/torch_threads.h"
#include "ui/base/preferences.h"
#include "ui/shell/colour_scheme.h"
#include "ui/shell/headless_export.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"

namespace {

/// True where an argument begins with one of these.
bool hasArgument(int argc, char** argv, const QByteArrayList& beginnings) {
    return std::any_of(argv + 1, argv + argc, [&](const char* argument) {
        return std::any_of(beginnings.begin(), beginnings.end(), [&](const QByteArray& beginning) {
            return QByteArray(argument).startsWith(beginning);
        });
    });
}

/// While Qt looks for a display: where there is none it would end the program by SIGABRT, and
/// advise to install it again.
void sayNoDisplay(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type != QtFatalMsg) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(text));
        return;
    }
    std::fputs(
        "error: no display that a window can be opened on (DISPLAY, WAYLAND_DISPLAY): --export "
        "writes a study's drawings without one, and secateur-cli does all the rest\n",
        stderr);
    std::_Exit(1);
}

/// Later: where the display goes away Qt would call exit(), which takes apart what running jobs
/// still use. The program ends as by a kill instead, which studies survive.
void sayDisplayGone(QtMsgType, const QMessageLogContext&, const QString& text) {
    if (!text.contains(QLatin1String("connection broke"))) {  // X11's, Wayland's
        std::fprintf(stderr, "%s\n", qUtf8Printable(text));
        return;
    }
    std::fputs(
        "error: the display is gone, and the window with it: what was measured is in the study, "
        "and what was running goes on there when it is started again\n",
        stderr);
    std::_Exit(1);
}

/// Qt keeps names as text: one that is none would name another file.
bool refusesNames(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (!secateur::isUtf8(argv[i])) {
            std::fprintf(
                stderr,
                "error: the window opens no file whose name is not UTF-8: %s (secateur-cli "
                "does)\n",
                secateur::printable(argv[i]).c_str());
            return true;
        }
    }
    return false;
}

void setupArguments(QCommandLineParser& parser, const QCommandLineOption& exportOption) {
    parser.setApplicationDescription(
        "Secateur: make convolutional networks smaller, and see what "
        "it costs.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        "path",
        "a study (*.secateur), a checkpoint, or a folder of images; in any "
        "order. Without any: the start page.",
        "[path...]");
    parser.addOption(exportOption);
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGXFSZ,
                SIG_IGN);  // a file that may not grow is an error of writing, as a full disk
    std::signal(SIGPIPE, SIG_IGN);
    if (refusesNames(argc, argv)) {
        return 2;
    }
    QCoreApplication::setOrganizationName("secateur");
    QCoreApplication::setApplicationName("secateur");
    QCoreApplication::setApplicationVersion(QString::fromStdString(secateur::versionText()) +
                                            ", Qt " + qVersion());
    const QCommandLineOption exportOption(
        "export",
        "Write every drawing and the report of the study given as path into <folder>, "
        "without a display.",
        "folder");
    QCommandLineParser parser;
    setupArguments(parser, exportOption);
    if (hasArgument(argc, argv, {"-h", "-v", "--help", "--version"})) {
        const QCoreApplication withoutDisplay(argc, argv);
        parser.process(withoutDisplay);  // ends the program; not where these are names of files
    }
    if (hasArgument(argc, argv, {"--export"})) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    qInstallMessageHandler(sayNoDisplay);
    QApplication application(argc, argv);
    qInstallMessageHandler(sayDisplayGone);
    QApplication::setApplicationDisplayName("Secateur");
    QApplication::setDesktopFileName("secateur");
    QApplication::setWindowIcon(QIcon(":/icons/secateur.svg"));
    secateur::setupLanguage();
    secateur::setSizeUnit(secateur::preferences().sizes);
    secateur::setupTorchThreads();
    secateur::setupColours();
    parser.process(application);

    const QStringList paths = parser.positionalArguments();
    if (parser.isSet(exportOption)) {
        return secateur::exportStudy(paths, parser.value(exportOption));
    }
    secateur::MainWindow window(QString::fromStdString(secateur::shippedNetwork()));
    window.show();
    window.files().openPaths(paths);
    return QApplication::exec();
}
