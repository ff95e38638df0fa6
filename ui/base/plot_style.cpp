#include "ui/base/plot_style.h"

#include <QPalette>

namespace secateur {

void stylePlot(QCustomPlot& plot, const Theme& theme, const QFont& font) {
    plot.setBackground(theme.background);
    for (QCPAxisRect* rect : plot.axisRects()) {
        for (QCPAxis* axis : rect->axes()) {
            axis->setBasePen(QPen(theme.outline));
            axis->setTickPen(QPen(theme.outline));
            axis->setSubTickPen(QPen(theme.outline));
            axis->setTickLabelColor(theme.mutedText);
            axis->setLabelColor(theme.text);
            axis->setTickLabelFont(font);
            axis->setLabelFont(font);
            axis->grid()->setPen(QPen(theme.grid, 1, Qt::DotLine));
            axis->grid()->setZeroLinePen(QPen(theme.grid));
        }
    }
}

void paintPlot(QCustomPlot& plot, QPaintDevice& device, const QSize& size) {
    QCPPainter painter(&device);
    plot.toPainter(&painter, size.width(), size.height());
}

}  // namespace secateur
