#include "ui/model_view/block_geometry.h"

#include <QFontMetricsF>
#include <algorithm>
#include <array>

#include "ui/model_view/block_text.h"

namespace secateur {

namespace {

constexpr double kBody = 16.0;
constexpr double kNarrowBody = 9.0;
constexpr double kStrip = 2.2;
constexpr double kStripGap = 1.0;
constexpr double kJoin = 13.0;
constexpr double kColumnGap = 3.5;
constexpr double kForkGap = 5.0;
constexpr double kSidePad = 8.0;
constexpr double kBoxHeight = 13.0;
constexpr double kBoxGap = 6.0;
constexpr double kLane = 19.0;
constexpr double kArcClearance = 9.0;
constexpr double kTextPad = 9.0;
constexpr double kLongestTitle = 150.0;

double bodyWidth(const LayerCost& layer) {
    return isWeighted(layer) ? kBody : isJoin(layer) ? kJoin : kNarrowBody;
}

double stripsWidth(size_t count) {
    return static_cast<double>(count) * (kStrip + kStripGap);
}

class GeometryBuilder {
 public:
    GeometryBuilder(const GraphCost& cost, const DrawnBlock& block, const ChannelScale& scale,
                    const QFont& base, const FormerLayers& former)
        : m_cost(cost), m_block(block), m_scale(scale), m_base(base), m_former(former) {}

    BlockGeometry build() {
        setupTexts();
        setupMain();
        setupHeights();
        setupBranches();
        centre();
        return std::move(m_geometry);
    }

 private:
    struct Place {
        double left = 0.0;
        double middle = 0.0;
        double right = 0.0;
        double y = 0.0;
        bool join = false;
    };

    const LayerCost& layerOf(const DrawnColumn& column) const {
        return m_cost.layers[column.layer];
    }

    void setupTexts() {
        const QFontMetricsF title(titleFont(m_base));
        const QFontMetricsF label(labelFont(m_base));
        m_geometry.title =
            title.elidedText(QString::fromStdString(m_block.title), Qt::ElideMiddle, kLongestTitle);
        m_geometry.widths = widthsText(m_cost, m_block);
        m_geometry.resolution = resolutionText(m_cost, m_block);
        m_geometry.width = std::max({title.horizontalAdvance(m_geometry.title),
                                     label.horizontalAdvance(m_geometry.widths),
                                     label.horizontalAdvance(m_geometry.resolution)}) +
                           2.0 * kTextPad;
    }

    void addStrips(const std::vector<size_t>& layers, double& x, double y, double height) {
        for (const size_t layer : layers) {
            m_geometry.shapes.push_back({layer, ShapeForm::Strip, QPointF(x + kStrip / 2.0, y),
                                         kStrip, height, height, false, QString()});
            x += kStrip + kStripGap;
        }
    }

    bool forksAt(int column) const {
        return std::any_of(m_block.branches.begin(), m_block.branches.end(),
                           [&](const BlockBranch& branch) {
                               return branch.from == Anchor{Anchor::kMain, column} ||
                                      (branch.from.column == Anchor::kExternal &&
                                       branch.to == Anchor{Anchor::kMain, column + 1});
                           });
    }

    double boxWidth(const DrawnColumn& column) const {
        const double text =
            QFontMetricsF(labelFont(m_base)).horizontalAdvance(boxLabel(layerOf(column)));
        const double body = isJoin(layerOf(column)) ? kJoin : std::max(20.0, text + 6.0);
        return body + stripsWidth(column.before.size() + column.after.size());
    }

    /// Room that the boxes of a branch need, with those of the branches that hang on it.
    double roomFor(int index) const {
        const BlockBranch& branch = m_block.branches[static_cast<size_t>(index)];
        double room = 2.0 * kBoxGap;
        for (const DrawnColumn& column : branch.columns) {
            room += boxWidth(column) + kBoxGap;
        }
        for (size_t i = 0; i < m_block.branches.size(); ++i) {
            if (m_block.branches[i].from.branch == index) {
                room += roomFor(static_cast<int>(i));
            }
        }
        if (branch.from.column == Anchor::kExternal) {
            room += sourceWidth(branch) - kBoxGap;
        }
        return room;
    }

    double sourceWidth(const BlockBranch& branch) const {
        return QFontMetricsF(labelFont(m_base)).horizontalAdvance(sourceText(branch));
    }

