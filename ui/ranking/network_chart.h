#pragma once

#include <QWidget>
#include <memory>

#include "ui/base/exportable.h"
#include "ui/base/theme.h"
#include "ui/ranking/ranked_comparison.h"

namespace secateur {

/// A small panel of bars for every criterion, pruning above, quantization below: one bar a network,
/// best on top where the place is known. What is not measured has no bar.
class NetworkChart : public QWidget, public Exportable {
    Q_OBJECT

 public:
    explicit NetworkChart(QWidget* parent = nullptr);

    void setComparison(std::shared_ptr<const RankedComparison> comparison);
    const RankedComparison* comparison() const { return m_comparison.get(); }

    QString exportName() const override { return QStringLiteral("networks"); }
    QSize exportSize() const override { return {1200, 560}; }
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

    QSize minimumSizeHint() const override { return {480, 260}; }

 protected:
    void paintEvent(QPaintEvent* event) override;

 private:
    /// Networks from the easiest to the hardest, as far as that is known.
    std::vector<size_t> order() const;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const;
    void paintPanel(QPainter& painter, const QRectF& area, size_t criterion,
                    const Theme& theme) const;
    void paintNames(QPainter& painter, const QRectF& area, const Theme& theme) const;

    std::shared_ptr<const RankedComparison> m_comparison;
};

}  // namespace secateur
