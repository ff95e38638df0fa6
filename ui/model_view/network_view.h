#pragma once

#include <QAction>
#include <QGraphicsView>
#include <memory>

#include "ui/base/exportable.h"
#include "ui/base/selection.h"
#include "ui/model_view/layer_colouring.h"
#include "ui/model_view/network_scene.h"

namespace secateur {

/// The network drawn as its blocks. Zoom: Ctrl+wheel, Ctrl++ and Ctrl+-; fit: Ctrl+0; pan: drag or
/// scroll. Left and Right move between blocks, Up and Down between the layers of a block, Enter
/// (or a double click) zooms to the block, Esc clears the selection.
class NetworkView : public QGraphicsView, public Exportable {
    Q_OBJECT

 public:
    explicit NetworkView(Selection* selection, QWidget* parent = nullptr);

    const NetworkScene& drawing() const { return *m_scene; }
    ColourBy colouring() const { return m_by; }
    QAction* zoomInAction() const { return m_zoomIn; }
    QAction* zoomOutAction() const { return m_zoomOut; }
    QAction* fitAction() const { return m_fit; }

    QString exportName() const override { return m_exportName; }
    QString exportTitle() const override { return m_exportTitle; }
    void setExportName(const QString& name, const QString& title) {
        m_exportName = name;
        m_exportTitle = title;
    }
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

 public slots:
    void setNetwork(std::shared_ptr<const secateur::GraphCost> cost);
    void setColouring(secateur::ColourBy by);
    void setValues(const secateur::LayerValues& values);
    /// Beside this one, on one scale of colours and widths; null: none.
    void setCompared(std::shared_ptr<const secateur::GraphCost> other,
                     const secateur::LayerValues& values);
    /// Shows the same part as another view.
    void follow(const secateur::NetworkView& other);
    void zoomIn();
    void zoomOut();
    /// All of it, in the number of rows that suits the window; stays so when it is resized.
    void fit();
    void zoomToBlock(int block);

 signals:
    void moved();  ///< another part is seen, or another size

 protected:
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;

 private:
    void setupActions();
    void tellMoved();
    void updateColouring();
    void updateStyle();
    void updateLegend();
    void updateDescription();
    void showSelection();
    void zoomBy(double factor);
    void setFitted(bool fitted);
    void moveBlock(int step);
    void moveLayer(int step);
    void select(const NetworkScene::Place& place);
    bool showTip(const QPoint& position, const QPoint& globalPosition);

    Selection* m_selection;
    NetworkScene* m_scene;
    QWidget* m_legend;
    QAction* m_zoomIn = nullptr;
    QAction* m_zoomOut = nullptr;
    QAction* m_fit = nullptr;
    ColourBy m_by = ColourBy::Macs;
    LayerValues m_values;
    LayerValues m_comparedValues;
    QString m_exportName = QStringLiteral("model");
    QString m_exportTitle = tr("Network drawing");
    bool m_fitted = true;
    bool m_following = false;
    bool m_pressed = false;
    bool m_panning = false;
    QPoint m_pressPosition;
    QPoint m_panPosition;
};

}  // namespace secateur
