#include "ui/shell/headless_export.h"

#include <QEventLoop>
#include <cstdio>

#include "core/base/error.h"
#include "core/report/study_report.h"
#include "ui/shell/drawing_export.h"
#include "ui/shell/main_window.h"
#include "ui/shell/opened_path.h"

namespace secateur {

namespace {

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
    if (!failure
             .isEmpty()) {  // the images are gone, say: what was measured is exported all the same
        std::fprintf(stderr, "warning: %s\n", qPrintable(failure));
    }
    try {
        ExportRequest request;
        request.folder = folder;
        request.extensions = {"png", "svg", "csv"};
        request.scale = kScale;
        for (const QString& path : DrawingExport::writeNow(window.drawings(), request)) {
            std::printf("%s\n", qPrintable(path));
        }
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
