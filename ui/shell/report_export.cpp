#include "ui/shell/report_export.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "core/base/file.h"
#include "core/report/study_report.h"
#include "ui/base/html_pdf.h"

namespace secateur {

void writeReport(Study& study, const QString& path, double tolerancePoints) {
    const std::string version = QCoreApplication::applicationVersion().toStdString();
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("html")) {
        writeHtmlReport(study, path.toStdString(), tolerancePoints, version);
    } else if (suffix == QLatin1String("pdf")) {
        const std::string page = reportPage(study, tolerancePoints, version);
        const QByteArray pdf = pdfOfHtml(QString::fromStdString(page));
        writeFile(path.toStdString(), pdf.data(), static_cast<size_t>(pdf.size()));
    } else {
        writeStudyReport(study, path.toStdString(), tolerancePoints);
    }
}

}  // namespace secateur
