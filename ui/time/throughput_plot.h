#pragma once

#include <vector>

#include "core/report/profile_text.h"
#include "ui/base/plot.h"

namespace secateur {

/// Images a second and, below, the latency of a batch over batch sizes: a line a network and number
/// of cores. The fastest point of each network within the limit has a ring in both.
class ThroughputPlot : public Plot {
    Q_OBJECT

 public:
    explicit ThroughputPlot(QWidget* parent = nullptr);

    void setCurves(std::vector<NetworkCurve> curves);
    /// Of 99 of 100 batches, in seconds; 0: none.
    void setLimit(double seconds);
    /// bestText of every network, a line each.
    QString bestLines() const;

    QString exportName() const override { return QStringLiteral("curve"); }
    /// curveTable's.
    QByteArray csv() const override;

 protected:
    void applyTheme(const Theme& theme) override;
    QString tipAt(const QPointF& place) const override;

 private:
    void fill();
    void addLines(const NetworkCurve& curve, int workers);
    void fitAxes();
    QCPAxis* rateAxis() const { return axisRect(0)->axis(QCPAxis::atLeft); }
    QCPAxis* latencyAxis() const { return axisRect(1)->axis(QCPAxis::atLeft); }

    struct Line {
        int network = 0;
        int workers = 1;
        QCPGraph* rate;
        QCPGraph* latency;
    };

    std::vector<NetworkCurve> m_curves;
    double m_limit = 0.0;
    std::vector<Line> m_lines;
    std::vector<QCPGraph*> m_rings;
    QCPItemStraightLine* m_limitLine;
};

}  // namespace secateur
