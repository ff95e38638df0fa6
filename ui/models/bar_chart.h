#pragma once

#include <QGraphicsView>
#include <memory>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/models/bars.h"

namespace secateur {

class BarPanel;

/// Horizontal bars with labels and whiskers, rows from top to bottom: every bar chart of the
/// program. More rows than fit want to be in a scroll area.
class BarChart : public QGraphicsView, public Exportable {
    Q_OBJECT

 public:
    /// `exportName` is also the widget's object name, `title` its accessible name.
    BarChart(const QString& exportName, const QString& title, QWidget* parent = nullptr);
    ~BarChart() override;

    void setBars(Bars bars);
    const Bars& bars() const { return m_bars; }
    /// In the widget's coordinates, over all panels of the first line.
    QRectF rowRect(size_t row) const;
    /// Ends of a panel's axis, in its unit.
    std::pair<double, double> axis(size_t panel) const;

    QString exportName() const override { return m_exportName; }
    QString exportTitle() const override { return accessibleName(); }
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override { return m_bars.csv; }

    QSize sizeHint() const override { return exportSize(); }
    QSize minimumSizeHint() const override;

 signals:
    void rowClicked(qint64 id);

 protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

 private:
    class Scene;

    void setLook(const Theme& theme);
    void layOut(const QSizeF& size);
    double namesWidth(double width) const;
    double panelWidth(double width) const;
    double titleLines(double width) const;  ///< above each panel, with the space beside it
    double heightFor(double linesARow, double width) const;
    int lines() const;
    int rowAt(const QPointF& position) const;
    void paintTexts(QPainter& painter, const QRectF& exposed) const;
    void paintNames(QPainter& painter, const BarPanel& panel, const QRectF& exposed) const;

    QString m_exportName;
    Bars m_bars;
    Theme m_theme;
    std::unique_ptr<Scene> m_scene;
    std::vector<std::unique_ptr<BarPanel>> m_panels;
    double m_names = 0.0;  ///< width of the names
    QRectF m_noteArea;
};

}  // namespace secateur
