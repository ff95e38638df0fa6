#include "ui/model_view/network_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/base/number_text.h"
#include "ui/base/translation.h"
#include "ui/model_view/layer_text.h"
#include "ui/model_view/legend_painter.h"
#include "ui/model_view/network_export.h"

namespace secateur {

namespace {

constexpr double kZoomStep = 1.2;
constexpr double kLargestFit = 2.5;  // a network of few blocks does not become a poster
constexpr double kLargestZoom = 12.0;

bool sameLayers(const GraphCost* a, const GraphCost* b) {
    return a != nullptr && b != nullptr &&
           std::equal(a->layers.begin(), a->layers.end(), b->layers.begin(), b->layers.end(),
                      [](const LayerCost& x, const LayerCost& y) {
                          return x.name == y.name && x.block == y.block && x.output == y.output;
                      });
}

/// Stands in the margin below the drawing, so that it never hides a block.
class LegendBar : public QWidget {
 public:
    LegendBar(const NetworkScene& scene, QWidget* parent) : QWidget(parent), m_scene(scene) {
        setObjectName("networkLegend");
        setAccessibleName(Text::tr("Legend of the network drawing"));
    }

 protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        LegendPainter(m_scene.style(), m_scene.signs()).paint(painter, rect());
    }

 private:
    const NetworkScene& m_scene;
};

}  // namespace

NetworkView::NetworkView(Selection* selection, QWidget* parent)
    : QGraphicsView(parent),
      m_selection(selection),
      m_scene(new NetworkScene(this)),
      m_legend(new LegendBar(*m_scene, this)) {
    setObjectName("networkView");
    setAccessibleName(tr("Network drawing"));
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setViewportUpdateMode(FullViewportUpdate);  // the focus frame must not scroll along
    setTransformationAnchor(AnchorViewCenter);
    setMinimumSize(240, 180);
    setupActions();
    updateStyle();
    updateDescription();
    connect(m_selection, &Selection::changed, this, &NetworkView::showSelection);
}

