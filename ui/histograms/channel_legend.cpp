#include "ui/histograms/channel_legend.h"

#include <algorithm>

namespace secateur {

namespace {

constexpr int kBarWidth = 90;  // less where the texts leave less
constexpr int kLeastBarWidth = 20;
constexpr double kLegendMargin = 4.0;
constexpr double kLines = 4.0;  // three of the summary, one of the colours

}  // namespace

ChannelLegend::ChannelLegend(QCPAxisRect* area, const QCPRange& shares)
    : QCPLayerable(area->parentPlot(), "axes"), m_area(area), m_shares(shares) {}

void ChannelLegend::setTheme(const Theme& theme, const QCPColorGradient& gradient) {
    m_theme = theme;
    m_gradient = gradient;
    QMargins margins = m_area->minimumMargins();
    const QFontMetricsF metrics(mParentPlot->font());
    margins.setTop(static_cast<int>(kLines * metrics.height() + 3 * kLegendMargin));
    m_area->setMinimumMargins(margins);
}

void ChannelLegend::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(false);
}

void ChannelLegend::draw(QCPPainter* painter) {
    if (m_summary.isEmpty()) {
        return;
    }
    const QFontMetricsF metrics(mParentPlot->font());
    const double width = mParentPlot->viewport().width() - 2 * kLegendMargin;
    painter->setFont(mParentPlot->font());
    painter->setPen(m_theme.text);
    painter->drawText(QRectF(kLegendMargin, kLegendMargin, width, (kLines - 1) * metrics.height()),
                      Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_summary);
    const double top = m_area->top() - metrics.height() - kLegendMargin;
    const QString least = QString::number(100.0 * m_shares.lower) + " %";
    const QString most = tr("%1 % of its weights").arg(100.0 * m_shares.upper);
    const double texts = metrics.horizontalAdvance(least + most) + 3 * kLegendMargin;
    const int bar = std::clamp(static_cast<int>(width - texts), kLeastBarWidth, kBarWidth);
    const double needed = texts + bar;
    double left = std::clamp(width - needed, kLegendMargin + 0.0, m_area->left() + 0.0);
    const auto write = [&](const QString& text) {
        const double advance = metrics.horizontalAdvance(text) + kLegendMargin;
        painter->setPen(m_theme.mutedText);
        painter->drawText(QRectF(left, top, advance, metrics.height()),
                          Qt::AlignLeft | Qt::AlignVCenter, text);
        left += advance;
    };
    write(least);
    for (int i = 0; i < bar; ++i) {
        const QRgb colour = m_gradient.color(static_cast<double>(i) / (bar - 1), {0.0, 1.0});
        painter->fillRect(QRectF(left + i, top + 2, 1, metrics.height() - 4), QColor(colour));
    }
    left += bar + kLegendMargin;
    write(most);
}

}  // namespace secateur
