#include "ui/model_view/row_wrap.h"

#include <algorithm>

namespace secateur {

namespace {

constexpr double kBlockGap = 13.0;
constexpr double kRowGap = 16.0;
constexpr double kMostExtraGap = 30.0;

double widthOf(const std::vector<BlockExtent>& blocks, const WrappedRow& row) {
    double width = kBlockGap * (row.count - 1);
    for (int i = row.first; i < row.first + row.count; ++i) {
        width += blocks[static_cast<size_t>(i)].width;
    }
    return width;
}

WrappedRows wrapped(const std::vector<BlockExtent>& blocks, double limit) {
    WrappedRows result;
    double x = 0.0;
    double widest = 0.0;
    for (size_t i = 0; i < blocks.size(); ++i) {
        if (result.rows.empty() || x + kBlockGap + blocks[i].width > limit) {
            result.rows.push_back({static_cast<int>(i), 0, 0.0, 0.0, 0.0});
            x = blocks[i].width;
        } else {
            x += kBlockGap + blocks[i].width;
        }
        ++result.rows.back().count;
        widest = std::max(widest, x);
    }
    double y = 0.0;
    for (WrappedRow& row : result.rows) {
        double above = 0.0;
        double below = 0.0;
        for (int i = row.first; i < row.first + row.count; ++i) {
            above = std::max(above, blocks[static_cast<size_t>(i)].above);
            below = std::max(below, blocks[static_cast<size_t>(i)].below);
        }
        row.top = y;
        row.axis = y + above;
        row.bottom = row.axis + below;
        y = row.bottom + kRowGap;
    }
    result.size = QSizeF(widest, y - kRowGap);
    return result;
}

}  // namespace

double WrappedRows::scaleIn(const QSizeF& viewport) const {
    return std::min(viewport.width() / size.width(), viewport.height() / size.height());
}

WrappedRows wrapRows(const std::vector<BlockExtent>& blocks, const QSizeF& viewport) {
    if (blocks.empty()) {
        return {};
    }
    double least = 0.0;
    double total = 0.0;
    for (const BlockExtent& block : blocks) {
        least = std::max(least, block.width);
        total += block.width + kBlockGap;
    }
    WrappedRows best = wrapped(blocks, total);
    constexpr double kStep = 8.0;
    for (double limit = least; limit < total; limit += kStep) {
        WrappedRows candidate = wrapped(blocks, limit);
        if (candidate.scaleIn(viewport) > best.scaleIn(viewport) * 1.001) {
            best = std::move(candidate);
        }
    }
    for (const WrappedRow& row : best.rows) {
        const bool last = &row == &best.rows.back();
        const double spare = best.size.width() - widthOf(blocks, row);
        const double extra =
            last || row.count < 2 ? 0.0 : std::min(kMostExtraGap, spare / (row.count - 1));
        double x = 0.0;
        for (int i = row.first; i < row.first + row.count; ++i) {
            best.positions.push_back({x, row.axis});
            x += blocks[static_cast<size_t>(i)].width + kBlockGap + extra;
        }
    }
    return best;
}

}  // namespace secateur
