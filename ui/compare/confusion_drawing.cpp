#include "ui/compare/confusion_drawing.h"

#include <QFontInfo>
#include <algorithm>
#include <cmath>

#include "core/report/comparison_tables.h"
#include "ui/base/translation.h"
#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

constexpr double kMargin = 10.0;
constexpr double kSmallestFont = 7.0;

QFont sized(QFont font, double pixels) {
    font.setPixelSize(std::max(1, static_cast<int>(pixels)));
    return font;
}

}  // namespace

ConfusionDrawing::ConfusionDrawing(std::shared_ptr<const Comparison> comparison, int64_t variant,
                                   ConfusionMode mode)
    : m_comparison(std::move(comparison)), m_mode(mode) {
    m_variant = m_comparison ? m_comparison->find(variant) : nullptr;
    const StoredEvaluation* now = m_variant ? m_variant->evaluation : nullptr;
    const StoredEvaluation* before = m_comparison ? m_comparison->reference.evaluation : nullptr;
    const int64_t classes = m_comparison ? m_comparison->classCount() : 0;
    const bool complete = mode == ConfusionMode::Variant     ? now != nullptr
                          : mode == ConfusionMode::Reference ? before != nullptr
                                                             : now && before;
    if (!complete || classes > kMostClasses) {
        return;
    }
    m_classes = classes;
    m_counts = ConfusionMatrix((mode == ConfusionMode::Reference ? before : now)->result, classes);
    if (mode == ConfusionMode::Difference) {
        m_reference = ConfusionMatrix(before->result, classes);
    }
    for (int64_t label = 0; label < classes; ++label) {
        for (int64_t prediction = 0; prediction < classes; ++prediction) {
            m_widest = std::max(m_widest, std::abs(shown({label, prediction})));
        }
    }
}

int64_t ConfusionDrawing::shown(const ConfusionCell& cell) const {
    const int64_t count = m_counts.count(cell.label, cell.prediction);
    return m_mode == ConfusionMode::Difference
               ? count - m_reference.count(cell.label, cell.prediction)
               : count;
}

QString ConfusionDrawing::className(int64_t index) const {
    return QString::fromStdString(m_comparison->className(index));
}

QString ConfusionDrawing::variantName() const {
    return QString::fromStdString(m_variant->variant->name);
}

QString ConfusionDrawing::referenceName() const {
    return QString::fromStdString(m_comparison->reference.variant->name);
}

QString ConfusionDrawing::title() const {
    const QString whose = m_mode == ConfusionMode::Variant ? variantName()
                          : m_mode == ConfusionMode::Reference
                              ? referenceName()
                              : Text::tr("%1 minus %2").arg(variantName(), referenceName());
    return Text::tr("%1: images of each class (row) by prediction (column)").arg(whose);
}

QString ConfusionDrawing::cellText(const ConfusionCell& cell) const {
    const int64_t value = shown(cell);
    if (m_mode != ConfusionMode::Difference || value == 0) {
        return value == 0 ? QString() : QString::number(value);
    }
    return (value < 0 ? QChar(0x2212) : QChar('+')) + QString::number(std::abs(value));
}

QString ConfusionDrawing::describe(const ConfusionCell& cell) const {
    const int64_t count = m_counts.count(cell.label, cell.prediction);
    const int64_t all = m_counts.ofLabel(cell.label);
    const QString share =
        all > 0 ? QString(" (%1)").arg(percentText(double(count) / double(all))) : QString();
    const QString text = Text::tr("%1 predicted as %2: %3 of %4 images%5")
                             .arg(className(cell.label), className(cell.prediction),
                                  countText(count), countText(all), share);
    return m_mode != ConfusionMode::Difference
               ? text
               : Text::tr("%1, %2 with %3")
                     .arg(text, countText(m_reference.count(cell.label, cell.prediction)),
                          referenceName());
}

QRectF ConfusionDrawing::Layout::rect(const ConfusionCell& cell) const {
    return {grid.left() + cellWidth * double(cell.prediction),
            grid.top() + cellHeight * double(cell.label), cellWidth, cellHeight};
}

ConfusionDrawing::Layout ConfusionDrawing::layoutFor(const QSizeF& size, const QFont& font) const {
    Layout layout;
    const auto classes = static_cast<double>(std::max<int64_t>(1, m_classes));
    const double pixels = QFontInfo(font).pixelSize();
    layout.titleHeight = QFontMetricsF(font).height() * 1.5;
    // Names are as high as a row lets them be, and take at most a quarter of the drawing.
    const double room = (size.height() - layout.titleHeight) * 0.75 / classes;
    layout.nameFont = sized(font, std::min(pixels, room * 0.8));
    layout.names = std::min(pixels, room * 0.8) >= kSmallestFont;
    double names = 0.0;
    if (layout.names) {
        const QFontMetricsF metrics(layout.nameFont);
        for (int64_t i = 0; i < m_classes; ++i) {
            names = std::max(names, metrics.horizontalAdvance(className(i)) + 6.0);
        }
        names = std::min(names, 0.25 * std::min(size.width(), size.height()));
    }
    const double left = kMargin + names;
    const double width = std::max(0.0, size.width() - left - kMargin) / classes;
    // Names of columns that are too narrow for them are turned.
    layout.flatNames = names <= width;
    const double above =
        layout.flatNames && layout.names ? QFontMetricsF(layout.nameFont).height() * 1.4 : names;
    const double top = layout.titleHeight + kMargin + above;
    layout.cellHeight = std::max(0.0, size.height() - top - kMargin) / classes;
    // Wider than high is fine for numbers, up to a point.
    layout.cellWidth = std::min(width, std::max(layout.cellHeight * 2.2, names));
    layout.cellHeight = std::min(layout.cellHeight, layout.cellWidth * 1.2);
    layout.grid = QRectF(left, top, layout.cellWidth * classes, layout.cellHeight * classes);
    const double digits = QString::number(m_widest).size() + 2.0;
    const double count =
        std::min({pixels, layout.cellHeight * 0.7, layout.cellWidth / (0.58 * digits)});
    layout.countFont = sized(font, count);
    layout.counts = count >= kSmallestFont;
    return layout;
}

