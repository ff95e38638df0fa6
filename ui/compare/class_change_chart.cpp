#include "ui/compare/class_change_chart.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/base/csv_text.h"
#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

constexpr double kChangeMargin = 10.0;
constexpr double kRowLines = 1.7;   // height of a row in lines of text
constexpr double kHeadLines = 3.2;  // title and axis

QString rowText(const ClassChange& change) {
    return QString("%1  (%2 → %3 %)")
        .arg(signedPoints(change.change()), pointsText(change.referenceAccuracy()),
             pointsText(change.accuracy()));
}

}  // namespace

ClassChangeChart::ClassChangeChart(QWidget* parent) : QWidget(parent) {
    setObjectName("classChangeChart");
    setAccessibleName("Change of top-1 in each class");
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ClassChangeChart::setComparison(std::shared_ptr<const Comparison> comparison,
                                     int64_t variant) {
    m_comparison = std::move(comparison);
    m_variant = m_comparison ? m_comparison->find(variant) : nullptr;
    m_changes.clear();
    const StoredEvaluation* before = m_comparison ? m_comparison->reference.evaluation : nullptr;
    if (before && m_variant && m_variant->evaluation &&
        m_variant->variant != m_comparison->reference.variant) {
        m_changes =
            classChanges(before->result, m_variant->evaluation->result, m_comparison->classCount());
    }
    updateGeometry();
    update();
}

QString ClassChangeChart::className(const ClassChange& change) const {
    return QString::fromStdString(m_comparison->className(change.label));
}

QString ClassChangeChart::title() const {
    return QString("%1 minus %2: change of top-1 in each class (points)")
        .arg(QString::fromStdString(m_variant->variant->name),
             QString::fromStdString(m_comparison->reference.variant->name));
}

ClassChangeChart::Layout ClassChangeChart::layoutFor(const QSizeF& size) const {
    Layout layout;
    const QFontMetricsF window(drawingFont(*this));
    layout.top = window.height() * kHeadLines + kChangeMargin;
    layout.rowHeight = (size.height() - layout.top - kChangeMargin) /
                       std::max<double>(1.0, static_cast<double>(m_changes.size()));
    layout.rowHeight = std::min(layout.rowHeight, window.height() * 2.6);
    layout.font = drawingFont(*this, std::min(1.0, layout.rowHeight / (1.25 * window.height())));
    const QFontMetricsF metrics(layout.font);
    double names = 0.0;
    double texts = 0.0;
    for (const ClassChange& change : m_changes) {
        names = std::max(names, metrics.horizontalAdvance(className(change)));
        texts = std::max(texts, metrics.horizontalAdvance(rowText(change)));
        layout.low = std::min(layout.low, -change.drop.high);
        layout.high = std::max(layout.high, -change.drop.low);
    }
    layout.namesRight = kChangeMargin + std::min(names, 0.3 * size.width());
    layout.plotLeft = layout.namesRight + kChangeMargin;
    layout.textLeft = size.width() - texts - kChangeMargin;
    layout.plotRight = std::max(layout.plotLeft + 40.0, layout.textLeft - kChangeMargin);
    // Room on both sides of zero, also where all changes are on one.
    const double span = std::max(0.01, layout.high - layout.low);
    layout.low = std::min(layout.low - 0.02 * span, -0.15 * span);
    layout.high = std::max(layout.high + 0.02 * span, 0.15 * span);
    return layout;
}

void ClassChangeChart::paint(QPainter& painter, const QSizeF& size, const QRectF& visible,
                             const Theme& theme) const {
    painter.fillRect(QRectF(QPointF(0, 0), size), theme.background);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_changes.empty()) {
        return;
    }
    const Layout layout = layoutFor(size);
    paintHead(painter, layout, theme, size.width());
    for (size_t row = 0; row < m_changes.size(); ++row) {
        const double y = layout.top + layout.rowHeight * static_cast<double>(row);
        if (y <= visible.bottom() && y + layout.rowHeight >= visible.top()) {
            paintRow(painter, layout, theme, row);
        }
    }
    const double zero = layout.xOf(0.0);
    painter.setPen(QPen(theme.outline, 1.0));
    painter.drawLine(QPointF(zero, layout.top),
                     QPointF(zero, layout.top + layout.rowHeight * double(m_changes.size())));
}