void NetworkView::setupActions() {
    // On a button a sign says enough; in a menu it says nothing.
    const auto add = [this](const char* name, const QString& sign, const QString& text,
                            const QString& tip, const QList<QKeySequence>& keys,
                            void (NetworkView::*slot)()) {
        auto* action = new QAction(text, this);
        action->setIconText(sign);
        action->setObjectName(name);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setToolTip(tip + " (" + keys.front().toString(QKeySequence::NativeText) + ")");
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
        return action;
    };
    m_zoomIn = add("zoomIn", "+", tr("Zoom in"), tr("Draw the network larger"),
                   {QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")}, &NetworkView::zoomIn);
    m_zoomOut =
        add("zoomOut", QString::fromUtf8("−"), tr("Zoom out"), tr("Draw the network smaller"),
            {QKeySequence("Ctrl+-")}, &NetworkView::zoomOut);
    m_fit = add("fit", tr("Fit"), tr("Fit"), tr("Show all of the network"),
                {QKeySequence("Ctrl+0")}, &NetworkView::fit);
}

void NetworkView::setNetwork(std::shared_ptr<const GraphCost> cost) {
    // Another variant of the same network stays where it is.
    const bool stay = !m_fitted && sameLayers(m_scene->cost().get(), cost.get());
    m_scene->setNetwork(std::move(cost));
    updateColouring();
    showSelection();
    if (!stay) {
        fit();
    }
}

void NetworkView::setColouring(ColourBy by) {
    m_by = by;
    updateColouring();
}

void NetworkView::setValues(const LayerValues& values) {
    m_values = values;
    updateColouring();
}

void NetworkView::setCompared(std::shared_ptr<const GraphCost> other, const LayerValues& values) {
    m_comparedValues = values;
    if (other != m_scene->compared()) {
        m_scene->setCompared(std::move(other));
        showSelection();
        if (m_fitted) {
            fit();
        }
    }
    updateColouring();
}

/// The middle of the other view is at the same place of the same block.
void NetworkView::follow(const NetworkView& other) {
    if (m_following || !m_scene->cost() || !other.m_scene->cost()) {
        return;
    }
    const QScopedValueRollback<bool> following(m_following, true);
    if (other.m_fitted) {
        fit();
        return;
    }
    setFitted(false);
    setTransform(other.transform());
    const QPointF middle = other.mapToScene(other.viewport()->rect().center());
    for (int i = 0; i < other.m_scene->blockCount(); ++i) {
        const QRectF theirs = other.m_scene->blockRect(i);
        const NetworkScene::Place place =
            m_scene->placeOf(QString::fromStdString(other.m_scene->item(i).block().name), {});
        if (theirs.contains(middle) && place.block >= 0) {
            const QRectF own = m_scene->blockRect(place.block);
            centerOn(own.left() + (middle.x() - theirs.left()) / theirs.width() * own.width(),
                     own.top() + (middle.y() - theirs.top()) / theirs.height() * own.height());
            return;
        }
    }
    const QRectF theirs = other.m_scene->sceneRect();
    const QRectF own = m_scene->sceneRect();
    centerOn(own.left() + (middle.x() - theirs.left()) / theirs.width() * own.width(),
             own.top() + (middle.y() - theirs.top()) / theirs.height() * own.height());
}

void NetworkView::scrollContentsBy(int dx, int dy) {
    QGraphicsView::scrollContentsBy(dx, dy);
    tellMoved();
}

void NetworkView::tellMoved() {
    if (!m_following) {
        emit moved();
    }
}

void NetworkView::updateColouring() {
    if (m_scene->cost()) {
        LayerColouring beside;
        if (const auto& other = m_scene->compared()) {
            beside = LayerColouring(*other, m_by, m_comparedValues);
        }
        m_scene->setColouring(LayerColouring(*m_scene->cost(), m_by, m_values, beside));
    }
    updateLegend();
    updateDescription();
}

void NetworkView::updateStyle() {
    m_scene->setTheme(themeFor(palette()));
    m_scene->setFont(font());
    updateLegend();
}

/// Where there is room for it: what it explains comes first.
void NetworkView::updateLegend() {
    const LegendPainter painter(m_scene->style(), m_scene->signs());
    const int wanted = static_cast<int>(std::ceil(painter.heightFor(width())));
    const bool shown = m_scene->cost() != nullptr && 2 * wanted < this->height();
    const int height = shown ? wanted : 0;
    m_legend->setVisible(shown);
    setViewportMargins(0, 0, 0, height);
    m_legend->setGeometry(0, this->height() - height, width(), height);
    m_legend->update();
}

void NetworkView::zoomIn() {
    zoomBy(kZoomStep);
}

void NetworkView::zoomOut() {
    zoomBy(1.0 / kZoomStep);
}

void NetworkView::zoomBy(double factor) {
    const double now = transform().m11();
    const double next = std::clamp(now * factor, 0.05, kLargestZoom);
    setFitted(false);
    scale(next / now, next / now);
    tellMoved();
}

void NetworkView::setFitted(bool fitted) {
    m_fitted = fitted;
    const auto policy = fitted ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded;
    setHorizontalScrollBarPolicy(policy);
    setVerticalScrollBarPolicy(policy);
}

void NetworkView::fit() {
    setFitted(true);
    // Not the viewport's size: scroll bars of the zoom before may be there yet. The margin is the
    // focus frame's.
    const QSizeF room = QSizeF(maximumViewportSize()).shrunkBy(QMarginsF(2, 2, 2, 2));
    m_scene->wrap(room);
    const QRectF all = m_scene->sceneRect();
    const double factor =
        std::min({room.width() / all.width(), room.height() / all.height(), kLargestFit});
    setTransform(QTransform::fromScale(factor, factor));
    centerOn(all.center());
    tellMoved();
}

void NetworkView::zoomToBlock(int block) {
    if (block < 0 || block >= m_scene->blockCount()) {
        return;
    }
    constexpr double kAround = 1.25;
    const QRectF card = m_scene->blockRect(block);
    const double factor = std::min({viewport()->width() / (card.width() * kAround),
                                    viewport()->height() / (card.height() * kAround), 4.0});
    setFitted(false);
    setTransform(QTransform::fromScale(factor, factor));
    centerOn(card.center());
    tellMoved();
}

void NetworkView::select(const NetworkScene::Place& place) {
    if (place.block < 0) {
        m_selection->select({}, {});
        return;
    }
    const DrawnBlock& block = m_scene->item(place.block).block();
    // A layer without a block stands for itself.
    const size_t layer = place.layer.value_or(block.layers.front());
    const bool named = place.layer || block.name.empty();
    m_selection->select(
        QString::fromStdString(block.name),
        named ? QString::fromStdString(m_scene->cost()->layers[layer].name) : QString());
}

void NetworkView::showSelection() {
    m_scene->setSelected(m_scene->placeOf(m_selection->block(), m_selection->layer()));
    const int block = m_scene->selected().block;
    if (block >= 0 && !m_fitted) {
        constexpr int kMargin = 20;
        ensureVisible(m_scene->blockRect(block), kMargin, kMargin);
    }
    updateDescription();
}

void NetworkView::updateDescription() {
    if (!m_scene->cost()) {
        setAccessibleDescription(tr("No network"));
        return;
    }
    QString text =
        tr("%1 blocks, coloured by %2.").arg(m_scene->blockCount()).arg(colouringName(m_by));
    const NetworkScene::Place& place = m_scene->selected();
    if (place.block >= 0) {
        const BlockGeometry& block = m_scene->item(place.block).geometry();
        text += tr(" Selected: %1, channels %2, resolution %3.")
                    .arg(block.title, block.widths, block.resolution);
    }
    if (place.layer) {
        const LayerCost& layer = m_scene->cost()->layers[*place.layer];
        text += tr(" Layer %1, %2, output %3, %4 parameters.")
                    .arg(QString::fromStdString(layer.name), QString::fromStdString(layer.kind),
                         formatShape(layer.output), countText(layer.parameters));
    }
    setAccessibleDescription(text);
}

void NetworkView::moveBlock(int step) {
    const int last = m_scene->blockCount() - 1;
    const int now = m_scene->selected().block;
    const int next = now < 0 ? (step > 0 ? 0 : last) : std::clamp(now + step, 0, last);
    select({next, std::nullopt});
}

void NetworkView::moveLayer(int step) {
    const NetworkScene::Place& now = m_scene->selected();
    const int block = std::max(0, now.block);
    if (block >= m_scene->blockCount()) {
        return;
    }
    const std::vector<size_t>& layers = m_scene->item(block).block().layers;
    const auto found =
        now.layer ? std::find(layers.begin(), layers.end(), *now.layer) : layers.end();
    size_t next = step > 0 ? 0 : layers.size() - 1;
    if (found != layers.end()) {
        const auto index = static_cast<int>(found - layers.begin()) + step;
        next = static_cast<size_t>(std::clamp(index, 0, static_cast<int>(layers.size()) - 1));
    }
    select({block, layers[next]});
}

void NetworkView::keyPressEvent(QKeyEvent* event) {
    switch (event->modifiers() & ~Qt::KeypadModifier ? 0 : event->key()) {
        case Qt::Key_Left:
            return moveBlock(-1);
        case Qt::Key_Right:
            return moveBlock(1);
        case Qt::Key_Up:
            return moveLayer(-1);
        case Qt::Key_Down:
            return moveLayer(1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return zoomToBlock(m_scene->selected().block);
        case Qt::Key_Escape:
            return m_selection->select({}, {});
        default:
            QGraphicsView::keyPressEvent(event);
    }
}

void NetworkView::wheelEvent(QWheelEvent* event) {
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QGraphicsView::wheelEvent(event);
        return;
    }
    constexpr double kNotch = 120.0;
    setTransformationAnchor(AnchorUnderMouse);
    zoomBy(std::pow(kZoomStep, event->angleDelta().y() / kNotch));
    setTransformationAnchor(AnchorViewCenter);
    event->accept();
}

void NetworkView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        m_pressed = true;
        m_panning = false;
        m_pressPosition = m_panPosition = event->position().toPoint();
    }
}

