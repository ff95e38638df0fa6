#pragma once

#include <QObject>
#include <QSvgRenderer>
#include <QTextCharFormat>
#include <QTextObjectInterface>
#include <memory>
#include <vector>

namespace secateur {

/// Draws SVG figures in a QTextDocument, as vectors, where its text has their places: characters of
/// format(). To be registered with the document's layout under kType.
class TextFigures : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)

 public:
    static constexpr int kType = QTextFormat::UserObject + 1;

    /// They are numbered from 0 in the order in which they are added.
    void add(const QByteArray& svg);
    static QTextCharFormat format(int number);

    QSizeF intrinsicSize(QTextDocument* document, int place, const QTextFormat& format) override;
    void drawObject(QPainter* painter, const QRectF& place, QTextDocument* document, int at,
                    const QTextFormat& format) override;

 private:
    QSvgRenderer& figure(const QTextFormat& format) const;

    std::vector<std::unique_ptr<QSvgRenderer>> m_figures;
};

}  // namespace secateur
