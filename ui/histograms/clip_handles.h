#pragma once

#include <QString>
#include <optional>

#include "ui/base/qcustomplot_header.h"
#include "ui/base/theme.h"
#include "ui/histograms/range_subject.h"

namespace secateur {

/// The two ends of the clip range over a histogram: lines with grips, what is outside shaded, and
/// one line of text with what the range does. Put it on a buffered layer of its own: moving it then
/// costs no redraw of the histogram.
class ClipHandles : public QCPLayerable {
    Q_OBJECT

 public:
    ClipHandles(QCPAxisRect* area, const QString& layer);

    void setRange(const ClipRange& range) { m_range = range; }
    const ClipRange& range() const { return m_range; }
    void setReadout(const QString& text) { m_readout = text; }
    void setTheme(const Theme& theme) { m_theme = theme; }
    void setFocused(std::optional<RangeEnd> end) { m_focused = end; }
    /// Exported pictures have no grips: nobody can take hold of them.
    void setGripsVisible(bool visible) { m_gripsVisible = visible; }
    /// Two values that a hovered candidate would put the ends to.
    void setPreview(const std::optional<ClipRange>& range) { m_preview = range; }

    /// The end within reach of the mouse, the nearer one if both are.
    std::optional<RangeEnd> endAt(const QPointF& position) const;
    double pixelOf(RangeEnd end) const;

 protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;
    QRect clipRect() const override { return m_area->rect(); }

 private:
    QRectF grip(RangeEnd end) const;
    void drawEnd(QCPPainter* painter, RangeEnd end) const;
    void drawReadout(QCPPainter* painter) const;

    QCPAxisRect* m_area;
    ClipRange m_range;
    std::optional<ClipRange> m_preview;
    std::optional<RangeEnd> m_focused;
    QString m_readout;
    Theme m_theme;
    bool m_gripsVisible = true;
};

}  // namespace secateur
