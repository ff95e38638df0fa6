#include "ui/model_view/network_scene.h"

#include <QPainter>
#include <utility>

namespace secateur {

namespace {

constexpr double kMargin = 12.0;
constexpr double kArrow = 4.0;

}  // namespace

NetworkScene::NetworkScene(QObject* parent) : QGraphicsScene(parent) {}

NetworkScene::~NetworkScene() {
    clear();
}

void NetworkScene::setNetwork(std::shared_ptr<const GraphCost> cost) {
    m_cost = std::move(cost);
    m_style.colouring =
        m_cost ? LayerColouring(*m_cost, m_style.colouring.by(), {}) : LayerColouring();
    m_selected = {};
    m_hovered = {};
    rebuild();
}

void NetworkScene::setCompared(std::shared_ptr<const GraphCost> other) {
    if (other != m_compared) {
        m_compared = std::move(other);
        rebuild();
    }
}

void NetworkScene::setColouring(const LayerColouring& colouring) {
    m_style.colouring = colouring;
    update();
}

void NetworkScene::setTheme(const Theme& theme) {
    m_style.theme = theme;
    update();
}

void NetworkScene::setFont(const QFont& font) {
    if (font != m_style.font) {
        m_style.font = font;
        rebuild();
    }
}

void NetworkScene::rebuild() {
    clear();
    m_items.clear();
    m_geometries.clear();
    m_fullHeight = 0.0;
    if (m_cost) {
        for (DrawnBlock& block : blocksOf(*m_cost)) {
            m_items.push_back(new BlockItem(m_cost, std::move(block), m_style));
            addItem(m_items.back());
        }
    }
    wrap(m_viewport);
    setSelected(std::exchange(m_selected, {}));
}

const std::vector<BlockGeometry>& NetworkScene::geometriesFor(double fullHeight) {
    std::vector<BlockGeometry>& geometries = m_geometries[fullHeight];
    if (geometries.empty() && !m_items.empty()) {
        const ChannelScale scale = m_compared
                                       ? ChannelScale::ofBoth(*m_cost, *m_compared, fullHeight)
                                       : ChannelScale::of(*m_cost, fullHeight);
        FormerLayers former;
        for (const LayerCost& layer : m_compared ? m_compared->layers : std::vector<LayerCost>()) {
            former[layer.name] = &layer;
        }
        for (const BlockItem* item : m_items) {
            geometries.push_back(geometryOf(*m_cost, item->block(), scale, m_style.font, former));
        }
    }
    return geometries;
}

void NetworkScene::wrap(const QSizeF& viewport) {
    constexpr double kReadable = 0.9;
    m_viewport = viewport;
    m_rows = {};
    double chosen = 0.0;
    for (const double share : {1.0, 0.7, 0.45}) {
        const double fullHeight = ChannelScale::kFullHeight * share;
        std::vector<BlockExtent> extents;
        for (const BlockGeometry& geometry : geometriesFor(fullHeight)) {
            extents.push_back(BlockItem::extentOf(geometry));
        }
        WrappedRows rows = wrapRows(extents, viewport);
        if (m_rows.rows.empty() || rows.scaleIn(viewport) > m_rows.scaleIn(viewport)) {
            m_rows = std::move(rows);
            chosen = fullHeight;
        }
        if (m_rows.rows.empty() || m_rows.scaleIn(viewport) >= kReadable) {
            break;
        }
    }
    if (chosen != m_fullHeight) {
        m_fullHeight = chosen;
        for (size_t i = 0; i < m_items.size(); ++i) {
            m_items[i]->setGeometry(geometriesFor(chosen)[i]);
        }
    }
    placeItems();
}

void NetworkScene::placeItems() {
    for (const WrappedRow& row : m_rows.rows) {
        for (int i = row.first; i < row.first + row.count; ++i) {
            BlockItem* item = m_items[static_cast<size_t>(i)];
            item->setPos(m_rows.positions[static_cast<size_t>(i)]);
            item->setRow(row);
        }
    }
    setSceneRect(QRectF(QPointF(0, 0), m_rows.size).adjusted(-kMargin, -kMargin, kMargin, kMargin));
    update();
}

QRectF NetworkScene::blockRect(int block) const {
    return item(block).card().translated(item(block).pos());
}

LegendSigns NetworkScene::signs() const {
    std::vector<const BlockGeometry*> blocks;
    for (const BlockItem* item : m_items) {
        blocks.push_back(&item->geometry());
    }
    return m_cost ? LegendSigns::of(*m_cost, blocks) : LegendSigns();
}

NetworkScene::Place NetworkScene::placeAt(const QPointF& point) const {
    for (int i = 0; i < blockCount(); ++i) {
        if (blockRect(i).contains(point)) {
            return {i, item(i).layerAt(point - item(i).pos())};
        }
    }
    return {};
}

NetworkScene::Place NetworkScene::placeOf(const QString& block, const QString& layer) const {
    const std::string name = layer.toStdString();
    for (int i = 0; i < blockCount(); ++i) {
        const DrawnBlock& drawn = item(i).block();
        if (layer.isEmpty()) {
            if (!block.isEmpty() && QString::fromStdString(drawn.name) == block) {
                return {i, std::nullopt};
            }
            continue;
        }
        for (const size_t index : drawn.layers) {
            if (m_cost->layers[index].name == name) {
                return {i, index};
            }
        }
    }
    return {};
}

void NetworkScene::setSelected(const Place& place) {
    const int before = m_selected.block;
    m_selected = place;
    updateMarks(before);
    updateMarks(place.block);
}

void NetworkScene::setHovered(const Place& place) {
    if (place != m_hovered) {
        const int before = m_hovered.block;
        m_hovered = place;
        updateMarks(before);
        updateMarks(place.block);
    }
}

void NetworkScene::updateMarks(int block) {
    if (block >= 0 && block < blockCount()) {
        BlockMarks marks;
        marks.selected = block == m_selected.block;
        marks.hovered = block == m_hovered.block;
        marks.selectedLayer = marks.selected ? m_selected.layer : std::nullopt;
        marks.hoveredLayer = marks.hovered ? m_hovered.layer : std::nullopt;
        m_items[static_cast<size_t>(block)]->setMarks(marks);
    }
}

/// From the right side of the block before it: straight on, or back to the start of the next row.
QPainterPath NetworkScene::connectorTo(int block) const {
    const QRectF before = blockRect(block - 1);
    const QPointF from(before.right(), item(block - 1).pos().y());
    const QPointF to = item(block).pos();
    QPainterPath path(from);
    if (from.y() == to.y()) {
        path.lineTo(to);
        return path;
    }
    constexpr double kReach = 7.0;
    constexpr double kRadius = 5.0;
    const double turn = before.bottom() + 8.0;
    const double right = from.x() + kReach;
    const double left = to.x() - kReach;
    path.lineTo(right - kRadius, from.y());
    path.quadTo(right, from.y(), right, from.y() + kRadius);
    path.lineTo(right, turn - kRadius);
    path.quadTo(right, turn, right - kRadius, turn);
    path.lineTo(left + kRadius, turn);
    path.quadTo(left, turn, left, turn + kRadius);
    path.lineTo(left, to.y() - kRadius);
    path.quadTo(left, to.y(), left + kRadius, to.y());
    path.lineTo(to);
    return path;
}

void NetworkScene::drawBackground(QPainter* painter, const QRectF& rect) {
    painter->fillRect(rect, m_style.theme.background);
    painter->setRenderHint(QPainter::Antialiasing);
    for (int i = 1; i < blockCount(); ++i) {
        if (!item(i).block().readsPrevious) {
            continue;
        }
        painter->setPen(QPen(m_style.theme.outline, 1.2));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(connectorTo(i));
        const QPointF tip = item(i).pos();
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_style.theme.outline);
        painter->drawPolygon(QPolygonF(
            {tip, tip + QPointF(-kArrow * 1.4, -kArrow), tip + QPointF(-kArrow * 1.4, kArrow)}));
    }
}

}  // namespace secateur