QColor ConfusionDrawing::colourOf(const ConfusionCell& cell, const Theme& theme) const {
    const double value = static_cast<double>(shown(cell));
    const bool diagonal = cell.label == cell.prediction;
    if (m_mode == ConfusionMode::Difference) {
        const bool better = diagonal == (value > 0);
        return blended(theme.background, better ? betterColour(theme) : worseColour(theme),
                       0.95 * std::abs(value) / std::max(1.0, double(m_widest)));
    }
    // The root shows the few errors of a good network.
    const double all = std::max(1.0, static_cast<double>(m_counts.ofLabel(cell.label)));
    return blended(theme.background, diagonal ? betterColour(theme) : worseColour(theme),
                   std::sqrt(value / all) * 0.95);
}

void ConfusionDrawing::paintCells(QPainter& painter, const Layout& layout,
                                  const Theme& theme) const {
    painter.setFont(layout.countFont);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (int64_t label = 0; label < m_classes; ++label) {
        for (int64_t prediction = 0; prediction < m_classes; ++prediction) {
            const ConfusionCell cell{label, prediction};
            if (shown(cell) == 0) {
                continue;
            }
            const QRectF rect = layout.rect(cell);
            const QColor colour = colourOf(cell, theme);
            painter.fillRect(rect, colour);
            if (layout.counts) {
                painter.setPen(readableOn(colour));
                painter.drawText(rect, Qt::AlignCenter, cellText(cell));
            }
        }
    }
    painter.setPen(QPen(theme.grid, 0));
    if (layout.cellWidth >= 6.0) {
        for (int64_t i = 0; i <= m_classes; ++i) {
            const double x = layout.grid.left() + layout.cellWidth * double(i);
            const double y = layout.grid.top() + layout.cellHeight * double(i);
            painter.drawLine(QPointF(x, layout.grid.top()), QPointF(x, layout.grid.bottom()));
            painter.drawLine(QPointF(layout.grid.left(), y), QPointF(layout.grid.right(), y));
        }
    } else {
        painter.drawRect(layout.grid);
    }
}

void ConfusionDrawing::paintNames(QPainter& painter, const Layout& layout,
                                  const Theme& theme) const {
    painter.setFont(layout.nameFont);
    painter.setPen(theme.text);
    const QFontMetricsF metrics(layout.nameFont);
    const double room = layout.grid.left() - kMargin - 4.0;
    for (int64_t i = 0; i < m_classes; ++i) {
        const QString name = metrics.elidedText(className(i), Qt::ElideRight, room);
        const QRectF cell = layout.rect({i, i});
        painter.drawText(QRectF(kMargin, cell.top(), room, cell.height()),
                         Qt::AlignRight | Qt::AlignVCenter, name);
        painter.save();
        if (layout.flatNames) {
            painter.drawText(QRectF(cell.left(), layout.grid.top() - metrics.height() * 1.3,
                                    cell.width(), metrics.height()),
                             Qt::AlignCenter, name);
        } else {
            painter.translate(cell.center().x(), layout.grid.top() - 4.0);
            painter.rotate(-90.0);
            painter.drawText(QRectF(0, -0.5 * cell.width(), room, cell.width()),
                             Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, name);
        }
        painter.restore();
    }
}

void ConfusionDrawing::paint(QPainter& painter, const QSizeF& size, const QFont& font,
                             const Theme& theme) const {
    painter.fillRect(QRectF(QPointF(0, 0), size), theme.background);
    if (isEmpty()) {
        return;
    }
    const Layout layout = layoutFor(size, font);
    QFont bold = font;
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(theme.text);
    const double width = size.width() - 2 * kMargin;
    painter.drawText(QRectF(kMargin, 0.5 * kMargin, width, layout.titleHeight), Qt::AlignVCenter,
                     QFontMetricsF(bold).elidedText(title(), Qt::ElideMiddle, width));
    paintCells(painter, layout, theme);
    if (layout.names) {
        paintNames(painter, layout, theme);
    }
}

QRectF ConfusionDrawing::cellRect(const QSizeF& size, const QFont& font,
                                  const ConfusionCell& cell) const {
    return layoutFor(size, font).rect(cell);
}

std::optional<ConfusionCell> ConfusionDrawing::cellAt(const QSizeF& size, const QFont& font,
                                                      const QPointF& position) const {
    const Layout layout = layoutFor(size, font);
    if (isEmpty() || !layout.grid.contains(position)) {
        return {};
    }
    const QPointF inside = position - layout.grid.topLeft();
    const auto place = [&](double offset, double step) {
        return std::clamp<int64_t>(static_cast<int64_t>(offset / step), 0, m_classes - 1);
    };
    return ConfusionCell{place(inside.y(), layout.cellHeight), place(inside.x(), layout.cellWidth)};
}

QByteArray ConfusionDrawing::csv() const {
    if (isEmpty()) {
        return {};
    }
    const ComparedVariant& shown =
        m_mode == ConfusionMode::Reference ? m_comparison->reference : *m_variant;
    return QByteArray::fromStdString(
        csvOf(confusionTable(*m_comparison, shown, m_mode == ConfusionMode::Difference)));
}

}  // namespace secateur
