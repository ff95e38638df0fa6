#pragma once

#include <QGraphicsScene>
#include <QGraphicsView>
#include <array>
#include <memory>

#include "ui/base/exportable.h"
#include "ui/base/theme.h"
#include "ui/compare/comparison.h"

namespace secateur {

class BarPanel;

/// Top-1 with intervals, size and speed of the compared variants: a row a variant.
class ComparisonChart : public QGraphicsView, public Exportable {
    Q_OBJECT

 public:
    enum Panel { Top1Panel, SizePanel, SpeedPanel, PanelCount };

    explicit ComparisonChart(QWidget* parent = nullptr);
    ~ComparisonChart() override;

    void setComparison(std::shared_ptr<const Comparison> comparison);

    const BarPanel& panel(Panel which) const { return *m_panels[which]; }
    /// On which images and machines this was measured.
    const QString& note() const { return m_note; }

    QString exportName() const override { return "comparison"; }
    QSize exportSize() const override;
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

    QSize sizeHint() const override { return exportSize(); }
    QSize minimumSizeHint() const override;

 signals:
    void variantClicked(qint64 variant);

 protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

 private:
    class Captions;

    void setupPanels();
    void setLook(const Theme& theme);
    void setBars();
    void layOut(const QSizeF& size);
    int rowAt(const QPoint& position) const;
    const std::vector<ComparedVariant>& rows() const;

    std::shared_ptr<const Comparison> m_comparison;
    QString m_note;
    Theme m_theme;
    QGraphicsScene m_scene;
    std::array<BarPanel*, PanelCount> m_panels{};  // owned by the scene
    Captions* m_captions = nullptr;                // owned by the scene
};

}  // namespace secateur
