#pragma once

#include <memory>

#include "core/stages/layer_ranges.h"
#include "ui/base/plot.h"

namespace secateur {

class ChannelLegend;

/// How the ranges of the output channels compare.
struct ChannelSpread {
    double widestToMedian = 0.0;  ///< infinite if more than half of the channels are all zeros
    int narrow = 0;               ///< channels that use under a tenth of the tensor's range
    int channels = 0;
};
ChannelSpread channelSpread(const WeightHistogram& weights);

/// The values of each output channel as a column of colour from its smallest to its largest, under
/// the range of the whole tensor: what one scale for all channels would have to cover. Left and
/// Right, or the mouse, choose the channel that is described.
class ChannelRangePlot : public Plot {
    Q_OBJECT

 public:
    explicit ChannelRangePlot(QWidget* parent = nullptr);

    void setWeights(std::shared_ptr<const WeightHistogram> weights);  ///< null: nothing
    void setRange(const ClipRange& range);
    /// "channel 17: [-0.01, 0.02], uses 3.10 % of the tensor's range"
    QString channelText(int channel) const;

    QString exportName() const override;
    QString exportTitle() const override;
    QByteArray csv() const override;

 protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void applyTheme(const Theme& theme) override;
    void setOnPaper(bool) override { describe(-1); }

 private:
    void setupItems();
    void fillMap();
    void describe(int channel);  ///< -1: none

    std::shared_ptr<const WeightHistogram> m_weights;
    QCPColorMap* m_map = nullptr;
    ChannelLegend* m_legend = nullptr;
    QCPItemStraightLine* m_tensor[2] = {nullptr, nullptr};
    QCPItemStraightLine* m_clip[2] = {nullptr, nullptr};
    QCPItemText* m_tensorText = nullptr;
    QCPItemText* m_description = nullptr;
    QCPItemRect* m_marker = nullptr;
    int m_described = -1;
};

}  // namespace secateur
