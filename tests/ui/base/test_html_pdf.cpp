#include "ui/base/html_pdf.h"

#include "tests/support/ui_catch.h"

using namespace secateur;

namespace {

const QString kFigure = QStringLiteral(
    "<figure>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 360\" width=\"720\" "
    "height=\"360\">\n<title>t</title>\n<text x=\"9\" y=\"20\">points</text><circle cx=\"99\" "
    "cy=\"99\" r=\"50\" fill=\"#d55e00\"/>\n</svg><figcaption>of it</figcaption>\n</figure>\n");

QByteArray pdfOf(const QString& body) {
    return pdfOfHtml(
        "<!DOCTYPE html>\n<html><head><title>a study: report</title><style>td{}"
        "</style></head><body><h1>a study</h1>" +
        body + "</body></html>");
}

qsizetype pagesOf(const QByteArray& pdf) {
    return pdf.count("/Type /Page\n");
}

}  // namespace

TEST_CASE("a page becomes a PDF with its figures as vectors", "[html_pdf]") {
    const QByteArray text = pdfOf("<p>claim</p>");
    CHECK(text.startsWith("%PDF-"));
    CHECK(text.trimmed().endsWith("%%EOF"));
    CHECK(pagesOf(text) == 1);
    // Each takes its room: five of them do not fit on one page.
    const QByteArray figures = pdfOf("<p>claim</p>" + kFigure.repeated(5));
    CHECK(pagesOf(figures) > 1);
    CHECK(pagesOf(pdfOf("<p>claim</p>" + kFigure)) == 1);
    CHECK_FALSE(figures.contains("/Subtype /Image"));
}

TEST_CASE("a long table goes over pages, a long line is broken", "[html_pdf]") {
    const QString row = QStringLiteral("<tr><td>layer</td><td class=\"n\">1</td></tr>\n");
    const QByteArray table =
        pdfOf("<table><tr><th>name</th><th>value</th></tr>" + row.repeated(300) + "</table>");
    CHECK(pagesOf(table) > 2);
    const QByteArray lines = pdfOf("<pre>" + QString("word ").repeated(4000) + "</pre>");
    CHECK(pagesOf(lines) > 1);  // else it would be one line on one page
}
