#include "ui/base/text_figures.h"

#include <QAbstractTextDocumentLayout>
#include <QPaintDevice>
#include <QTextDocument>

namespace secateur {

namespace {

constexpr int kNumber = QTextFormat::UserProperty + 1;
constexpr double kShare = 0.8;         // of its size on the screen, which is wider than a page
constexpr double kDotsPerInch = 96.0;  // of the screen that it is sized for

}  // namespace

void TextFigures::add(const QByteArray& svg) {
    m_figures.push_back(std::make_unique<QSvgRenderer>(svg));
}

QTextCharFormat TextFigures::format(int number) {
    QTextCharFormat format;
    format.setObjectType(kType);
    format.setProperty(kNumber, number);
    return format;
}

/// In units of what is drawn on, which are finer on paper.
QSizeF TextFigures::intrinsicSize(QTextDocument* document, int, const QTextFormat& format) {
    const QPaintDevice* device = document->documentLayout()->paintDevice();
    const double unit = device != nullptr ? device->logicalDpiX() / kDotsPerInch : 1.0;
    return QSizeF(figure(format).defaultSize()) * (kShare * unit);
}

void TextFigures::drawObject(QPainter* painter, const QRectF& place, QTextDocument*, int,
                             const QTextFormat& format) {
    figure(format).render(painter, place);
}

QSvgRenderer& TextFigures::figure(const QTextFormat& format) const {
    return *m_figures.at(static_cast<size_t>(format.intProperty(kNumber)));
}

}  // namespace secateur
