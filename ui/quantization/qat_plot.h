#pragma once

#include <vector>

#include "core/train/train_options.h"
#include "ui/base/plot.h"

namespace secateur {

/// A run of quantization-aware training over its epochs, three drawings above each other: the loss;
/// the accuracy of the simulation and of the converted INT8 network; the scales of the selected
/// layer against the first epoch, the other layers' faint behind. Lines mark the epochs after which
/// ranges and BN statistics were frozen.
class QatPlot : public Plot {
    Q_OBJECT

 public:
    explicit QatPlot(QWidget* parent = nullptr);

    /// Epochs without `quantization` are passed over.
    void setEpochs(std::vector<EpochRecord> epochs);
    void setSelectedLayer(const QString& layer);
    const std::vector<EpochRecord>& epochs() const { return m_epochs; }
    /// The layer whose scales are named; empty: the selected one has none.
    QString shownLayer() const;

    QString exportName() const override { return QStringLiteral("qat"); }
    QSize exportSize() const override { return {900, 720}; }
    /// epoch,loss,train_accuracy,simulated_accuracy,converted_accuracy,ranges_frozen,
    /// batch_norm_frozen,layer,scale,zero_point,weight_scale: the last four of the named layer.
    QByteArray csv() const override;

 protected:
    void applyTheme(const Theme& theme) override;

 private:
    QCPAxisRect* addRect(int row, const QString& label);
    QCPGraph* addLine(QCPAxisRect* rect, const QString& name, int colour);
    void fill();
    void fillScales();
    void markFreezing();
    const LayerScales* scalesOf(const EpochRecord& epoch, const std::string& layer) const;

    std::vector<EpochRecord> m_epochs;
    std::string m_selected;
    QCPAxisRect* m_lossRect;
    QCPAxisRect* m_accuracyRect;
    QCPAxisRect* m_scaleRect;
    QCPLegend* m_accuracyLegend;
    QCPLegend* m_scaleLegend;
    QCPGraph* m_loss;
    QCPGraph* m_simulated;
    QCPGraph* m_converted;
    QCPGraph* m_outputScale;
    QCPGraph* m_weightScale;
    std::vector<QCPGraph*> m_others;
    std::vector<QCPAbstractItem*> m_marks;
};

}  // namespace secateur
