#include "ui/sensitivity/heatmap_plot.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "ui/base/csv_text.h"
#include "ui/base/theme.h"
#include "ui/models/perturbation_kinds.h"
#include "ui/sensitivity/sensitivity_text.h"

namespace secateur {

namespace {

const QColor kSafeMark(0xFF, 0x8C, 0x42);  // on the scale's dark blue, whatever the theme
constexpr double kScaleStep = 0.05;        // the scale of a running sweep grows in steps

constexpr std::array kBarLabels{0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3,
                                0.4, 0.5,  0.6,  0.7,  0.8, 0.9, 1.0};

QString rowTitle(const SensitivityCurve& curve) {
    return curve.global() ? HeatmapPlot::tr("all layers") : QString::fromStdString(curve.name());
}

int edge(int first, int length, size_t index, size_t count) {
    return first + static_cast<int>(static_cast<size_t>(length) * index / count);
}

}  // namespace

HeatmapPlot::HeatmapPlot(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("heatmapPlot"));
    setAccessibleName(tr("Accuracy drop by layer and ratio"));
    setFocusPolicy(Qt::StrongFocus);
}

void HeatmapPlot::setCurves(const CurveList& curves) {
    if (curves == m_curves) {
        return;
    }
    m_curves = curves;
    std::set<double> ratios;  // by rising hardness
    double largest = kScaleStep / 2;
    for (const CurvePtr& curve : m_curves) {
        largest = std::max(largest, curve->largestDrop());
        for (const SensitivityPoint& point : curve->points) {
            ratios.insert(point.level.number);
        }
    }
    m_scale = std::min(1.0, std::ceil(largest / kScaleStep) * kScaleStep);
    m_ratios.assign(ratios.begin(), ratios.end());
    if (harderDownwards(m_kind)) {
        std::reverse(m_ratios.begin(), m_ratios.end());
    }
    m_cells.assign(m_curves.size(), std::vector<int>(m_ratios.size(), -1));
    m_safe.clear();
    for (size_t row = 0; row < m_curves.size(); ++row) {
        const auto& points = m_curves[row]->points;
        for (size_t i = 0; i < points.size(); ++i) {
            const auto column = std::find(m_ratios.begin(), m_ratios.end(), points[i].level.number);
            m_cells[row][static_cast<size_t>(column - m_ratios.begin())] = static_cast<int>(i);
        }
        m_safe.push_back(safeColumns(row));
    }
    update();
}

void HeatmapPlot::setKind(PerturbationKind kind) {
    m_kind = kind;
    setCurves({});  // of the last kind
}

size_t HeatmapPlot::safeColumns(size_t row) const {
    const auto safe = m_curves[row]->safe(m_tolerance / 100.0);
    const auto column =
        std::find(m_ratios.begin(), m_ratios.end(), safe ? safe->level.number : 0.0);
    return column == m_ratios.end() ? 0 : static_cast<size_t>(column - m_ratios.begin()) + 1;
}

void HeatmapPlot::setTolerance(double points) {
    if (points == m_tolerance) {
        return;
    }
    m_tolerance = points;
    for (size_t row = 0; row < m_curves.size(); ++row) {
        m_safe[row] = safeColumns(row);
    }
    update();
}

void HeatmapPlot::setSelectedLayer(const QString& layer) {
    m_selected = layer.toStdString();
    update();
}

HeatmapPlot::Layout HeatmapPlot::layoutFor(const QRect& area, const QFontMetrics& metrics) const {
    const int line = metrics.height();
    int labels = 0;
    for (const CurvePtr& curve : m_curves) {
        labels = std::max(labels, metrics.horizontalAdvance(rowTitle(*curve)));
    }
    labels = std::min(labels + 2, area.width() / 4);  // elidedText rounds up
    const int barText = metrics.horizontalAdvance(QStringLiteral("100")) + line / 2;
    // As wide as all of it, and of two lines where that is not enough.
    QRect title = area.adjusted(line / 2, 0, -line / 2, 0);
    title.setHeight(metrics.horizontalAdvance(columnsTitle()) <= title.width() ? line : 2 * line);
    QRect cells = area.adjusted(line / 2 + labels + line / 2, line, -(line + line + barText),
                                -(line + title.height() + line / 2));
    const int tallest = 2 * line * std::max(1, static_cast<int>(m_curves.size()));
    cells.setHeight(std::min(cells.height(), tallest));
    const QRect bar(cells.right() + line, cells.top(), line, std::max(cells.height(), 4 * line));
    title.moveTop(cells.bottom() + 2 + line);
    return {cells, bar, title, metrics};
}

