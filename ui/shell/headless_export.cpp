#include "ui/shell/headless_export.h"

#include <fmt/format.h>

#include <QEventLoop>
#include <QTabWidget>
#include <cstdio>

#include "core/base/failure.h"
#include "core/base/text.h"
#include "core/report/study_report.h"
#include "ui/shell/drawing_export.h"
#include "ui/shell/opened_path.h"
#include "ui/shell/pages.h"
#include "ui/shell/report_export.h"

namespace secateur {

namespace {

constexpr double kScale = 2.0;         // pixels of a PNG per device-independent pixel
constexpr QSize kPageSize(1200, 800);  // as in the window

/// The pages and what they show, without a window.
struct Desk {
    JobManager jobs;
    Workspace workspace{jobs};
    StageRunner runner{workspace};
    QTabWidget tabs;
    std::vector<PageController*> pages = makePages(workspace, runner, tabs);
};

/// A line that a terminal cannot be led astray by.
void printLine(std::FILE* stream, const std::string& text) {
    std::fprintf(stream, "%s\n", printable(text).c_str());
}

int fail(const std::string& text, int code) {
    printLine(stderr, "error: " + text);
    return code;
}

/// Runs the event loop until nothing is read any more. Gives the first failure.
QString finishReading(JobManager& jobs) {
    QString failure;
    QEventLoop loop;
    QObject::connect(&jobs, &JobManager::jobFinished, &loop, [&](const JobInfo& job) {
        if (job.status == JobStatus::Failed && failure.isEmpty()) {
            failure = job.error;
        }
        if (!jobs.busy()) {
            loop.quit();
        }
    });
    if (jobs.busy()) {
        loop.exec();
    }
    return failure;
}

/// Of pages that show one layer at a time, and read it when they are looked at.
QStringList exportLayers(Desk& desk, ExportRequest request) {
    const auto network = desk.workspace.network();
    QStringList paths;
    if (!network || desk.workspace.currentIsQuantized()) {
        return paths;
    }
    request.folder += "/histograms";
    for (size_t place = 0; place < desk.pages.size(); ++place) {
        PageController* const page = desk.pages[place];
        if (!page->followsLayer()) {
            continue;
        }
        desk.tabs.setCurrentIndex(static_cast<int>(place));
        for (const LayerCost& layer : network->layers) {
            if (layer.weights == 0) {
                continue;
            }
            const QString name = QString::fromStdString(layer.name);
            desk.workspace.selection().select(QString::fromStdString(layer.block), name);
            finishReading(desk.jobs);
            request.names = {"histogram_" + name + "_weights", "channel_ranges_" + name};
            paths += DrawingExport::writeNow(page->drawings(), request);
        }
    }
    return paths;
}

void print(const QStringList& paths) {
    for (const QString& path : paths) {
        printLine(stdout, path.toStdString());
    }
}

}  // namespace

int exportStudy(const QStringList& paths, const QString& folder) {
    if (paths.size() != 1) {
        return fail(fmt::format("--export takes one study (expected 1 path, got {})", paths.size()),
                    2);
    }
    if (pathKind(paths.front()) != PathKind::Study) {
        const QString problem = whyNotOpened(paths.front());
        return fail(problem.isEmpty() ? paths.front().toStdString() + " is not a study"
                                      : problem.toStdString(),
                    1);
    }
    Desk desk;
    desk.tabs.resize(kPageSize);
    desk.tabs.show();  // pages draw at the size that they have
    desk.workspace.openStudy(paths.front());
    const QString failure = finishReading(desk.jobs);
    const auto study = desk.workspace.study();
    if (!study) {
        return fail(failure.toStdString(), 1);
    }
    // The images are gone, say: what was measured is exported all the same.
    if (!failure.isEmpty()) {
        printLine(stderr, "warning: " + failure.toStdString());
    }
    try {
        ExportRequest request;
        request.folder = folder;
        request.extensions = {"png", "svg", "csv"};
        request.scale = kScale;
        print(DrawingExport::writeNow(allDrawings(desk.pages), request));
        print(exportLayers(desk, request));
        for (const std::string& path : writeStudyReport(*study, (folder + "/report").toStdString(),
                                                        desk.workspace.tolerance())) {
            printLine(stdout, path);
        }
        const QString pdf = folder + QStringLiteral("/report/report.pdf");
        writeReport(*study, pdf, desk.workspace.tolerance());
        print({pdf});
    } catch (const std::exception& error) {
        return fail(reasonOf(error), 1);
    }
    return 0;
}

}  // namespace secateur
