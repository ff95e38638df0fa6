#include "core/analysis/curve_set.h"

#include <algorithm>
#include <map>

namespace secateur {

namespace {

using PointRefs = std::vector<const SensitivityPoint*>;

bool sameBounds(const std::optional<PairedDrop>& a, const std::optional<PairedDrop>& b) {
    return a.has_value() == b.has_value() &&
           (!a || (a->drop == b->drop && a->low == b->low && a->high == b->high));
}

bool samePoint(const SensitivityPoint& a, const SensitivityPoint& b) {
    return a.kind == b.kind && a.level == b.level && a.correct == b.correct && a.count == b.count &&
           a.lost == b.lost && a.gained == b.gained && a.prunedWeights == b.prunedWeights &&
           a.unchanged == b.unchanged && a.settled == b.settled && sameBounds(a.bounds, b.bounds);
}

bool sameCurve(const SensitivityCurve& curve, const PointRefs& points) {
    return curve.points.size() == points.size() &&
           std::equal(points.begin(), points.end(), curve.points.begin(),
                      [](const auto* a, const auto& b) { return samePoint(*a, b); });
}

CurvePtr makeCurve(const std::string& role, const PointRefs& points) {
    auto curve = std::make_shared<SensitivityCurve>();
    curve->target = points.front()->target;
    curve->role = role;
    for (const SensitivityPoint* point : points) {
        curve->points.push_back(*point);
        curve->drops.push_back(point->drop());
    }
    return curve;
}

struct Place {
    size_t order = 0;
    std::string role;
};

std::map<Target, Place> placesIn(const GraphCost* network) {
    std::map<Target, Place> places;
    if (network != nullptr) {
        for (size_t i = 0; i < network->layers.size(); ++i) {
            const LayerCost& layer = network->layers[i];
            for (const auto grouping : {Grouping::Layer, Grouping::Block, Grouping::Role}) {
                const bool own = grouping == Grouping::Layer;
                places.try_emplace(Target::of(layer.name, layer.block, layer.role, grouping),
                                   Place{i, own ? layer.role : std::string()});
            }
        }
    }
    return places;
}

}  // namespace

double SensitivityCurve::largestDrop() const {
    double largest = 0.0;
    for (const PairedDrop& drop : drops) {
        largest = std::max(largest, drop.drop);
    }
    return largest;
}

CurveList groupCurves(const std::vector<SensitivityPoint>& points, const GraphCost* network,
                      const CurveList& before) {
    std::map<Target, PointRefs> byTarget;
    std::vector<Target> targets;  // those that the network lacks keep the order of arrival
    for (const SensitivityPoint& point : points) {
        if (point.count <= 0) {
            continue;  // nothing was measured
        }
        PointRefs& refs = byTarget[point.target];
        if (refs.empty()) {
            targets.push_back(point.target);
        }
        refs.push_back(&point);
    }
    const auto places = placesIn(network);
    const auto place = [&](const Target& target) {
        const auto found = places.find(target);
        const size_t order = found == places.end() ? places.size() : found->second.order;
        return std::pair(!target.isGlobal(), order);
    };
    std::stable_sort(targets.begin(), targets.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
    std::map<Target, CurvePtr> known;
    for (const CurvePtr& curve : before) {
        known[curve->target] = curve;
    }
    CurveList curves;
    for (const Target& target : targets) {
        PointRefs& refs = byTarget[target];
        std::stable_sort(refs.begin(), refs.end(), [](const auto* a, const auto* b) {
            return a->level.milderThan(b->level);
        });
        const auto found = places.find(target);
        const std::string role = found == places.end() ? "" : found->second.role;
        const CurvePtr& old = known[target];
        const bool same = old && old->role == role && sameCurve(*old, refs);
        curves.push_back(same ? old : makeCurve(role, refs));
    }
    return curves;
}

const SensitivityCurve* findCurve(const CurveList& curves, const std::string& name) {
    const auto found = std::find_if(curves.begin(), curves.end(),
                                    [&](const CurvePtr& curve) { return curve->name() == name; });
    return found == curves.end() ? nullptr : found->get();
}

SweepBaseline baselineOf(const CurveList& curves) {
    if (curves.empty()) {
        return {};
    }
    const SensitivityPoint* point = nullptr;
    for (const CurvePtr& curve : curves) {
        for (const SensitivityPoint& other : curve->points) {
            if (point == nullptr || other.count > point->count) {
                point = &other;
            }
        }
    }
    const int64_t correct = point->correct + point->lost - point->gained;
    return {static_cast<double>(correct) / static_cast<double>(point->count), point->count};
}

std::map<std::string, SafeLevel> safeLevels(const CurveList& curves, double toleranceShare) {
    std::map<std::string, SafeLevel> levels;
    for (const CurvePtr& curve : curves) {
        const auto safe = curve->global() ? std::nullopt : curve->safe(toleranceShare);
        if (safe) {
            levels[curve->name()] = *safe;
        }
    }
    return levels;
}

CurveList worstCurves(const CurveList& curves, double toleranceShare, size_t count) {
    struct Ranked {
        double stands;
        double negatedDrop;
        size_t place;
        auto operator<=>(const Ranked&) const = default;
    };
    std::vector<Ranked> ranking;
    for (size_t i = 0; i < curves.size(); ++i) {
        const auto safe = curves[i]->global() ? std::nullopt : curves[i]->safe(toleranceShare);
        if (safe) {
            ranking.push_back({safe->strength(), -curves[i]->largestDrop(), i});
        }
    }
    std::sort(ranking.begin(), ranking.end());
    ranking.resize(std::min(count, ranking.size()));
    std::sort(ranking.begin(), ranking.end(),
              [](const Ranked& a, const Ranked& b) { return a.place < b.place; });
    CurveList worst;
    for (const Ranked& entry : ranking) {
        worst.push_back(curves[entry.place]);
    }
    return worst;
}

}  // namespace secateur