QRect HeatmapPlot::cellIn(const QRect& cells, size_t row, size_t column) const {
    const int left = edge(cells.left(), cells.width(), column, m_ratios.size());
    const int right = edge(cells.left(), cells.width(), column + 1, m_ratios.size());
    const int top = edge(cells.top(), cells.height(), row, m_curves.size());
    const int bottom = edge(cells.top(), cells.height(), row + 1, m_curves.size());
    return {left, top, right - left, bottom - top};
}

QRect HeatmapPlot::cellRect(size_t row, size_t column) const {
    return cellIn(layoutFor(rect(), fontMetrics()).cells, row, column);
}

void HeatmapPlot::drawRow(const Canvas& canvas, size_t row) const {
    const QFontMetrics& metrics = canvas.layout.metrics;
    const QRect first = cellIn(canvas.layout.cells, row, 0);
    const bool numbers =
        canvas.layout.cells.height() >= static_cast<int>(m_curves.size()) * metrics.height() &&
        first.width() >= metrics.horizontalAdvance(QStringLiteral("-00.00  "));
    for (size_t column = 0; column < m_ratios.size(); ++column) {
        const QRect cell = cellIn(canvas.layout.cells, row, column);
        const int point = m_cells[row][column];
        if (point < 0) {
            canvas.painter.fillRect(cell, QBrush(canvas.theme.outline, Qt::BDiagPattern));
            continue;
        }
        drawCell(canvas, cell, row, static_cast<size_t>(point), numbers);
    }
}

void HeatmapPlot::drawCell(const Canvas& canvas, const QRect& cell, size_t row, size_t point,
                           bool number) const {
    QPainter& painter = canvas.painter;
    const SensitivityPoint& measured = m_curves[row]->points[point];
    if (measured.unchanged) {  // no drop was tested: it has no colour
        painter.fillRect(cell, QBrush(canvas.theme.outline, Qt::DiagCrossPattern));
        return;
    }
    const double drop = m_curves[row]->drops[point].drop;
    const QColor colour = sequentialColour(place(drop));
    painter.fillRect(cell, colour);
    painter.setPen(readableOn(colour));
    if (number) {
        painter.drawText(cell, Qt::AlignCenter, pointsText(drop));
    }
    if (!measured.settled) {
        const int side =
            std::min({canvas.layout.metrics.height() / 2, cell.width(), cell.height()});
        const QPoint corner(cell.right(), cell.top());
        painter.setBrush(readableOn(colour));
        painter.drawPolygon(QPolygon({corner, corner - QPoint(side, 0), corner + QPoint(0, side)}));
    }
}

void HeatmapPlot::drawSafeMark(const Canvas& canvas, size_t row) const {
    if (m_curves[row]->untested()) {
        return;
    }
    const QRect cell = cellIn(canvas.layout.cells, row, m_safe[row]);
    canvas.painter.fillRect(cell.left() - 1, cell.top(), 3, cell.height(), kSafeMark);
}

