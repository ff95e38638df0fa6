#include "ui/base/export_writer.h"

#include <QBuffer>
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "core/base/error.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr int kDotsPerInch = 96;  // of a device-independent pixel

QByteArray pngOf(Exportable& drawing, const QSize& size, double scale) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    exportImage(drawing, size, scale).save(&buffer, "PNG");
    return bytes;
}

QByteArray svgOf(Exportable& drawing, const QSize& size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kDotsPerInch);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(drawing.exportTitle());
    drawing.renderTo(generator, size);
    return bytes;
}

QByteArray pdfOf(Exportable& drawing, const QSize& size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(kDotsPerInch);
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setPageSize(
            QPageSize(QSizeF(size) / kDotsPerInch, QPageSize::Inch, {}, QPageSize::ExactMatch));
        writer.setTitle(drawing.exportTitle());
        drawing.renderTo(writer, size);
    }
    return bytes;
}

void writeWhole(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    if (!written || !file.commit()) {
        throw Error(ErrorCode::Io, Text::tr("cannot write the export").toStdString(),
                    {path.toStdString(), "", file.errorString().toStdString()});
    }
}

}  // namespace

QImage exportImage(Exportable& drawing, const QSize& size, double scale) {
    QImage image((QSizeF(size) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::white);
    drawing.renderTo(image, size);
    return image;
}

void exportTo(Exportable& drawing, const QString& path, const QSize& size, double scale) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    QByteArray bytes;
    if (suffix == "png") {
        bytes = pngOf(drawing, size, scale);
    } else if (suffix == "svg") {
        bytes = svgOf(drawing, size);
    } else if (suffix == "pdf") {
        bytes = pdfOf(drawing, size);
    } else if (suffix == "csv") {
        bytes = drawing.csv();
    } else {
        throw Error(ErrorCode::InvalidArgument,
                    Text::tr("no format for this file name").toStdString(),
                    {path.toStdString(), Text::tr("png, svg, pdf or csv").toStdString(),
                     suffix.toStdString()});
    }
    if (bytes.isEmpty()) {
        throw Error(ErrorCode::InvalidArgument,
                    Text::tr("there is nothing to export yet").toStdString(),
                    {drawing.exportName().toStdString(), "", ""});
    }
    writeWhole(path, bytes);
}

void copyToClipboard(Exportable& drawing, const QSize& size, double scale) {
    auto* content = new QMimeData;
    content->setImageData(exportImage(drawing, size, scale));
    content->setText(QString::fromUtf8(drawing.csv()));
    QGuiApplication::clipboard()->setMimeData(content);
}

}  // namespace secateur
