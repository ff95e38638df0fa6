#include "ui/histograms/candidate_lanes.h"

#include <algorithm>
#include <utility>

namespace secateur {

namespace {

constexpr double kTick = 4.0;  // half its height, pixels
constexpr double kGap = 6.0;

}  // namespace

CandidateLanes::CandidateLanes(QCPAxisRect* area, const QString& layer)
    : QCPLayerable(area->parentPlot(), layer), m_area(area) {
    setCandidates({});
}

void CandidateLanes::setCandidates(std::vector<RangeCandidate> candidates) {
    m_candidates = std::move(candidates);
    const double height = laneHeight() * static_cast<double>(m_candidates.size());
    QMargins margins = m_area->minimumMargins();
    margins.setTop(static_cast<int>(height + kGap));
    m_area->setMinimumMargins(margins);
}

double CandidateLanes::laneHeight() const {
    return QFontMetricsF(mParentPlot->font()).height() + 2.0;
}

QRectF CandidateLanes::lane(int index) const {
    const auto count = static_cast<double>(m_candidates.size());
    const double top = m_area->top() - kGap / 2 - laneHeight() * (count - index);
    return {static_cast<double>(m_area->left()), top, static_cast<double>(m_area->width()),
            laneHeight()};
}

int CandidateLanes::indexAt(const QPointF& position) const {
    for (int i = 0; i < static_cast<int>(m_candidates.size()); ++i) {
        if (lane(i).contains(position)) {
            return i;
        }
    }
    return -1;
}

void CandidateLanes::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(true);
}

void CandidateLanes::draw(QCPPainter* painter) {
    const QFont font = mParentPlot->font();
    const QFontMetricsF metrics(font);
    painter->setFont(font);
    const QCPAxis* axis = m_area->axis(QCPAxis::atBottom);
    for (int i = 0; i < static_cast<int>(m_candidates.size()); ++i) {
        const RangeCandidate& candidate = m_candidates[static_cast<size_t>(i)];
        const QRectF box = lane(i);
        const double y = box.center().y();
        const double low = axis->coordToPixel(candidate.range.low);
        const double high = axis->coordToPixel(candidate.range.high);
        const double left = std::clamp(low, box.left(), box.right());
        const double right = std::clamp(high, box.left(), box.right());
        painter->setPen(QPen(m_theme.accent, 1.5));
        painter->drawLine(QPointF(left, y), QPointF(right, y));
        for (const double x : {low, high}) {
            if (x >= box.left() && x <= box.right()) {
                painter->drawLine(QPointF(x, y - kTick), QPointF(x, y + kTick));
            }
        }
        const double width = metrics.horizontalAdvance(candidate.label) + 2 * kGap;
        const double centre = std::clamp((left + right) / 2, box.left() + width / 2,
                                         std::max(box.left() + width / 2, box.right() - width / 2));
        const QRectF label(centre - width / 2, box.top(), width, box.height());
        painter->fillRect(label, m_theme.background);
        painter->setPen(m_theme.text);
        painter->drawText(label, Qt::AlignCenter, candidate.label);
    }
}

}  // namespace secateur
