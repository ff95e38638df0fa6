#include "ui/base/html_pdf.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>
#include <utility>

#include "ui/base/text_figures.h"

namespace secateur {

namespace {

constexpr const char* kStyle =
    "body{font-family:sans-serif;font-size:9pt;color:#222}h1{font-size:18pt}h2{font-size:13pt}"
    "h3{font-size:10pt}.claim{font-size:12pt}td{padding:1px 5px;font-size:7pt}"
    "th{padding:1px 5px;font-size:7pt;text-align:left}"
    ".n{text-align:right}pre{font-size:7pt;white-space:pre-wrap;background-color:#f4f4f4}"
    ".summary{font-weight:bold}.caption{font-size:8pt;color:#555}.small{font-size:8pt;color:#555}";

/// The page with marks in the place of its figures, which are numbered in their order.
QString withoutFigures(QString html, TextFigures& figures) {
    static const QRegularExpression svg(QStringLiteral("<svg.*?</svg>"),
                                        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression style(QStringLiteral("<style>.*?</style>"),
                                          QRegularExpression::DotMatchesEverythingOption);
    html.remove(style);
    for (auto match = svg.match(html); match.hasMatch(); match = svg.match(html)) {
        figures.add(match.captured().toUtf8());
        html.replace(match.capturedStart(), match.capturedLength(),
                     QStringLiteral("<p>%1</p>").arg(QChar(QChar::ObjectReplacementCharacter)));
    }
    for (const auto& [from, to] :
         {std::pair("<summary>", "<p class=\"summary\">"), std::pair("</summary>", "</p>"),
          std::pair("<figcaption>", "<p class=\"caption\">"), std::pair("</figcaption>", "</p>")}) {
        html.replace(QLatin1String(from), QLatin1String(to));  // elements that Qt does not know
    }
    return html;
}

void placeFigures(QTextDocument& document) {
    int number = 0;
    const QString mark(QChar(QChar::ObjectReplacementCharacter));
    for (QTextCursor cursor = document.find(mark); !cursor.isNull();
         cursor = document.find(mark, cursor)) {
        cursor.insertText(mark, TextFigures::format(number++));
    }
}

void setupTables(const QTextFrame& frame) {
    for (QTextFrame* child : frame.childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(child)) {
            QTextTableFormat format = table->format();
            format.setHeaderRowCount(1);
            format.setBorderCollapse(true);
            format.setBorder(0.5);
            format.setBorderBrush(Qt::lightGray);
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            table->setFormat(format);
        }
        setupTables(*child);
    }
}

}  // namespace

QByteArray pdfOfHtml(const QString& html) {
    TextFigures figures;
    QTextDocument document;
    document.setDefaultStyleSheet(QLatin1String(kStyle));
    document.documentLayout()->registerHandler(TextFigures::kType, &figures);
    document.setHtml(withoutFigures(html, figures));
    placeFigures(document);
    setupTables(*document.rootFrame());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setTitle(document.metaInformation(QTextDocument::DocumentTitle));
        document.print(&writer);
    }
    return bytes;
}

}  // namespace secateur
