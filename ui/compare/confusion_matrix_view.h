#pragma once

#include <QWidget>

#include "ui/base/exportable.h"
#include "ui/compare/confusion_drawing.h"

namespace secateur {

/// A confusion matrix to look at and to point into: arrow keys move the current cell, Enter or a
/// click activates it.
class ConfusionMatrixView : public QWidget, public Exportable {
    Q_OBJECT

 public:
    explicit ConfusionMatrixView(QWidget* parent = nullptr);

    void setComparison(std::shared_ptr<const Comparison> comparison, int64_t variant);
    void setMode(ConfusionMode mode);
    ConfusionMode mode() const { return m_mode; }
    bool isEmpty() const { return m_drawing.isEmpty(); }
    /// What the current cell says, in words; empty if there is none.
    QString currentText() const;
    /// In the widget's coordinates.
    QRectF cellRect(const ConfusionCell& cell) const;

    QString exportName() const override { return "confusion"; }
    QString exportTitle() const override { return tr("Confusion matrix"); }
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override { return m_drawing.csv(); }

    QSize sizeHint() const override { return exportSize(); }
    QSize minimumSizeHint() const override { return {320, 240}; }

 signals:
    void currentChanged();
    void cellActivated(qint64 label, qint64 prediction);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

 private:
    void redraw();
    void setCurrent(const std::optional<ConfusionCell>& cell);

    std::shared_ptr<const Comparison> m_comparison;
    int64_t m_variant = 0;
    ConfusionMode m_mode = ConfusionMode::Variant;
    ConfusionDrawing m_drawing;
    std::optional<ConfusionCell> m_current;
};

}  // namespace secateur