void NetworkView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint position = event->position().toPoint();
    if (m_pressed && !m_panning &&
        (position - m_pressPosition).manhattanLength() >= QApplication::startDragDistance()) {
        m_panning = true;
        viewport()->setCursor(Qt::ClosedHandCursor);
    }
    if (m_panning) {
        const QPoint delta = position - m_panPosition;
        m_panPosition = position;
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - delta.x());
        verticalScrollBar()->setValue(verticalScrollBar()->value() - delta.y());
        return;
    }
    m_scene->setHovered(m_scene->placeAt(mapToScene(position)));
}

void NetworkView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressed) {
        return;
    }
    m_pressed = false;
    if (std::exchange(m_panning, false)) {
        viewport()->unsetCursor();
        return;
    }
    select(m_scene->placeAt(mapToScene(event->position().toPoint())));
}

void NetworkView::mouseDoubleClickEvent(QMouseEvent* event) {
    const NetworkScene::Place place = m_scene->placeAt(mapToScene(event->position().toPoint()));
    if (place.block < 0) {
        fit();
    } else {
        zoomToBlock(place.block);
    }
}

bool NetworkView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        return showTip(help->pos(), help->globalPos());
    }
    if (event->type() == QEvent::Leave) {
        m_scene->setHovered({});
    }
    return QGraphicsView::viewportEvent(event);
}

bool NetworkView::showTip(const QPoint& position, const QPoint& globalPosition) {
    const NetworkScene::Place place = m_scene->placeAt(mapToScene(position));
    if (!place.layer) {
        QToolTip::hideText();
        return false;
    }
    const BlockItem& item = m_scene->item(place.block);
    const QRectF shape = item.layerRect(*place.layer).translated(item.pos());
    const QRect area = mapFromScene(shape).boundingRect().adjusted(-4, -4, 4, 4);
    QToolTip::showText(globalPosition, layerTip(*m_scene->cost(), *place.layer, m_values),
                       viewport(), area);
    return true;
}

void NetworkView::changeEvent(QEvent* event) {
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        updateStyle();
        if (m_fitted) {
            fit();
        }
    }
}

void NetworkView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    updateLegend();
    if (m_fitted) {
        fit();
    }
}

void NetworkView::paintEvent(QPaintEvent* event) {
    QGraphicsView::paintEvent(event);
    if (hasFocus()) {
        QPainter painter(viewport());
        painter.setPen(QPen(m_scene->style().theme.accent, 2.0));
        painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
    }
}

QSize NetworkView::exportSize() const {
    return {1280, 800};
}

void NetworkView::renderTo(QPaintDevice& device, const QSize& size) {
    if (m_scene->cost()) {
        renderNetwork(device, size, *m_scene);
    }
}

QByteArray NetworkView::csv() const {
    return m_scene->cost() ? networkCsv(*m_scene->cost(), m_scene->style().colouring)
                           : QByteArray();
}

}  // namespace secateur
