#include "ui/base/plot.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace secateur {

namespace {

constexpr int kLeastLines = 11;  // of text; where there is less room, the page scrolls

/// In lines of at most so many pixels.
QString wrapped(const QString& text, const QFontMetrics& metrics, int width) {
    QStringList lines;
    for (const QString& word : text.split(QLatin1Char(' '))) {
        const QString longer = lines.isEmpty() ? word : lines.last() + QLatin1Char(' ') + word;
        if (lines.isEmpty() || metrics.horizontalAdvance(longer) > width) {
            lines << word;
        } else {
            lines.last() = longer;
        }
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

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

void styleLegend(QCPLegend& legend, const Theme& theme, const QFont& font) {
    QColor back = theme.background;
    back.setAlphaF(0.8F);
    legend.setBrush(back);
    legend.setBorderPen(QPen(theme.grid));
    legend.setFont(font);
    legend.setTextColor(theme.text);
}

void paintPlot(QCustomPlot& plot, QPaintDevice& device, const QSize& size) {
    QCPPainter painter(&device);
    plot.toPainter(&painter, size.width(), size.height());
}

Plot::Plot(const char* objectName, const QString& title, QWidget* parent)
    : QCustomPlot(parent), m_title(title) {
    setObjectName(objectName);
    setAccessibleName(title);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(240, kLeastLines * fontMetrics().height());
}

void Plot::style(const Theme& theme) {
    stylePlot(*this, theme, font());
    applyTheme(theme);
}

void Plot::renderTo(QPaintDevice& device, const QSize& size) {
    const Theme paper = paperTheme();
    setOnPaper(true);
    style(paper);
    QCPTextElement* caption = nullptr;
    if (!m_caption.isEmpty()) {
        const bool legendBeside = plotLayout()->columnCount() > 1;
        const int width = legendBeside ? 2 * size.width() / 3 : size.width();
        caption = new QCPTextElement(
            this, wrapped(m_caption, fontMetrics(), width - 2 * fontMetrics().height()), font());
        caption->setTextColor(paper.text);
        plotLayout()->insertRow(0);
        plotLayout()->addElement(0, 0, caption);
    }
    paintPlot(*this, device, size);
    if (caption != nullptr) {
        plotLayout()->remove(caption);
        plotLayout()->simplify();
    }
    setOnPaper(false);
    restyle();
    replot(rpQueuedReplot);
}

bool Plot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) {
        return QCustomPlot::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), tipAt(help->pos()), this);
    return true;
}

void Plot::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        restyle();
        replot(rpQueuedReplot);
    }
}

void Plot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    if (hasFocus()) {
        QPainter painter(this);
        painter.setPen(QPen(themeFor(palette()).accent, 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

}  // namespace secateur