void ClassChangeChart::paintHead(QPainter& painter, const Layout& layout, const Theme& theme,
                                 double width) const {
    QFont bold = drawingFont(*this);
    bold.setBold(true);
    const double line = QFontMetricsF(bold).height();
    painter.setFont(bold);
    painter.setPen(theme.text);
    painter.drawText(
        QRectF(kChangeMargin, kChangeMargin, width - 2 * kChangeMargin, line), Qt::AlignVCenter,
        QFontMetricsF(bold).elidedText(title(), Qt::ElideMiddle, width - 2 * kChangeMargin));
    painter.setFont(drawingFont(*this, 0.9));
    const double zero = layout.xOf(0.0);
    const QRectF worse(zero - 206, layout.top - 1.3 * line, 200, line);
    painter.setPen(worseColour(theme));
    painter.drawText(worse, Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("◄ worse"));
    painter.setPen(betterColour(theme));
    painter.drawText(worse.translated(212, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     QStringLiteral("better ►"));
}

void ClassChangeChart::paintRow(QPainter& painter, const Layout& layout, const Theme& theme,
                                size_t row) const {
    const ClassChange& change = m_changes[row];
    const QRectF line(0, layout.top + layout.rowHeight * double(row), 0, layout.rowHeight);
    const double y = line.center().y();
    const double zero = layout.xOf(0.0);
    const double end = layout.xOf(change.change());
    const double half = 0.32 * layout.rowHeight;
    painter.setPen(Qt::NoPen);
    painter.setBrush(change.change() < 0 ? worseColour(theme) : betterColour(theme));
    painter.drawRect(
        QRectF(QPointF(std::min(zero, end), y - half), QPointF(std::max(zero, end), y + half)));
    drawWhisker(painter, layout.xOf(-change.drop.high), layout.xOf(-change.drop.low), y, 0.5 * half,
                theme);
    painter.setFont(layout.font);
    painter.setPen(theme.text);
    const QString name =
        QFontMetricsF(layout.font)
            .elidedText(className(change), Qt::ElideRight, layout.namesRight - kChangeMargin + 1);
    painter.drawText(QRectF(0, line.top(), layout.namesRight, line.height()),
                     Qt::AlignRight | Qt::AlignVCenter, name);
    painter.drawText(QRectF(layout.textLeft, line.top(), 1000, line.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, rowText(change));
}

void ClassChangeChart::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    paint(painter, size(), event->rect(), themeFor(palette()));
}

QRectF ClassChangeChart::rowRect(size_t row) const {
    const Layout layout = layoutFor(size());
    return {0.0, layout.top + layout.rowHeight * static_cast<double>(row),
            static_cast<double>(width()), layout.rowHeight};
}

int ClassChangeChart::rowAt(double y) const {
    const Layout layout = layoutFor(size());
    const int row = static_cast<int>(std::floor((y - layout.top) / layout.rowHeight));
    return row < static_cast<int>(m_changes.size()) ? row : -1;
}

void ClassChangeChart::mouseReleaseEvent(QMouseEvent* event) {
    const int row = rowAt(event->position().y());
    if (row >= 0 && event->button() == Qt::LeftButton) {
        emit classClicked(m_changes[static_cast<size_t>(row)].label);
    }
}

bool ClassChangeChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos().y());
    if (row < 0) {
        QToolTip::hideText();
        return true;
    }
    const ClassChange& change = m_changes[static_cast<size_t>(row)];
    QToolTip::showText(
        help->globalPos(),
        QString("%1: %2 images, %3 points (95 % interval %4 to %5)\nClick to see "
                "the images of this class that flipped.")
            .arg(className(change), countText(change.images), signedPoints(change.change()),
                 signedPoints(-change.drop.high), signedPoints(-change.drop.low)),
        this);
    return true;
}

QSize ClassChangeChart::exportSize() const {
    const double line = QFontMetricsF(drawingFont(*this)).height();
    const double rows = std::max<double>(3.0, static_cast<double>(m_changes.size()));
    return {800, static_cast<int>(line * (kHeadLines + rows * kRowLines) + 2 * kChangeMargin)};
}

QSize ClassChangeChart::minimumSizeHint() const {
    // So many classes that they cannot all be seen are scrolled, not squeezed.
    const double line = QFontMetricsF(drawingFont(*this)).height();
    return {420, static_cast<int>(line * (kHeadLines + 1.25 * double(m_changes.size())) +
                                  2 * kChangeMargin)};
}

void ClassChangeChart::renderTo(QPaintDevice& device, const QSize& size) {
    QPainter painter(&device);
    paint(painter, size, QRectF(QPointF(0, 0), size), paperTheme());
}

QByteArray ClassChangeChart::csv() const {
    if (m_changes.empty()) {
        return {};
    }
    QByteArray text = csvLine({"variant", "reference", "class", "images", "reference_top1", "top1",
                               "change", "change_low", "change_high"});
    for (const ClassChange& change : m_changes) {
        text += csvLine({QString::fromStdString(m_variant->variant->name),
                         QString::fromStdString(m_comparison->reference.variant->name),
                         className(change), QString::number(change.images),
                         csvNumber(change.referenceAccuracy()), csvNumber(change.accuracy()),
                         csvNumber(change.change()), csvNumber(-change.drop.high),
                         csvNumber(-change.drop.low)});
    }
    return text;
}

}  // namespace secateur