void HeatmapPlot::drawLabels(const Canvas& canvas) const {
    const auto& [cells, bar, title, metrics] = canvas.layout;
    const int rowHeight = std::max(1, cells.height() / static_cast<int>(m_curves.size()));
    const auto every =
        static_cast<size_t>(std::max(1, (metrics.height() + rowHeight - 2) / rowHeight));
    const int width = cells.left() - 2 * (metrics.height() / 2);
    const auto box = [&](size_t row) {
        const QRect cell = cellIn(cells, row, 0);
        return QRect(metrics.height() / 2, cell.center().y() - metrics.height() / 2, width,
                     metrics.height());
    };
    const auto found = std::ranges::find_if(
        m_curves, [this](const CurvePtr& curve) { return curve->name() == m_selected; });
    const auto chosen = static_cast<size_t>(found - m_curves.begin());
    for (size_t row = 0; row < m_curves.size(); ++row) {
        const bool selected = row == chosen;
        const bool covered = chosen < m_curves.size() && box(row).intersects(box(chosen));
        if (!selected && (row % every != 0 || covered)) {
            continue;
        }
        if (selected) {
            canvas.painter.fillRect(box(row), canvas.theme.accent);
            const QRect line(cells.left(), cellIn(cells, row, 0).top(), cells.width(), rowHeight);
            canvas.painter.setPen(QPen(canvas.theme.accent, 2));
            canvas.painter.setBrush(Qt::NoBrush);
            canvas.painter.drawRect(line);
        }
        canvas.painter.setPen(selected ? readableOn(canvas.theme.accent) : canvas.theme.text);
        canvas.painter.drawText(
            box(row), Qt::AlignRight | Qt::AlignVCenter,
            metrics.elidedText(rowTitle(*m_curves[row]), Qt::ElideMiddle, width));
    }
}

void HeatmapPlot::drawColumns(const Canvas& canvas) const {
    const auto& [cells, bar, title, metrics] = canvas.layout;
    const int columnWidth = std::max(1, cells.width() / static_cast<int>(m_ratios.size()));
    const int labelWidth = metrics.horizontalAdvance(QStringLiteral("0.000 "));
    const auto every =
        static_cast<size_t>(std::max(1, (labelWidth + columnWidth - 1) / columnWidth));
    canvas.painter.setPen(canvas.theme.mutedText);
    for (size_t column = 0; column < m_ratios.size(); column += every) {
        const QRect cell = cellIn(cells, 0, column);
        const QRect box(cell.center().x() - labelWidth, cells.bottom() + 2, 2 * labelWidth,
                        metrics.height());
        canvas.painter.drawText(box, Qt::AlignCenter,
                                levelText(Level::of(m_kind, m_ratios[column])));
    }
    canvas.painter.setPen(canvas.theme.text);
    canvas.painter.drawText(title, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                            columnsTitle());
}

QString HeatmapPlot::columnsTitle() const {
    return tr("%1 (colour: accuracy drop in points)").arg(traitsOf(m_kind).axis);
}

double HeatmapPlot::place(double drop) const {
    // The square root leaves room for the small drops that decide, beside those of a broken
    // network.
    return std::sqrt(std::clamp(drop / m_scale, 0.0, 1.0));
}

void HeatmapPlot::drawBar(const Canvas& canvas) const {
    const auto& [cells, bar, title, metrics] = canvas.layout;
    for (int y = 0; y < bar.height(); ++y) {
        const double t = 1.0 - static_cast<double>(y) / std::max(1, bar.height() - 1);
        canvas.painter.fillRect(bar.left(), bar.top() + y, bar.width(), 1, sequentialColour(t));
    }
    canvas.painter.setPen(canvas.theme.mutedText);
    int above = bar.bottom() + 2 * metrics.height();  // the label drawn last
    for (const double drop : kBarLabels) {
        const int y = bar.bottom() - static_cast<int>(place(drop) * (bar.height() - 1));
        if (drop > m_scale || above - y < metrics.height()) {
            continue;
        }
        above = y;
        const QRect box(bar.right() + metrics.height() / 3, y - metrics.height() / 2,
                        3 * metrics.height(), metrics.height());
        canvas.painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                                QLocale().toString(100.0 * drop, 'f', 0));
    }
}

void HeatmapPlot::draw(QPainter& painter, const QRect& area, const Theme& theme) const {
    painter.fillRect(area, theme.background);
    if (m_curves.empty()) {
        return;
    }
    const Layout layout = layoutFor(area, QFontMetrics(painter.font(), painter.device()));
    const Canvas canvas{painter, layout, theme};
    for (size_t row = 0; row < m_curves.size(); ++row) {
        drawRow(canvas, row);
    }
    for (size_t row = 0; row < m_curves.size(); ++row) {
        drawSafeMark(canvas, row);
    }
    drawLabels(canvas);
    drawColumns(canvas);
    drawBar(canvas);
}

void HeatmapPlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = themeFor(palette());
    draw(painter, rect(), theme);
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

QSize HeatmapPlot::exportSize() const {
    const int rows = static_cast<int>(m_curves.size());
    return {960, std::max(360, (rows + 6) * fontMetrics().height())};
}

