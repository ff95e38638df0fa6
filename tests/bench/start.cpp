// How long until the window shows a network, and how much memory that takes: starts itself several
// times as the program would be started and prints each time and the medians.
//
// usage: bench_start [RUNS]     needs no display; exit 1 if a limit is broken
#include <QApplication>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "core/exec/torch_threads.h"
#include "ui/shell/colour_scheme.h"
#include "ui/shell/main_window.h"

namespace {

constexpr double kSeconds = 2.0;
constexpr double kMegabytes = 350.0;
constexpr const char* kChild = "--child";

double residentMegabytes() {
    QFile status("/proc/self/status");
    status.open(QIODevice::ReadOnly);
    const auto found = QRegularExpression("VmRSS:\\s+(\\d+)").match(status.readAll());
    return found.captured(1).toDouble() / 1000.0;  // the kernel's kB are 1,024 bytes
}

double now() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// One start: prints "PAINTED_AT MEGABYTES" when the network is on the screen and the images are
/// read.
int child(int argc, char** argv) {
    QApplication application(argc, argv);
    secateur::setupTorchThreads();
    secateur::setupColours();
    secateur::MainWindow window(QStringLiteral(
        SECATEUR_SOURCE_DIR "/resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors"));
    window.stages().setMeasuring(false);
    window.show();
    window.files().openSample();
    double paintedAt = 0.0;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, [&] {
        if (paintedAt == 0.0 && window.workspace().network()) {
            window.repaint();
            paintedAt = now();
        }
        if (paintedAt != 0.0 && window.runner().ready() && !window.jobs().busy()) {
            std::printf("%.3f %.1f\n", paintedAt, residentMegabytes());
            QCoreApplication::quit();
        }
    });
    look.start(5);
    return QApplication::exec();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && QByteArray(argv[1]) == kChild) {
        return child(argc, argv);
    }
    const int runs = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_DATA_HOME", home.path());
    environment.insert("XDG_CONFIG_HOME", home.path());
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    std::vector<double> seconds;
    std::vector<double> megabytes;
    for (int run = 0; run <= runs; ++run) {  // the first fills the caches
        QProcess process;
        process.setProcessEnvironment(environment);
        const double start = now();
        process.start(QString::fromLocal8Bit(argv[0]), {kChild});
        process.waitForFinished(60000);
        const QList<QByteArray> words = process.readAllStandardOutput().trimmed().split(' ');
        if (words.size() != 2) {
            std::fprintf(stderr, "no answer: %s\n", process.readAllStandardError().constData());
            return 1;
        }
        std::printf("%s: network painted after %.2f s, %.0f MB when the images are read\n",
                    run == 0 ? "cold" : "warm", words[0].toDouble() - start, words[1].toDouble());
        if (run > 0) {
            seconds.push_back(words[0].toDouble() - start);
            megabytes.push_back(words[1].toDouble());
        }
    }
    std::printf("median %.2f s (limit %g s), %.0f MB (limit %g MB)\n", median(seconds), kSeconds,
                median(megabytes), kMegabytes);
    return median(seconds) < kSeconds && median(megabytes) < kMegabytes ? 0 : 1;
}
