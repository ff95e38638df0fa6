#pragma once

#include <QString>

#include "ui/base/qcustomplot_header.h"
#include "ui/base/theme.h"

namespace secateur {

/// Above the ranges of the channels: one line that sums them up, and what the colours mean.
class ChannelLegend : public QCPLayerable {
    Q_OBJECT

 public:
    /// Takes its room from the margin above `area`.
    ChannelLegend(QCPAxisRect* area, const QCPRange& shares);

    void setSummary(const QString& text) { m_summary = text; }
    /// Also takes over the plot's font.
    void setTheme(const Theme& theme, const QCPColorGradient& gradient);

 protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

 private:
    QCPAxisRect* m_area;
    QCPRange m_shares;
    QString m_summary;
    Theme m_theme;
    QCPColorGradient m_gradient;
};

}  // namespace secateur