void HeatmapPlot::renderTo(QPaintDevice& device, const QSize& size) {
    QPainter painter(&device);
    painter.setFont(font());
    const Theme paper = paperTheme();
    const int line = QFontMetrics(font(), &device).height();
    painter.fillRect(QRect(QPoint(0, 0), size), paper.background);
    painter.setPen(paper.text);
    painter.drawText(QRect(0, 0, size.width(), 2 * line), Qt::AlignCenter, m_caption);
    const std::string selected = std::exchange(m_selected, {});  // no part of a figure
    draw(painter, QRect(0, 2 * line, size.width(), size.height() - 2 * line), paper);
    m_selected = selected;
}

QByteArray HeatmapPlot::csv() const {
    if (m_curves.empty()) {
        return {};
    }
    QByteArray text = csvLine({"layer", "ratio", "drop", "count", "unchanged", "settled"});
    for (const CurvePtr& curve : m_curves) {
        for (size_t i = 0; i < curve->points.size(); ++i) {
            const SensitivityPoint& point = curve->points[i];
            text += csvLine({QString::fromStdString(curve->name()), csvNumber(point.level.number),
                             csvNumber(curve->drops[i].drop), QString::number(point.count),
                             point.unchanged ? "1" : "0", point.settled ? "1" : "0"});
        }
    }
    return text;
}

int HeatmapPlot::rowAt(const QPoint& position) const {
    const QRect cells = layoutFor(rect(), fontMetrics()).cells;
    if (m_curves.empty() || position.y() < cells.top() || position.y() > cells.bottom() ||
        position.x() > cells.right()) {
        return -1;
    }
    for (size_t row = 0; row < m_curves.size(); ++row) {
        if (position.y() <= cellIn(cells, row, 0).bottom()) {
            return static_cast<int>(row);
        }
    }
    return -1;
}

QString HeatmapPlot::tipAt(const QPoint& position) const {
    const int row = rowAt(position);
    if (row < 0) {
        return tr(
            "Each row is a layer, each column a level. The mark stands where the drop exceeds the "
            "tolerance; a corner marks a point that needs more images, a crossed cell one that "
            "changed nothing.");
    }
    const auto& cells = m_cells[static_cast<size_t>(row)];
    const SensitivityCurve& curve = *m_curves[static_cast<size_t>(row)];
    for (size_t column = 0; column < cells.size(); ++column) {
        if (cellRect(static_cast<size_t>(row), column).contains(position)) {
            return cells[column] >= 0 ? pointDescription(curve, static_cast<size_t>(cells[column]))
                                      : tr("%1\n%2 %3\nnot measured")
                                            .arg(curveTitle(curve), traitsOf(m_kind).level,
                                                 levelText(Level::of(m_kind, m_ratios[column])));
        }
    }
    return curveTitle(curve);
}

void HeatmapPlot::mousePressEvent(QMouseEvent* event) {
    const int row = rowAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && row >= 0) {
        emit layerClicked(QString::fromStdString(m_curves[static_cast<size_t>(row)]->name()));
    }
}

void HeatmapPlot::keyPressEvent(QKeyEvent* event) {
    const bool down = event->key() == Qt::Key_Down;
    if (m_curves.empty() || (!down && event->key() != Qt::Key_Up)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto selected =
        std::find_if(m_curves.begin(), m_curves.end(),
                     [&](const CurvePtr& curve) { return curve->name() == m_selected; });
    const int first = m_curves.front()->global() ? 1 : 0;  // which no key can select
    const int last = std::max(first, static_cast<int>(m_curves.size()) - 1);
    const int from = selected == m_curves.end() ? (down ? first - 1 : last + 1)
                                                : static_cast<int>(selected - m_curves.begin());
    const int row = std::min(std::clamp(from + (down ? 1 : -1), first, last),
                             static_cast<int>(m_curves.size()) - 1);
    emit layerClicked(QString::fromStdString(m_curves[static_cast<size_t>(row)]->name()));
}

void HeatmapPlot::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        update();
    }
}

bool HeatmapPlot::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), tipAt(help->pos()), this);
    return true;
}

}  // namespace secateur
