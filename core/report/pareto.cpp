#include "core/report/pareto.h"

#include <algorithm>
#include <optional>

#include "core/base/figure_text.h"
#include "core/stages/network_source.h"

namespace secateur {

namespace {

std::optional<double> costOf(const ComparedVariant& item, CostKind kind,
                             const std::map<int64_t, int64_t>& macs) {
    switch (kind) {
        case CostKind::Bytes:
            return static_cast<double>(item.variant->sizeBytes);
        case CostKind::Macs: {
            const auto found = macs.find(item.variant->id);
            return found == macs.end() ? std::nullopt
                                       : std::optional(static_cast<double>(found->second));
        }
        case CostKind::Milliseconds:
            break;
    }
    return item.speed ? std::optional(1000.0 / item.speed->median) : std::nullopt;
}

const char* costHeading(CostKind kind) {
    switch (kind) {
        case CostKind::Bytes:
            return "Size";
        case CostKind::Macs:
            return "Multiply-adds";
        case CostKind::Milliseconds:
            break;
    }
    return "ms an image";
}

Table::Cell costCell(const ParetoPoint& point, CostKind kind) {
    switch (kind) {
        case CostKind::Bytes:
            return cell::size(point.variant->variant->sizeBytes);
        case CostKind::Macs:
            return cell::millions(static_cast<int64_t>(point.cost));
        case CostKind::Milliseconds:
            break;
    }
    return cell::number(point.cost, 3);
}

}  // namespace

std::vector<ParetoPoint> paretoPoints(const Comparison& comparison, CostKind kind,
                                      const std::map<int64_t, int64_t>& macs) {
    std::vector<ParetoPoint> points;
    for (const ComparedVariant& item : comparison.variants) {
        const std::optional<double> cost = costOf(item, kind, macs);
        if (item.evaluation != nullptr && cost) {
            points.push_back({&item, *cost, false});
        }
    }
    for (ParetoPoint& point : points) {
        point.dominated = std::any_of(points.begin(), points.end(), [&](const ParetoPoint& other) {
            const bool noWorse =
                other.cost <= point.cost && other.variant->top1() >= point.variant->top1();
            return noWorse &&
                   (other.cost < point.cost || other.variant->top1() > point.variant->top1());
        });
    }
    std::stable_sort(points.begin(), points.end(),
                     [](const ParetoPoint& a, const ParetoPoint& b) { return a.cost < b.cost; });
    return points;
}

std::map<int64_t, int64_t> macsOf(Study& study, const Comparison& comparison) {
    std::map<int64_t, int64_t> macs;
    for (const ComparedVariant& item : comparison.variants) {
        macs[item.variant->id] = variantCost(study, item.variant->id).macs;
    }
    return macs;
}

Table paretoTable(const std::vector<ParetoPoint>& points, CostKind kind) {
    const std::vector<Field<ParetoPoint>> fields{
        {{"variant", "Variant", "A network of the study.", false},
         [](const ParetoPoint& p) { return cell::text(p.variant->variant->name); }},
        {{enumName(kind), costHeading(kind), "What it costs."},
         [kind](const ParetoPoint& p) { return costCell(p, kind); }},
        {{"top1", "Top-1", "With Wilson's 95 % interval."},
         [](const ParetoPoint& p) {
             const ShareInterval& interval = p.variant->top1Interval;
             return cell::named(cell::percent(p.variant->top1()),
                                text::percent(p.variant->top1()) + " (" +
                                    text::percentRange(interval.low, interval.high) + ")");
         }},
        {{"top1_low", "", ""},
         [](const ParetoPoint& p) { return cell::percent(p.variant->top1Interval.low); }},
        {{"top1_high", "", ""},
         [](const ParetoPoint& p) { return cell::percent(p.variant->top1Interval.high); }},
        {{"dominated", "On the front",
          "No other network costs as little and is right as often, and better in one of the two."},
         [](const ParetoPoint& p) {
             return cell::named(cell::flag(p.dominated), p.dominated ? "" : "yes");
         }}};
    return tableOf("front", fields, points);
}

}  // namespace secateur
