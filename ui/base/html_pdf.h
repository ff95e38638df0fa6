#pragma once

#include <QByteArray>
#include <QString>

namespace secateur {

/// A page of text, tables, preformatted text and <svg> figures, as the report is (html_report.h),
/// laid out on A4 by Qt: figures and letters stay vectors, a table's first row is repeated on each
/// page. Of its style sheet nothing is kept. Any thread.
QByteArray pdfOfHtml(const QString& html);

}  // namespace secateur
