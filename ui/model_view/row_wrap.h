#pragma once

#include <QPointF>
#include <QSizeF>
#include <vector>

namespace secateur {

/// What a block needs: its width, and its height above and below the axis of its row.
struct BlockExtent {
    double width = 0.0;
    double above = 0.0;
    double below = 0.0;
};

struct WrappedRow {
    int first = 0;  ///< block
    int count = 0;
    double top = 0.0;
    double axis = 0.0;
    double bottom = 0.0;
};

struct WrappedRows {
    std::vector<WrappedRow> rows;
    std::vector<QPointF> positions;  ///< of each block: its left side, its row's axis
    QSizeF size;
    /// How much larger or smaller it appears when it fills a viewport.
    double scaleIn(const QSizeF& viewport) const;
};

/// Blocks in reading order, in as many rows as let the drawing appear largest in `viewport`. The
/// blocks of full rows are spread over the whole width.
WrappedRows wrapRows(const std::vector<BlockExtent>& blocks, const QSizeF& viewport);

}  // namespace secateur
