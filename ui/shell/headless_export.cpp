#include "ui/shell/headless_export.h"

#include <QEventLoop>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <functional>

#include "core/base/error.h"
#include "core/report/study_report.h"
#include "ui/shell/drawing_export.h"
#include "ui/shell/main_window.h"
#include "ui/shell/opened_path.h"

namespace secateur {

namespace {

constexpr int kLookMs = 5;
constexpr int kPatienceMs = 10000;
constexpr double kScale = 2.0;  // pixels of a PNG per device-independent pixel

int fail(const QString& text, int code) {
    std::fprintf(stderr, "error: %s\n", qPrintable(text));
    return code;
}

/// Runs the event loop until nothing is read any more. Gives the first failure.
QString waitUntilRead(MainWindow& window) {
    QString failure;
    QEventLoop loop;
    QObject::connect(&window.jobs(), &JobManager::jobFinished, &loop, [&](const JobInfo& job) {
        if (job.status == JobStatus::Failed && failure.isEmpty()) {
            failure = job.error;
        }
        if (!window.jobs().busy()) {
            loop.quit();
        }
    });
    loop.exec();
    return failure;
}

/// Runs the event loop until `done`, at most for some seconds.
void waitUntil(const std::function<bool()>& done) {
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (done()) {
            loop.quit();
        }
    });
    QTimer::singleShot(kPatienceMs, &loop, &QEventLoop::quit);
    look.start(kLookMs);
    loop.exec();
}

/// The Histograms page shows one layer at a time and reads it when it is looked at.
QStringList exportHistograms(MainWindow& window, ExportRequest request) {
    const auto network = window.workspace().network();
    const auto variant = window.workspace().currentVariant();
    if (!network || variant == nullptr || variant->quantized()) {
        return {};
    }
    window.pages().showHistograms();
    request.folder += "/histograms";
    QStringList paths;
    for (const LayerCost& layer : network->layers) {
        if (layer.weights == 0) {
            continue;
        }
        const QString name = QString::fromStdString(layer.name);
        window.workspace().selection().select(QString::fromStdString(layer.block), name);
        request.names = {"histogram_" + name + "_weights", "channel_ranges_" + name};
        const auto shown = [&] {
            const auto drawings = window.pages().drawingsInFront();
            return std::count_if(drawings.begin(), drawings.end(), [&](Exportable* drawing) {
                       return request.names.contains(drawing->exportName()) &&
                              !drawing->csv().isEmpty();
                   }) == request.names.size();
        };
        waitUntil(shown);
        paths += DrawingExport::writeNow(window.pages().drawingsInFront(), request);
    }
    return paths;
}

void print(const QStringList& paths) {
    for (const QString& path : paths) {
        std::printf("%s\n", qPrintable(path));
    }
}

}  // namespace

int exportStudy(const QStringList& paths, const QString& folder) {
    if (paths.size() != 1) {
        return fail(
            QStringLiteral("--export takes one study (expected 1 path, got %1)").arg(paths.size()),
            2);
    }
    if (pathKind(paths.front()) != PathKind::Study) {
        const QString problem = whyNotOpened(paths.front());
        return fail(
            problem.isEmpty() ? QStringLiteral("%1 is not a study").arg(paths.front()) : problem,
            1);
    }
    MainWindow window{QString()};
    window.setMeasuring(false);
    window.show();  // pages draw at the size that they have in the window
    window.openAtStart(paths);
    const QString failure = waitUntilRead(window);
    const auto study = window.workspace().study();
    if (!study) {
        return fail(failure, 1);
    }
    // The images are gone, say: what was measured is exported all the same.
    if (!failure.isEmpty()) {
        std::fprintf(stderr, "warning: %s\n", qPrintable(failure));
    }
    try {
        ExportRequest request;
        request.folder = folder;
        request.extensions = {"png", "svg", "csv"};
        request.scale = kScale;
        print(DrawingExport::writeNow(window.drawings(), request));
        print(exportHistograms(window, request));
        for (const std::string& path : writeStudyReport(*study, (folder + "/report").toStdString(),
                                                        window.workspace().tolerance())) {
            std::printf("%s\n", path.c_str());
        }
    } catch (const Error& error) {
        return fail(QString::fromUtf8(error.what()), 1);
    }
    return 0;
}

}  // namespace secateur
