#pragma once

#include <QWidget>

#include "core/analysis/curve_set.h"
#include "ui/base/exportable.h"
#include "ui/base/theme.h"

namespace secateur {

/// Layer by level, mild ones at the left, coloured by the accuracy drop; hatched where nothing is
/// measured, crossed where nothing was changed, with a corner where adaptive mode has not settled.
/// A mark in each row stands where the tolerance is exceeded. Click or Up and Down select a layer.
class HeatmapPlot : public QWidget, public Exportable {
    Q_OBJECT

 public:
    explicit HeatmapPlot(QWidget* parent = nullptr);

    void setCurves(const CurveList& curves);
    /// What the columns are levels of.
    void setKind(PerturbationKind kind);
    const CurveList& curves() const { return m_curves; }
    void setTolerance(double points);
    void setSelectedLayer(const QString& layer);
    void setCaption(const QString& caption) { m_caption = caption; }

    /// Of this widget as it is now.
    QRect cellRect(size_t row, size_t column) const;
    /// Of every column, mild ones first.
    const std::vector<double>& ratios() const { return m_ratios; }
    bool measured(size_t row, size_t column) const { return m_cells[row][column] >= 0; }

    QString exportName() const override { return QStringLiteral("sensitivity_heatmap"); }
    QString exportTitle() const override { return tr("Heatmap of the sensitivity"); }
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    /// layer,ratio,drop,count,unchanged,settled of the cells that are measured.
    QByteArray csv() const override;

    QSize minimumSizeHint() const override { return {240, 180}; }

 signals:
    /// "global" for the row of all layers together.
    void layerClicked(const QString& layer);

 protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

 private:
    struct Layout {
        QRect cells;
        QRect bar;
        QRect title;
        QFontMetrics metrics;
    };
    struct Canvas {
        QPainter& painter;
        const Layout& layout;
        const Theme& theme;
    };

    Layout layoutFor(const QRect& area, const QFontMetrics& metrics) const;
    QString columnsTitle() const;
    size_t safeColumns(size_t row) const;
    QRect cellIn(const QRect& cells, size_t row, size_t column) const;
    void draw(QPainter& painter, const QRect& area, const Theme& theme) const;
    void drawRow(const Canvas& canvas, size_t row) const;
    void drawCell(const Canvas& canvas, const QRect& cell, size_t row, size_t point,
                  bool number) const;
    void drawSafeMark(const Canvas& canvas, size_t row) const;
    void drawLabels(const Canvas& canvas) const;
    void drawColumns(const Canvas& canvas) const;
    void drawBar(const Canvas& canvas) const;
    /// Of a drop on the colour scale, in [0, 1].
    double place(double drop) const;
    int rowAt(const QPoint& position) const;
    QString tipAt(const QPoint& position) const;

    CurveList m_curves;
    PerturbationKind m_kind = PerturbationKind::Prune;
    std::vector<double> m_ratios;
    std::vector<std::vector<int>> m_cells;  ///< index of the point, -1: not measured
    std::vector<size_t> m_safe;             ///< of each row: the columns within the tolerance
    double m_scale = 0.01;                  ///< the drop that has the brightest colour
    double m_tolerance = 2.0;
    std::string m_selected;
    QString m_caption;
};

}  // namespace secateur