    /// Moves x on so that the branches which end at this main column have their room.
    double makeRoom(double x, int column) const {
        for (size_t i = 0; i < m_block.branches.size(); ++i) {
            const BlockBranch& branch = m_block.branches[i];
            const bool external = branch.from.column == Anchor::kExternal;
            if (branch.to != Anchor{Anchor::kMain, column} ||
                (branch.columns.empty() && !external)) {
                continue;
            }
            double start = kSidePad - kForkGap;
            if (external && column > 0) {  // its text may stand above the column before
                start = m_main[static_cast<size_t>(column) - 1].left;
            } else if (branch.from.branch == Anchor::kMain && branch.from.column >= 0) {
                start = m_main[static_cast<size_t>(branch.from.column)].right;
            }
            x = std::max(x, start + roomFor(static_cast<int>(i)));
        }
        return x;
    }

    void setupMain() {
        double x = kSidePad + (forksAt(Anchor::kEntry) ? kForkGap : 0.0);
        for (size_t i = 0; i < m_block.main.size(); ++i) {
            x = makeRoom(x, static_cast<int>(i));
            addMainColumn(m_block.main[i], x);
            x += kColumnGap + (forksAt(static_cast<int>(i)) ? kForkGap : 0.0);
        }
        m_end = std::max(makeRoom(x, Anchor::kExit), x - kColumnGap + kSidePad);
        m_geometry.flowStart = m_block.readsPrevious ? 0.0 : m_main.front().middle;
    }

    void addMainColumn(const DrawnColumn& column, double& x) {
        const LayerCost& layer = layerOf(column);
        const double in = m_scale.height(layer.input[0]);
        const double out = m_scale.height(layer.output[0]);
        Place place;
        place.left = x;
        place.join = isJoin(layer);
        addStrips(column.before, x, 0.0, in);
        const double width = bodyWidth(layer);
        place.middle = x + width / 2.0;
        LayerShape shape{column.layer,
                         place.join ? ShapeForm::Join : ShapeForm::Body,
                         QPointF(place.middle, 0.0),
                         width,
                         in,
                         out,
                         false,
                         QString()};
        shape.cut = m_scale.cut(layer.input[0]) || m_scale.cut(layer.output[0]);
        if (place.join) {
            shape.leftHeight = shape.rightHeight = kJoin;
            shape.label = boxLabel(layer);
        } else {
            addFormer(shape, layer);
        }
        m_geometry.shapes.push_back(shape);
        addStep(layer, place.middle);
        x += width + (column.after.empty() ? 0.0 : kStripGap);
        addStrips(column.after, x, 0.0, out);
        place.right = x;
        m_main.push_back(place);
    }

    void addFormer(LayerShape& shape, const LayerCost& layer) const {
        const auto found = m_former.find(layer.name);
        if (found == m_former.end()) {
            return;
        }
        const double in = m_scale.height(found->second->input[0]);
        const double out = m_scale.height(found->second->output[0]);
        if (in > shape.leftHeight || out > shape.rightHeight) {
            shape.formerLeft = std::max(in, shape.leftHeight);
            shape.formerRight = std::max(out, shape.rightHeight);
        }
    }

    void addStep(const LayerCost& layer, double x) {
        const bool smaller = layer.output[1] * layer.output[2] < layer.input[1] * layer.input[2];
        if (!smaller || isJoin(layer)) {
            return;
        }
        std::array<int64_t, 2> stride{0, 0};
        if (const auto* conv = std::get_if<Conv2d>(&layer.op)) {
            stride = conv->stride;
        } else if (const auto* max = std::get_if<MaxPool2d>(&layer.op)) {
            stride = max->stride;
        } else if (const auto* average = std::get_if<AvgPool2d>(&layer.op)) {
            stride = average->stride;
        }
        const int64_t factor = std::max(stride[0], stride[1]);
        m_geometry.steps.push_back({x, factor > 1 ? QString("/%1").arg(factor) : QString()});
    }

    void setupHeights() {
        for (const LayerShape& shape : m_geometry.shapes) {
            m_geometry.below =
                std::max(m_geometry.below, std::max({shape.leftHeight, shape.rightHeight,
                                                     shape.formerLeft, shape.formerRight}) /
                                               2.0);
        }
        const int lanes = m_block.lanes();
        m_geometry.above = lanes == 0 ? m_geometry.below : -laneY(lanes) + kBoxHeight / 2.0 + 1.0;
    }

    double laneY(int lane) const {
        return -(m_geometry.below + kArcClearance + kBoxHeight / 2.0 + (lane - 1) * kLane);
    }

    const Place& placeOf(const Anchor& anchor) const {
        const auto column = static_cast<size_t>(anchor.column);
        return anchor.branch == Anchor::kMain
                   ? m_main[column]
                   : m_branches[static_cast<size_t>(anchor.branch)][column];
    }

