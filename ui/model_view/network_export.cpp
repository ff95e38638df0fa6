#include "ui/model_view/network_export.h"

#include <cmath>

#include "ui/base/csv_text.h"
#include "ui/base/theme.h"
#include "ui/model_view/layer_text.h"
#include "ui/model_view/network_scene.h"

namespace secateur {

void renderNetwork(QPaintDevice& device, const QSize& size, const NetworkScene& shown) {
    NetworkScene paper;
    paper.setTheme(paperTheme());
    paper.setFont(shown.style().font);
    paper.setNetwork(shown.cost());
    paper.setCompared(shown.compared());
    paper.setColouring(shown.style().colouring);
    const LegendPainter legend(paper.style(), paper.signs());
    const double legendHeight = std::ceil(legend.heightFor(size.width()));
    const QRectF room(0.0, 0.0, size.width(), size.height() - legendHeight);
    paper.wrap(room.size());
    QPainter painter(&device);
    painter.fillRect(QRectF(QPointF(0, 0), QSizeF(size)), Qt::white);
    const QRectF all = paper.sceneRect();
    QRectF target(QPointF(0, 0), all.size().scaled(room.size(), Qt::KeepAspectRatio));
    target.moveCenter(room.center());
    paper.render(&painter, target, all);
    legend.paint(painter, QRectF(0.0, room.bottom(), size.width(), legendHeight));
}

QByteArray networkCsv(const GraphCost& cost, const LayerColouring& colouring) {
    QByteArray text =
        csvLine({"layer", "block", "role", "kind", "input", "output", "parameters", "weights",
                 "zeros", "sparsity", "macs", colouringColumn(colouring.by())});
    for (size_t i = 0; i < cost.layers.size(); ++i) {
        const LayerCost& layer = cost.layers[i];
        const auto value = colouring.value(i);
        text += csvLine({QString::fromStdString(layer.name), QString::fromStdString(layer.block),
                         QString::fromStdString(layer.role), QString::fromStdString(layer.kind),
                         formatShape(layer.input), formatShape(layer.output),
                         QString::number(layer.parameters), QString::number(layer.weights),
                         QString::number(layer.zeros),
                         layer.weights > 0 ? csvNumber(layer.sparsity()) : QString(),
                         QString::number(layer.macs), value ? csvNumber(*value) : QString()});
    }
    return text;
}

}  // namespace secateur
