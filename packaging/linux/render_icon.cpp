/// render_icon SVG PIXELS PNG: the program's icon in one of the sizes that desktops ask for, by the
/// renderer that the window draws it with.
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: render_icon SVG PIXELS PNG\n", stderr);
        return 2;
    }
    const int pixels = QByteArray(argv[2]).toInt();
    QSvgRenderer drawing(QString::fromLocal8Bit(argv[1]));
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    drawing.render(&painter);
    painter.end();
    return drawing.isValid() && image.save(QString::fromLocal8Bit(argv[3])) ? 0 : 1;
}