    QPointF startOf(const BlockBranch& branch, const QPointF& end, double y) const {
        if (branch.from.column == Anchor::kExternal) {
            return {end.x() - roomFor(indexOf(branch)) + kBoxGap, y};
        }
        if (branch.from.column == Anchor::kEntry) {
            return {kSidePad - kForkGap / 2.0, 0.0};
        }
        const Place& place = placeOf(branch.from);
        return {place.right + kForkGap / 2.0 + 1.0, place.y};
    }

    bool isPointwise(const BlockBranch& branch) const {
        if (branch.columns.size() != 1) {
            return false;
        }
        const auto* conv = std::get_if<Conv2d>(&layerOf(branch.columns.front()).op);
        return conv != nullptr && conv->pointwise();
    }

    int indexOf(const BlockBranch& branch) const {
        return static_cast<int>(&branch - m_block.branches.data());
    }

    QPointF endOf(const BlockBranch& branch) const {
        if (branch.to.column == Anchor::kExit) {
            return {m_end - kSidePad / 2.0, 0.0};
        }
        const Place& place = placeOf(branch.to);
        return place.join ? QPointF(place.middle, place.y - kJoin / 2.0)
                          : QPointF(place.left - kForkGap / 2.0, place.y);
    }

    void setupBranches() {
        for (const BlockBranch& branch : m_block.branches) {
            SkipShape skip;
            skip.laneY = laneY(branch.lane);
            skip.to = endOf(branch);
            skip.from = startOf(branch, skip.to, skip.laneY);
            skip.identity = branch.identity();
            skip.pointwise = isPointwise(branch);
            skip.external = branch.from.column == Anchor::kExternal;
            double start = skip.from.x();
            if (skip.external) {
                skip.source = sourceText(branch);
                start += sourceWidth(branch);
            }
            m_branches.push_back(addBoxes(branch, start, skip));
            m_geometry.skips.push_back(skip);
        }
    }

    std::vector<Place> addBoxes(const BlockBranch& branch, double start, const SkipShape& skip) {
        double total = 0.0;
        for (const DrawnColumn& column : branch.columns) {
            total += boxWidth(column);
        }
        const double gap =
            (skip.to.x() - start - total) / (static_cast<double>(branch.columns.size()) + 1.0);
        std::vector<Place> places;
        double x = start + gap;
        for (const DrawnColumn& column : branch.columns) {
            const LayerCost& layer = layerOf(column);
            Place place{x, 0.0, x + boxWidth(column), skip.laneY, isJoin(layer)};
            addStrips(column.before, x, skip.laneY, kBoxHeight);
            const double body =
                boxWidth(column) - stripsWidth(column.before.size() + column.after.size());
            place.middle = x + body / 2.0;
            m_geometry.shapes.push_back({column.layer,
                                         place.join ? ShapeForm::Join : ShapeForm::Box,
                                         QPointF(place.middle, skip.laneY), body, kBoxHeight,
                                         kBoxHeight, false, boxLabel(layer)});
            x += body + (column.after.empty() ? 0.0 : kStripGap);
            addStrips(column.after, x, skip.laneY, kBoxHeight);
            x = place.right + gap;
            places.push_back(place);
        }
        return places;
    }

    /// In the middle of a block that its texts make wider.
    void centre() {
        const double shift = std::max(0.0, (m_geometry.width - m_end) / 2.0);
        for (LayerShape& shape : m_geometry.shapes) {
            shape.centre.rx() += shift;
        }
        for (SkipShape& skip : m_geometry.skips) {
            skip.from.rx() += shift;
            skip.to.rx() += shift;
        }
        for (ResolutionStep& step : m_geometry.steps) {
            step.x += shift;
        }
        m_geometry.flowStart += m_block.readsPrevious ? 0.0 : shift;
        m_geometry.width = std::max(m_geometry.width, m_end);
    }

    const GraphCost& m_cost;
    const DrawnBlock& m_block;
    const ChannelScale& m_scale;
    const QFont& m_base;
    const FormerLayers& m_former;
    std::vector<Place> m_main;
    std::vector<std::vector<Place>> m_branches;
    double m_end = 0.0;
    BlockGeometry m_geometry;
};

}  // namespace

BlockGeometry geometryOf(const GraphCost& cost, const DrawnBlock& block, const ChannelScale& scale,
                         const QFont& base, const FormerLayers& former) {
    return GeometryBuilder(cost, block, scale, base, former).build();
}

}  // namespace secateur
