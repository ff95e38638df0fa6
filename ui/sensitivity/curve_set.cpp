#include "ui/sensitivity/curve_set.h"

#include <algorithm>
#include <unordered_map>

namespace secateur {

namespace {

constexpr const char* kGlobal = "global";

using PointRefs = std::vector<const SensitivityPoint*>;

bool sameBounds(const std::optional<PairedDrop>& a, const std::optional<PairedDrop>& b) {
    return a.has_value() == b.has_value() &&
           (!a || (a->drop == b->drop && a->low == b->low && a->high == b->high));
}

bool samePoint(const SensitivityPoint& a, const SensitivityPoint& b) {
    return a.kind == b.kind && a.ratio == b.ratio && a.correct == b.correct && a.count == b.count &&
           a.lost == b.lost && a.gained == b.gained && a.prunedWeights == b.prunedWeights &&
           a.unchanged == b.unchanged && a.settled == b.settled && sameBounds(a.bounds, b.bounds);
}

bool milder(const SensitivityPoint* a, const SensitivityPoint* b) {
    return harderDownwards(a->kind) ? a->ratio > b->ratio : a->ratio < b->ratio;
}

bool sameCurve(const SensitivityCurve& curve, const PointRefs& points) {
    return curve.points.size() == points.size() &&
           std::equal(points.begin(), points.end(), curve.points.begin(),
                      [](const auto* a, const auto& b) { return samePoint(*a, b); });
}

CurvePtr makeCurve(const std::string& layer, const std::string& role, const PointRefs& points) {
    auto curve = std::make_shared<SensitivityCurve>();
    curve->layer = layer;
    curve->role = role;
    for (const SensitivityPoint* point : points) {
        curve->points.push_back(*point);
        curve->drops.push_back(point->drop());
    }
    return curve;
}

struct LayerPlace {
    size_t order = 0;
    std::string role;
};

std::unordered_map<std::string, LayerPlace> placesIn(const GraphCost* network) {
    std::unordered_map<std::string, LayerPlace> places;
    if (network != nullptr) {
        for (size_t i = 0; i < network->layers.size(); ++i) {
            const LayerCost& layer = network->layers[i];
            places[layer.name] = {i, layer.role};
            for (const auto grouping : {Grouping::Block, Grouping::Role}) {
                places.try_emplace(curveNameOf(layer, grouping), LayerPlace{i, {}});
            }
        }
    }
    return places;
}

}  // namespace

bool SensitivityCurve::global() const {
    return layer == kGlobal;
}

double SensitivityCurve::largestDrop() const {
    double largest = 0.0;
    for (const PairedDrop& drop : drops) {
        largest = std::max(largest, drop.drop);
    }
    return largest;
}

CurveList groupCurves(const std::vector<SensitivityPoint>& points, const GraphCost* network,
                      const CurveList& before) {
    std::unordered_map<std::string, PointRefs> byLayer;
    std::vector<std::string> layers;  // those that the network lacks keep the order of arrival
    for (const SensitivityPoint& point : points) {
        if (point.count <= 0) {
            continue;  // nothing was measured
        }
        PointRefs& refs = byLayer[point.layer];
        if (refs.empty()) {
            layers.push_back(point.layer);
        }
        refs.push_back(&point);
    }
    const auto places = placesIn(network);
    const auto place = [&](const std::string& layer) {
        const auto found = places.find(layer);
        const size_t order = found == places.end() ? places.size() : found->second.order;
        return std::pair(layer != kGlobal, order);
    };
    std::stable_sort(layers.begin(), layers.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
    std::unordered_map<std::string, CurvePtr> known;
    for (const CurvePtr& curve : before) {
        known[curve->layer] = curve;
    }
    CurveList curves;
    for (const std::string& layer : layers) {
        PointRefs& refs = byLayer[layer];
        std::stable_sort(refs.begin(), refs.end(), milder);
        const auto found = places.find(layer);
        const std::string role = found == places.end() ? "" : found->second.role;
        const CurvePtr& old = known[layer];
        const bool same = old && old->role == role && sameCurve(*old, refs);
        curves.push_back(same ? old : makeCurve(layer, role, refs));
    }
    return curves;
}

const SensitivityCurve* findCurve(const CurveList& curves, const std::string& layer) {
    const auto found = std::find_if(curves.begin(), curves.end(),
                                    [&](const CurvePtr& curve) { return curve->layer == layer; });
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

std::string curveNameOf(const LayerCost& layer, Grouping grouping) {
    const std::string& shared = grouping == Grouping::Block ? layer.block : layer.role;
    return grouping == Grouping::Layer || shared.empty() ? layer.name : shared;
}

std::map<std::string, double> safeRatios(const CurveList& curves, double tolerance) {
    std::map<std::string, double> ratios;
    for (const CurvePtr& curve : curves) {
        if (!curve->global() && !curve->untested()) {
            ratios[curve->layer] = curve->safeRatio(tolerance);
        }
    }
    return ratios;
}

std::optional<double> predictedDrop(const CurveList& curves,
                                    const std::map<std::string, double>& ratios) {
    double sum = 0.0;
    for (const auto& [layer, ratio] : ratios) {
        const SensitivityCurve* curve = findCurve(curves, layer);
        if (curve == nullptr || ratio > curve->points.back().ratio) {
            return std::nullopt;
        }
        double before = 0.0;  // at the unpruned network
        double dropBefore = 0.0;
        for (size_t i = 0; i < curve->points.size(); ++i) {
            const double at = curve->points[i].ratio;
            const double drop = std::max(0.0, curve->drops[i].drop);
            if (ratio <= at) {
                const double share = at > before ? (ratio - before) / (at - before) : 1.0;
                sum += dropBefore + share * (drop - dropBefore);
                break;
            }
            before = at;
            dropBefore = drop;
        }
    }
    return sum;
}

CurveList worstCurves(const CurveList& curves, double tolerance, size_t count) {
    struct Ranked {
        double stands;
        double negatedDrop;
        size_t place;
        auto operator<=>(const Ranked&) const = default;
    };
    std::vector<Ranked> ranking;
    for (size_t i = 0; i < curves.size(); ++i) {
        if (!curves[i]->global() && !curves[i]->untested()) {
            const double safe = curves[i]->safeRatio(tolerance);
            const bool fewer = harderDownwards(curves[i]->kind()) && safe > 0.0;
            ranking.push_back({fewer ? 1.0 / safe : safe, -curves[i]->largestDrop(), i});
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
