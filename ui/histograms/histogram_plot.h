#pragma once

#include <optional>
#include <vector>

#include "ui/base/plot.h"
#include "ui/histograms/range_subject.h"

namespace secateur {

class CandidateLanes;
class ClipHandles;

/// The histogram of a tensor with the range that it is clipped to. A tensor of few values has wider
/// bars, of several bins each, so that it shows its shape; its CSV has the bins. The ends are
/// dragged with the mouse or moved with the keyboard (Tab chooses the end, Left and Right move it
/// by one bin, with Shift by ten, Escape ends a drag); a click on a method's lane above asks for
/// its range.
class HistogramPlot : public Plot {
    Q_OBJECT

 public:
    explicit HistogramPlot(QWidget* parent = nullptr);

    /// Must have a range (RangeSubject::hasRange). Shows all of it.
    void setSubject(const RangeSubject& subject);
    /// Without a signal; cheap: only the handles are redrawn.
    void setRange(const ClipRange& range, const QString& readout);
    const ClipRange& range() const;
    void setCandidates(std::vector<RangeCandidate> candidates);
    void setLogCounts(bool log);
    /// Leaves the zeros out of their bin, so that they do not flatten the others.
    void setZerosHidden(bool hidden);
    void clear();  ///< nothing to draw or export

    double pixelOf(RangeEnd end) const;
    QRectF candidateLane(int index) const;

    QString exportName() const override;
    QString exportTitle() const override;
    QByteArray csv() const override;

 signals:
    /// While an end moves; the answer, setRange(), redraws it.
    void rangeEdited(const secateur::ClipRange& range);
    /// The end was let go. Key presses on one end without a pause elsewhere have one `gesture`.
    void rangeChosen(const secateur::ClipRange& range, int gesture);
    void candidateChosen(const QString& method);

 protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void applyTheme(const Theme& theme) override;
    void setOnPaper(bool paper) override;
    QString tipAt(const QPointF& position) const override;

 private:
    void setupLayers();
    void fillGraphs();
    void fitRange();
    void fitCounts();
    void focusEnd(std::optional<RangeEnd> end);
    void moveEnd(RangeEnd end, double value);
    void finishGesture();
    void hover(const QPointF& position);
    int zeroBin() const;  ///< -1: zeros lie outside the bins
    int64_t drawnCount(int bin) const;
    int bars() const;  ///< of m_binsABar bins each, the last of what is left
    double edgeOf(int bar) const;
    /// Of the bins of the bar, with the zeros if they are drawn.
    int64_t barCount(int bar) const;
    void redrawHandles();

    RangeSubject m_subject;
    CandidateLanes* m_lanes = nullptr;
    ClipHandles* m_handles = nullptr;
    QCPGraph* m_values = nullptr;
    QCPGraph* m_zeros = nullptr;  ///< the pile in the bin of 0
    QCPItemText* m_note = nullptr;
    std::optional<RangeEnd> m_focused;
    std::optional<RangeEnd> m_dragged;
    ClipRange m_before;  ///< of the gesture
    int m_binsABar = 1;
    bool m_stepping = false;
    int m_gesture = 1;
    bool m_logCounts = false;
    bool m_zerosHidden = true;
};

}  // namespace secateur
