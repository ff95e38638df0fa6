#pragma once

#include <QString>
#include <vector>

#include "ui/base/qcustomplot_header.h"
#include "ui/base/theme.h"
#include "ui/histograms/range_subject.h"

namespace secateur {

/// The ranges that the methods would choose, above the histogram: one lane a method, a bar from
/// tick to tick with the method's name. Lanes, because the ends often lie on top of each other.
class CandidateLanes : public QCPLayerable {
    Q_OBJECT

 public:
    CandidateLanes(QCPAxisRect* area, const QString& layer);

    /// Changes the margin above the histogram: replot.
    void setCandidates(std::vector<RangeCandidate> candidates);
    const std::vector<RangeCandidate>& candidates() const { return m_candidates; }
    void setTheme(const Theme& theme) { m_theme = theme; }

    /// Index of the candidate in whose lane `position` lies; -1: none.
    int indexAt(const QPointF& position) const;
    QRectF lane(int index) const;

 protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

 private:
    double laneHeight() const;

    QCPAxisRect* m_area;
    std::vector<RangeCandidate> m_candidates;
    Theme m_theme;
};

}  // namespace secateur
