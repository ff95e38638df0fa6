#pragma once

#include <QGraphicsScene>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "ui/model_view/block_item.h"
#include "ui/model_view/legend_painter.h"

namespace secateur {

/// The blocks of a network in rows, with the connectors between them.
class NetworkScene : public QGraphicsScene {
    Q_OBJECT

 public:
    /// A layer, or a block alone, or nothing.
    struct Place {
        int block = -1;
        std::optional<size_t> layer;
        bool operator==(const Place&) const = default;
    };

    explicit NetworkScene(QObject* parent = nullptr);
    ~NetworkScene() override;  // the items refer to the style: they go first

    void setNetwork(std::shared_ptr<const GraphCost> cost);
    /// Layers that are wider in this one get its outlines, and both one scale; null: none.
    void setCompared(std::shared_ptr<const GraphCost> other);
    const std::shared_ptr<const GraphCost>& compared() const { return m_compared; }
    void setColouring(const LayerColouring& colouring);
    void setTheme(const Theme& theme);
    /// Lays the blocks out anew: texts take another room.
    void setFont(const QFont& font);
    /// In as many rows as suit a viewport of this size; with lower bars where the texts would
    /// become too small to read.
    void wrap(const QSizeF& viewport);

    const std::shared_ptr<const GraphCost>& cost() const { return m_cost; }
    const DrawingStyle& style() const { return m_style; }
    int blockCount() const { return static_cast<int>(m_items.size()); }
    const BlockItem& item(int block) const { return *m_items[static_cast<size_t>(block)]; }
    QRectF blockRect(int block) const;
    LegendSigns signs() const;

    Place placeAt(const QPointF& point) const;
    /// The place with these names; nothing for names that the network does not have.
    Place placeOf(const QString& block, const QString& layer) const;
    void setSelected(const Place& place);
    void setHovered(const Place& place);
    const Place& selected() const { return m_selected; }

 protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;

 private:
    void rebuild();
    const std::vector<BlockGeometry>& geometriesFor(double fullHeight);
    void placeItems();
    void updateMarks(int block);
    QPainterPath connectorTo(int block) const;

    std::shared_ptr<const GraphCost> m_cost;
    std::shared_ptr<const GraphCost> m_compared;
    DrawingStyle m_style;
    std::vector<BlockItem*> m_items;
    /// By the height of the widest layer; made when first needed.
    std::map<double, std::vector<BlockGeometry>> m_geometries;
    double m_fullHeight = ChannelScale::kFullHeight;
    WrappedRows m_rows;
    QSizeF m_viewport{1280.0, 720.0};
    Place m_selected;
    Place m_hovered;
};

}  // namespace secateur
