#include "ui/model_view/legend_painter.h"

#include <QLinearGradient>
#include <algorithm>

#include "ui/base/translation.h"
namespace secateur {

namespace {

constexpr double kPad = 8.0;
constexpr double kEntryGap = 20.0;
constexpr double kTextGap = 6.0;

/// A skip connection in small.
void paintArc(QPainter& painter, const QRectF& box, const QPen& pen) {
    QPainterPath path(box.bottomLeft());
    path.lineTo(box.left(), box.top() + 6.0);
    path.quadTo(box.topLeft(), QPointF(box.left() + 4.0, box.top() + 2.0));
    path.lineTo(box.right() - 4.0, box.top() + 2.0);
    path.quadTo(box.topRight(), QPointF(box.right(), box.top() + 6.0));
    path.lineTo(box.bottomRight());
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    painter.drawPath(path);
}

}  // namespace

LegendSigns LegendSigns::of(const GraphCost& cost,
                            const std::vector<const BlockGeometry*>& blocks) {
    LegendSigns signs;
    for (const LayerCost& layer : cost.layers) {
        if (const auto* conv = std::get_if<Conv2d>(&layer.op)) {
            signs.depthwise = signs.depthwise || conv->depthwise();
            signs.grouped = signs.grouped || (conv->groups > 1 && !conv->depthwise());
        }
    }
    for (const BlockGeometry* block : blocks) {
        for (const SkipShape& skip : block->skips) {
            signs.identity = signs.identity || (skip.identity && !skip.external);
            signs.boxed = signs.boxed || !skip.identity;
            signs.pointwise = signs.pointwise && (skip.identity || skip.pointwise);
        }
        for (const LayerShape& shape : block->shapes) {
            signs.cut = signs.cut || shape.cut;
            signs.former = signs.former || shape.formerLeft > 0.0;
        }
        signs.step = signs.step || !block->steps.empty();
    }
    return signs;
}

LegendPainter::LegendPainter(const DrawingStyle& style, const LegendSigns& signs)
    : m_style(style), m_signs(signs), m_metrics(style.font) {}

std::vector<LegendPainter::Entry> LegendPainter::entries() const {
    const double em = m_metrics.height();
    std::vector<Entry> entries{{Sign::Scale, em * 13.0, {}}};
    if (m_style.colouring.legend().notMeasured) {
        entries.push_back({Sign::NotMeasured, em * 1.6, Text::tr("not measured")});
    }
    entries.push_back({Sign::Height, em * 0.9, Text::tr("height: channels, to scale")});
    if (m_signs.depthwise) {
        entries.push_back({Sign::Depthwise, em * 1.2, Text::tr("depthwise")});
    }
    if (m_signs.grouped) {
        entries.push_back({Sign::Grouped, em * 1.2, Text::tr("grouped")});
    }
    if (m_signs.identity) {
        entries.push_back({Sign::Identity, em * 2.0, Text::tr("identity skip")});
    }
    if (m_signs.boxed) {
        entries.push_back({Sign::Boxed, em * 2.4,
                           m_signs.pointwise ? Text::tr("1x1 convolution skip")
                                             : Text::tr("branch with layers")});
    }
    if (m_signs.step) {
        entries.push_back({Sign::Step, em * 1.4, Text::tr("stride: resolution falls")});
    }
    if (m_signs.cut) {
        entries.push_back({Sign::Cut, em * 0.9, Text::tr("wider than drawn")});
    }
    if (m_signs.former) {
        entries.push_back({Sign::Former, em * 0.9, Text::tr("width in the other network")});
    }
    return entries;
}

double LegendPainter::widthOf(const Entry& entry) const {
    if (entry.sign != Sign::Scale) {
        return entry.signWidth + kTextGap + m_metrics.horizontalAdvance(entry.text);
    }
    const ColourLegend& legend = m_style.colouring.legend();
    const double text = m_metrics.horizontalAdvance(
        legend.note.isEmpty() ? legend.title : legend.title + " (" + legend.note + ")");
    return std::max(entry.signWidth, text);
}

double LegendPainter::arrange(double width, std::vector<QPointF>* places) const {
    const double scaleHeight = m_metrics.height() * 2.0 + m_metrics.height() * 0.7 + 4.0;
    const std::vector<Entry> all = entries();
    const double lineHeight = m_metrics.height() * 1.35;
    // The colour scale stands at the left of all lines, if there is room for a sign beside it.
    const double scaleWidth = widthOf(all.front());
    double widest = 0.0;
    for (size_t i = 1; i < all.size(); ++i) {
        widest = std::max(widest, widthOf(all[i]));
    }
    const bool beside = kPad * 2.0 + scaleWidth + kEntryGap + widest <= width;
    const double left = kPad + (beside ? scaleWidth + kEntryGap * 1.5 : 0.0);
    double y = kPad + (beside ? 0.0 : scaleHeight + kPad);
    double x = left;
    places->push_back({kPad, kPad});
    for (size_t i = 1; i < all.size(); ++i) {
        const double entry = widthOf(all[i]);
        if (x > left && x + entry > width - kPad) {
            x = left;
            y += lineHeight;
        }
        places->push_back({x, y});
        x += entry + kEntryGap;
    }
    return std::max(y + lineHeight, kPad + scaleHeight) + kPad * 0.5;
}

double LegendPainter::heightFor(double width) const {
    std::vector<QPointF> places;
    return arrange(width, &places);
}

void LegendPainter::paint(QPainter& painter, const QRectF& rect) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(m_style.font);
    painter.fillRect(rect, m_style.theme.background);
    painter.setPen(QPen(m_style.theme.grid, 1.0));
    painter.drawLine(rect.topLeft(), rect.topRight());
    std::vector<QPointF> places;
    arrange(rect.width(), &places);
    const std::vector<Entry> all = entries();
    for (size_t i = 0; i < all.size(); ++i) {
        const QPointF corner = rect.topLeft() + places[i];
        if (all[i].sign == Sign::Scale) {
            paintScale(painter, QRectF(corner, QSizeF(widthOf(all[i]), m_metrics.height())));
            continue;
        }
        const QRectF sign(corner, QSizeF(all[i].signWidth, m_metrics.height()));
        paintSign(painter, all[i].sign, sign);
        painter.setPen(m_style.theme.text);
        painter.drawText(QPointF(sign.right() + kTextGap, corner.y() + m_metrics.ascent()),
                         all[i].text);
    }
    painter.restore();
}

