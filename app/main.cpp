#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QLocale>
#include <csignal>
#include <cstdio>

#include "core/base/text.h"
#include "core/exec/torch_threads.h"
#include "ui/shell/colour_scheme.h"
#include "ui/shell/headless_export.h"
#include "ui/shell/main_window.h"

namespace {

constexpr const char* kCheckpoint =
    SECATEUR_RESOURCES "/checkpoints/mobilenet_v2_fashion_mnist.safetensors";

/// True where the command line asks for files only: then no display may be needed.
bool asksForExport(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        if (QByteArray(argv[i]).startsWith("--export")) {
            return true;
        }
    }
    return false;
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

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGXFSZ,
                SIG_IGN);  // a file that may not grow is an error of writing, as a full disk
    std::signal(SIGPIPE, SIG_IGN);
    if (refusesNames(argc, argv)) {
        return 2;
    }
    if (asksForExport(argc, argv)) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    QApplication::setOrganizationName("secateur");
    QApplication::setApplicationName("secateur");
    QApplication::setApplicationDisplayName("Secateur");
    QApplication::setApplicationVersion(SECATEUR_VERSION);
    QApplication::setWindowIcon(QIcon(QStringLiteral(SECATEUR_RESOURCES "/icons/secateur.svg")));
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));  // as the texts are
    secateur::setupTorchThreads();
    secateur::setupColours();

    QCommandLineParser parser;
    parser.setApplicationDescription(
        "Secateur: make convolutional networks smaller, and see what "
        "it costs.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        "path",
        "a study (*.secateur), a checkpoint, or a folder of images; several are opened in "
        "this order. Without any: the shipped network and Fashion-MNIST.",
        "[path...]");
    const QCommandLineOption exportOption(
        "export",
        "Write every drawing and the report of the study given as path into <folder>, "
        "without a display.",
        "folder");
    parser.addOption(exportOption);
    parser.process(application);

    const QStringList paths = parser.positionalArguments();
    if (parser.isSet(exportOption)) {
        return secateur::exportStudy(paths, parser.value(exportOption));
    }
    secateur::MainWindow window(QString::fromUtf8(kCheckpoint));
    window.show();
    window.files().openAtStart(paths);
    return QApplication::exec();
}
