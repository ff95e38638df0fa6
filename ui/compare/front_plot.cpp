#include "ui/compare/front_plot.h"

#include <algorithm>
#include <cmath>

#include "core/base/size_unit.h"
#include "ui/base/number_text.h"
#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

constexpr double kPointSize = 9.0;
constexpr double kRingSize = 16.0;
constexpr double kNear = 12.0;  // pixels from a point that mean it
constexpr double kNamesRoom = 0.22;

}  // namespace

FrontPlot::FrontPlot(QWidget* parent)
    : Plot("frontPlot", tr("Accuracy of the compared variants over their cost"), parent),
      m_line(addGraph()),
      m_ring(addGraph()) {
    setMinimumSize(320, 240);
    m_ring->setLineStyle(QCPGraph::lsNone);
    yAxis->setLabel(tr("Top-1 (%)"));
    connect(this, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        if (const ParetoPoint* point = pointAt(event->position())) {
            emit variantClicked(point->variant->variant->id);
        }
    });
    connect(this, &QCustomPlot::afterLayout, this, &FrontPlot::placeNames);
    setCost(CostKind::Bytes);
    restyle();
}

/// Each in the corner of its point where it hides least of other names and points.
void FrontPlot::placeNames() {
    const QFontMetrics metrics(font());
    std::vector<QRectF> taken;
    for (const ParetoPoint& point : m_points) {
        const QPointF at = placeOf(point.variant->variant->id);
        taken.emplace_back(at - QPointF(kPointSize, kPointSize) / 2,
                           QSizeF(kPointSize, kPointSize));
    }
    for (const Drawn& drawn : m_drawn) {
        const QPointF at = drawn.name->position->pixelPosition();
        const QSizeF size(metrics.horizontalAdvance(drawn.name->text()), metrics.height());
        const std::pair<Qt::Alignment, QPointF> corners[] = {
            {Qt::AlignLeft | Qt::AlignBottom, {0, -size.height()}},
            {Qt::AlignLeft | Qt::AlignTop, {0, 0}},
            {Qt::AlignRight | Qt::AlignBottom, {-size.width(), -size.height()}},
            {Qt::AlignRight | Qt::AlignTop, {-size.width(), 0}}};
        const auto hidden = [&](const auto& corner) {
            double area = 0.0;
            for (const QRectF& other : taken) {
                const QRectF both = other & QRectF(at + corner.second, size);
                area += other.center() == at ? 0.0 : both.width() * both.height();
            }
            return area;
        };
        const auto& corner =
            *std::min_element(std::begin(corners), std::end(corners),
                              [&](const auto& a, const auto& b) { return hidden(a) < hidden(b); });
        drawn.name->setPositionAlignment(corner.first);
        taken.emplace_back(at + corner.second, size);
    }
}

void FrontPlot::setComparison(std::shared_ptr<const Comparison> comparison) {
    m_comparison = std::move(comparison);
    fill();
}

void FrontPlot::setMacs(std::map<int64_t, int64_t> macs) {
    m_macs = std::move(macs);
    if (m_kind == CostKind::Macs) {
        fill();
    }
}

void FrontPlot::setCost(CostKind kind) {
    m_kind = kind;
    fill();
}

void FrontPlot::showAxis() {
    const SizeUnit size = sizeUnit();
    m_unit = m_kind == CostKind::Milliseconds ? 1.0
             : m_kind == CostKind::Macs       ? 1e6
                                              : bytesPer(size);
    xAxis->setLabel(m_kind == CostKind::Milliseconds ? tr("Milliseconds an image")
                    : m_kind == CostKind::Macs
                        ? tr("Multiply-adds an image (millions)")
                        : tr("Size of the file (%1)").arg(QLatin1String(enumName(size))));
}

void FrontPlot::setSelected(qint64 variant) {
    m_selected = variant;
    const auto found = std::find_if(m_points.begin(), m_points.end(), [&](const ParetoPoint& p) {
        return p.variant->variant->id == variant;
    });
    m_ring->data()->clear();
    if (found != m_points.end()) {
        m_ring->addData(shownCost(*found), 100 * found->variant->top1());
    }
    replot(rpQueuedReplot);
}