void LegendPainter::paintScale(QPainter& painter, const QRectF& rect) const {
    const Theme& theme = m_style.theme;
    const ColourLegend& legend = m_style.colouring.legend();
    painter.setPen(theme.text);
    QPointF text(rect.left(), rect.top() + m_metrics.ascent());
    painter.drawText(text, legend.title);
    if (!legend.note.isEmpty()) {
        painter.setPen(theme.mutedText);
        text.rx() += m_metrics.horizontalAdvance(legend.title);
        painter.drawText(text, " (" + legend.note + ")");
    }
    const QRectF bar(rect.left(), rect.bottom() + 2.0, rect.width(), m_metrics.height() * 0.7);
    if (legend.ticks.empty()) {
        painter.setPen(theme.mutedText);
        painter.drawText(QPointF(bar.left(), bar.top() + m_metrics.ascent()),
                         Text::tr("not measured yet"));
        return;
    }
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    constexpr int kStops = 16;
    for (int i = 0; i <= kStops; ++i) {
        gradient.setColorAt(i / static_cast<double>(kStops),
                            sequentialColour(i / static_cast<double>(kStops)));
    }
    painter.setPen(QPen(theme.outline, 0.8));
    painter.setBrush(gradient);
    painter.drawRect(bar);
    painter.setPen(theme.text);
    std::vector<QRectF> taken;
    for (const bool major : {true, false}) {
        for (const LegendTick& tick : legend.ticks) {
            if (tick.major == major) {
                paintTick(painter, bar, tick, taken);
            }
        }
    }
}

/// Unless a label that was drawn before is in the way.
void LegendPainter::paintTick(QPainter& painter, const QRectF& bar, const LegendTick& tick,
                              std::vector<QRectF>& taken) const {
    const double x = bar.left() + tick.position * bar.width();
    const double width = m_metrics.horizontalAdvance(tick.label);
    const double left = std::clamp(x - width / 2.0, bar.left(), bar.right() - width);
    const QRectF label(left, bar.bottom() + 2.0, width, m_metrics.height());
    const double apart = m_metrics.averageCharWidth();
    const bool free = std::none_of(taken.begin(), taken.end(), [&](const QRectF& other) {
        return other.intersects(label.adjusted(-apart, 0.0, apart, 0.0));
    });
    if (free) {
        painter.drawLine(QPointF(x, bar.bottom() - 3.0), QPointF(x, bar.bottom() + 2.0));
        painter.drawText(QPointF(left, label.top() + m_metrics.ascent()), tick.label);
        taken.push_back(label);
    }
}

void LegendPainter::paintSign(QPainter& painter, Sign sign, const QRectF& rect) const {
    const Theme& theme = m_style.theme;
    const QRectF box = rect.adjusted(0.0, 2.0, 0.0, -2.0);
    painter.setPen(QPen(theme.outline, 1.0));
    painter.setBrush(theme.grid);
    switch (sign) {
        case Sign::Scale:
            return;
        case Sign::NotMeasured:
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box);
            paintHatch(painter, box, theme);
            return;
        case Sign::Height:
            painter.drawPolygon(QPolygonF({{box.left(), box.center().y() - 2.0},
                                           {box.right(), box.top()},
                                           {box.right(), box.bottom()},
                                           {box.left(), box.center().y() + 2.0}}));
            return;
        case Sign::Depthwise:
        case Sign::Grouped:
            painter.drawRect(box);
            for (double y = box.top() + 3.0; y < box.bottom() - 1.0;
                 y += sign == Sign::Depthwise ? 3.0 : 6.0) {
                painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
            }
            return;
        case Sign::Identity:
            paintArc(painter, box, QPen(theme.mutedText, 1.2, Qt::DashLine));
            return;
        case Sign::Boxed:
            paintArc(painter, box, QPen(theme.text, 1.4));
            painter.setBrush(theme.grid);
            painter.drawRect(QRectF(box.center().x() - 6.0, box.top() - 2.0, 12.0, 8.0));
            return;
        case Sign::Step:
            painter.setPen(QPen(theme.mutedText, 1.2));
            painter.drawPolyline(QPolygonF({{box.left(), box.center().y() - 3.0},
                                            {box.center().x(), box.center().y() - 3.0},
                                            {box.center().x(), box.center().y() + 3.0},
                                            {box.right(), box.center().y() + 3.0}}));
            return;
        case Sign::Former:
            painter.drawRect(box.adjusted(0.0, 3.0, 0.0, -3.0));
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme.text, 1.0, Qt::DotLine));
            painter.drawRect(box);
            return;
        case Sign::Cut:
            painter.drawRect(box);
            painter.setPen(QPen(theme.background, 2.5));
            painter.drawPolyline(
                QPolygonF({{box.left() - 1.0, box.center().y() + 1.5},
                           {box.left() + box.width() / 3.0, box.center().y() - 1.5},
                           {box.left() + box.width() * 2.0 / 3.0, box.center().y() + 1.5},
                           {box.right() + 1.0, box.center().y() - 1.5}}));
            return;
    }
}

}  // namespace secateur
