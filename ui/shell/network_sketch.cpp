#include "ui/shell/network_sketch.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/base/theme.h"

namespace secateur {

namespace {

constexpr double kGap = 0.25;      // of a bar's place
constexpr double kLowest = 1.5;    // points
constexpr double kWidestBar = 12;  // so that a network of two layers is not two blocks

}  // namespace

std::vector<int64_t> layerWidths(const GraphCost& network) {
    std::vector<int64_t> widths;
    for (const LayerCost& layer : network.layers) {
        if (layer.weights > 0) {
            widths.push_back(layer.output[0]);
        }
    }
    return widths;
}

QPixmap networkSketch(const std::vector<int64_t>& widths, const QSize& size,
                      const QPalette& palette, double pixelRatio) {
    QPixmap sketch(size * pixelRatio);
    sketch.setDevicePixelRatio(pixelRatio);
    sketch.fill(Qt::transparent);
    if (widths.empty()) {
        return sketch;
    }
    const double widest = static_cast<double>(*std::max_element(widths.begin(), widths.end()));
    const double place = std::min(kWidestBar, size.width() / static_cast<double>(widths.size()));
    QPainter painter(&sketch);
    painter.setRenderHint(QPainter::Antialiasing);
    double x = 0.0;
    for (const int64_t width : widths) {
        const double share = std::sqrt(static_cast<double>(width) / widest);
        const double height = std::max(kLowest, share * size.height());
        painter.fillRect(QRectF(x, (size.height() - height) / 2, (1 - kGap) * place, height),
                         themeFor(palette).accent);
        x += place;
    }
    return sketch;
}

}  // namespace secateur