void FrontPlot::fill() {
    showAxis();
    for (const Drawn& drawn : m_drawn) {
        removePlottable(drawn.interval);
        removeGraph(drawn.point);
        removeItem(drawn.name);
    }
    m_drawn.clear();
    m_points =
        m_comparison ? paretoPoints(*m_comparison, m_kind, m_macs) : std::vector<ParetoPoint>();
    m_line->data()->clear();
    double most = 0.0;
    double lowest = 100.0;  // no QCPRange: it orders its ends
    double highest = 0.0;
    for (const ParetoPoint& point : m_points) {
        addPoint(point);
        const double cost = shownCost(point);
        most = std::max(most, cost);
        lowest = std::min(lowest, 100 * point.variant->top1Interval.low);
        highest = std::max(highest, 100 * point.variant->top1Interval.high);
        if (!point.dominated) {
            m_line->addData(cost, 100 * point.variant->top1());
        }
    }
    if (!m_points.empty()) {
        const double margin = std::max(0.5, 0.05 * (highest - lowest));
        xAxis->setRange(0.0, most * (1.0 + kNamesRoom));
        yAxis->setRange(lowest - margin, std::min(100.5, highest + margin));
    }
    restyle();
    setSelected(m_selected);
}

void FrontPlot::addPoint(const ParetoPoint& point) {
    const double cost = shownCost(point);
    const double top1 = 100 * point.variant->top1();
    const ShareInterval& interval = point.variant->top1Interval;
    Drawn drawn{addGraph(), new QCPErrorBars(xAxis, yAxis), new QCPItemText(this)};
    drawn.point->setLineStyle(QCPGraph::lsNone);
    drawn.point->addData(cost, top1);
    drawn.interval->setDataPlottable(drawn.point);
    drawn.interval->addData(top1 - 100 * interval.low, 100 * interval.high - top1);
    drawn.name->position->setCoords(cost, top1);
    drawn.name->setText(
        QStringLiteral("  %1  ").arg(QString::fromStdString(point.variant->variant->name)));
    m_drawn.push_back(drawn);
}

QColor FrontPlot::colourOf(const ParetoPoint& point, const Theme& theme) const {
    return point.dominated ? blended(theme.background, theme.mutedText, 0.5)
                           : kindColour(point.variant->variant->kind);
}

void FrontPlot::applyTheme(const Theme& theme) {
    m_line->setPen(QPen(theme.mutedText, 1.5, Qt::DashLine));
    m_ring->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(theme.accent, 2.0),
                                            Qt::NoBrush, kRingSize));
    for (size_t i = 0; i < m_drawn.size(); ++i) {
        const QColor colour = colourOf(m_points[i], theme);
        m_drawn[i].point->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(colour), QBrush(colour), kPointSize));
        m_drawn[i].interval->setPen(QPen(colour, 1.2));
        m_drawn[i].name->setColor(m_points[i].dominated ? theme.mutedText : theme.text);
        m_drawn[i].name->setFont(font());
    }
}

void FrontPlot::setOnPaper(bool onPaper) {
    m_ring->setVisible(!onPaper);
}

const ParetoPoint* FrontPlot::pointAt(const QPointF& place) const {
    const ParetoPoint* nearest = nullptr;
    double least = kNear;
    for (const ParetoPoint& point : m_points) {
        const QPointF away = placeOf(point.variant->variant->id) - place;
        if (const double distance = std::hypot(away.x(), away.y()); distance < least) {
            least = distance;
            nearest = &point;
        }
    }
    return nearest;
}

QPointF FrontPlot::placeOf(qint64 variant) const {
    for (const ParetoPoint& point : m_points) {
        if (point.variant->variant->id == variant) {
            return {xAxis->coordToPixel(shownCost(point)),
                    yAxis->coordToPixel(100 * point.variant->top1())};
        }
    }
    return {};
}

QString FrontPlot::tipAt(const QPointF& place) const {
    const ParetoPoint* point = pointAt(place);
    if (point == nullptr) {
        return {};
    }
    const QString cost = m_kind == CostKind::Milliseconds
                             ? tr("%1 ms an image").arg(point->cost, 0, 'f', 3)
                         : m_kind == CostKind::Macs
                             ? tr("%1 multiply-adds").arg(countText(std::llround(point->cost)))
                             : sizeText(point->variant->variant->sizeBytes);
    QStringList lines{
        QString::fromStdString(point->variant->variant->name),
        tr("Top-1 %1 (%2)")
            .arg(percentText(point->variant->top1()), percentText(point->variant->top1Interval)),
        cost};
    if (point->dominated) {
        lines << tr("Another one costs no more and is right as often.");
    }
    return lines.join('\n');
}

QByteArray FrontPlot::csv() const {
    return m_points.empty() ? QByteArray()
                            : QByteArray::fromStdString(csvOf(paretoTable(m_points, m_kind)));
}

}  // namespace secateur
