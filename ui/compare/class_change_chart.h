#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/base/theme.h"
#include "ui/compare/comparison.h"

namespace secateur {

/// What each class gained or lost from the reference to a variant: a bar a class, the largest loss
/// first, with the 95 % interval of the paired difference.
class ClassChangeChart : public QWidget, public Exportable {
    Q_OBJECT

 public:
    explicit ClassChangeChart(QWidget* parent = nullptr);

    /// Nothing is drawn unless both were measured and are two.
    void setComparison(std::shared_ptr<const Comparison> comparison, int64_t variant);
    const std::vector<ClassChange>& changes() const { return m_changes; }

    /// Of a row of changes(), in the widget's coordinates.
    QRectF rowRect(size_t row) const;

    QString exportName() const override { return "class_change"; }
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

    QSize sizeHint() const override { return exportSize(); }
    QSize minimumSizeHint() const override;

 signals:
    void classClicked(qint64 label);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

 private:
    /// Where things stand in a drawing of some size.
    struct Layout {
        double top = 0.0;
        double rowHeight = 0.0;
        double namesRight = 0.0;
        double plotLeft = 0.0;
        double plotRight = 0.0;
        double textLeft = 0.0;
        double low = 0.0;  ///< of the axis, as a fraction
        double high = 0.0;
        QFont font;
        double xOf(double change) const {
            return plotLeft + (change - low) / (high - low) * (plotRight - plotLeft);
        }
    };
    Layout layoutFor(const QSizeF& size) const;
    /// Rows outside `visible` are left out: there may be a thousand.
    void paint(QPainter& painter, const QSizeF& size, const QRectF& visible,
               const Theme& theme) const;
    void paintHead(QPainter& painter, const Layout& layout, const Theme& theme, double width) const;
    void paintRow(QPainter& painter, const Layout& layout, const Theme& theme, size_t row) const;
    QString className(const ClassChange& change) const;
    QString title() const;
    int rowAt(double y) const;

    std::shared_ptr<const Comparison> m_comparison;
    const ComparedVariant* m_variant = nullptr;  // in m_comparison
    std::vector<ClassChange> m_changes;
};

}  // namespace secateur
