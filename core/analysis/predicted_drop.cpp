#include "core/analysis/predicted_drop.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/analysis/drop_text.h"

namespace secateur {

namespace {

struct Knot {
    double strain = 0.0;
    double excess = 0.0;
};

/// Non-decreasing: neighbours that fall, or share a place, are pooled (pool adjacent violators).
std::vector<Knot> isotonic(const std::vector<Knot>& knots) {
    struct Block {
        double total;
        size_t count;
        double last;
        double mean() const { return total / static_cast<double>(count); }
    };
    std::vector<Block> blocks;
    for (const Knot& knot : knots) {
        const bool same = !blocks.empty() && blocks.back().last == knot.strain;
        blocks.push_back({knot.excess, 1, knot.strain});
        for (bool pool = same; blocks.size() > 1; pool = false) {
            const Block last = blocks.back();
            Block& before = blocks[blocks.size() - 2];
            if (!pool && before.mean() < last.mean()) {
                break;
            }
            before = {before.total + last.total, before.count + last.count, last.last};
            blocks.pop_back();
        }
    }
    std::vector<Knot> line;
    for (const Block& block : blocks) {
        for (size_t i = 0; i < block.count; ++i) {
            line.push_back({knots[line.size()].strain, block.mean()});
        }
    }
    return line;
}

enum class Rise {
    Even,   ///< a straight line between two knots
    Faster  ///< ln(E + kFloor) is one: each step multiplies what is lost
};
constexpr double kFloor = 0.01;  ///< what is lost below it is noise

/// E(x) of a line as isotonic() gives it; 0 where there is none.
double onLine(const std::vector<Knot>& line, double strain, Rise rise) {
    Knot before;  // the unpruned network
    for (const Knot& knot : line) {
        if (strain <= knot.strain && knot.strain > before.strain) {
            const double share = (strain - before.strain) / (knot.strain - before.strain);
            if (rise == Rise::Faster) {
                const double times = (knot.excess + kFloor) / (before.excess + kFloor);
                return (before.excess + kFloor) * std::pow(times, share) - kFloor;
            }
            return before.excess + share * (knot.excess - before.excess);
        }
        before = knot;
    }
    return before.strain > 0.0 ? before.excess * strain / before.strain : 0.0;
}

/// The largest error of the first `count` knots, each under the line of the others.
double largestError(const std::vector<Knot>& knots, size_t count, Rise rise) {
    double largest = 0.0;
    for (size_t i = 0; i < count; ++i) {
        std::vector<Knot> others = knots;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        const double expected = onLine(isotonic(others), knots[i].strain, rise);
        largest = std::max(largest, std::abs(knots[i].excess - expected));
    }
    return largest;
}

/// At a share between two points: the drop, how far its interval reaches below and above, and the
/// share of answers that changed sides.
struct Reading {
    double drop = 0.0;
    double below = 0.0;
    double above = 0.0;
    double changed = 0.0;
};

std::optional<Reading> readOff(const SensitivityCurve& curve, double ratio) {
    Reading before;  // the unpruned network
    double start = 0.0;
    for (size_t i = 0; i < curve.points.size(); ++i) {
        const double end = curve.points[i].level.number;
        const PairedDrop& drop = curve.drops[i];
        const double here = std::max(0.0, drop.drop);
        const SensitivityPoint& point = curve.points[i];
        const double changed =
            static_cast<double>(point.lost + point.gained) / static_cast<double>(point.count);
        const Reading at{here, here - std::max(0.0, drop.low), std::max(here, drop.high) - here,
                         std::max(before.changed, changed)};
        if (ratio <= end) {
            const double share = end > start ? (ratio - start) / (end - start) : 1.0;
            const auto between = [share](double a, double b) { return a + share * (b - a); };
            return Reading{between(before.drop, at.drop), between(before.below, at.below),
                           between(before.above, at.above), between(before.changed, at.changed)};
        }
        before = at;
        start = end;
    }
    return std::nullopt;
}

}  // namespace

DropPredictor::DropPredictor(CurveList curves, int64_t classes,
                             const std::vector<MeasuredPlan>& measured)
    : m_curves(std::move(curves)) {
    const SweepBaseline baseline = baselineOf(m_curves);
    if (baseline.images > 0) {
        const double chance = classes > 0 ? 1.0 / static_cast<double>(classes) : 0.0;
        m_limit = std::max(0.0, baseline.accuracy - chance);
    }
    for (const MeasuredPlan& plan : measured) {
        learn(plan, false);
    }
    const SensitivityCurve* all = findCurve(m_curves, Target::global().text());
    for (size_t p = 0; all != nullptr && !ofChannels() && p < all->points.size(); ++p) {
        MeasuredPlan together{{}, all->drops[p], {}};
        for (const CurvePtr& curve : m_curves) {
            if (!curve->global()) {
                together.ratios[curve->name()] = all->points[p].level.number;
            }
        }
        learn(together, true);
    }
    std::stable_sort(m_known.begin(), m_known.end(),
                     [](const Known& a, const Known& b) { return a.strain < b.strain; });
}

bool DropPredictor::ofChannels() const {
    return !m_curves.empty() && m_curves.front()->points.front().kind == PerturbationKind::Channels;
}

double DropPredictor::strainOf(const std::map<std::string, double>& ratios) const {
    double strain = 0.0;
    for (const auto& [name, ratio] : ratios) {
        const SensitivityCurve* curve = findCurve(m_curves, name);
        strain += !ofChannels()      ? ratio * ratio * ratio
                  : curve != nullptr ? readOff(*curve, ratio).value_or(Reading()).changed
                                     : 0.0;
    }
    return strain;
}

void DropPredictor::learn(const MeasuredPlan& plan, bool global) {
    const auto sum = summed(plan.ratios);
    if (sum && plan.ratios.size() > 1) {
        m_known.push_back(
            {plan, strainOf(plan.ratios), std::max(0.0, plan.drop.drop - sum->drop), global});
    }
}

std::optional<PairedDrop> DropPredictor::summed(const std::map<std::string, double>& ratios) const {
    PairedDrop sum;
    double below = 0.0;
    double above = 0.0;
    for (const auto& [layer, ratio] : ratios) {
        const SensitivityCurve* curve = findCurve(m_curves, layer);
        const auto reading = curve != nullptr ? readOff(*curve, ratio) : std::nullopt;
        if (!reading) {
            return std::nullopt;
        }
        sum.drop += reading->drop;
        below += reading->below * reading->below;
        above += reading->above * reading->above;
    }
    sum.low = std::max(0.0, sum.drop - std::sqrt(below));
    sum.high = sum.drop + std::sqrt(above);
    return sum;
}

std::optional<PredictedDrop> DropPredictor::predict(
    const std::map<std::string, double>& ratios) const {
    const auto sum = summed(ratios);
    if (!sum) {
        return std::nullopt;
    }
    PredictedDrop predicted{{}, sum->drop, m_limit, 0, false, false};
    std::vector<Knot> knots;
    for (const Known& known : m_known) {
        if (ratios.size() > 1 && (known.global || known.plan.ratios != ratios)) {
            knots.push_back({known.strain, known.excess});
            predicted.measuredPlans += known.global ? 0 : 1;
            predicted.byGlobalCurve = predicted.byGlobalCurve || known.global;
        }
    }
    const double strain = strainOf(ratios);
    predicted.extrapolated = ratios.size() > 1 && (knots.empty() || strain > knots.back().strain);
    const Rise rise = ofChannels() ? Rise::Faster : Rise::Even;
    const double excess = onLine(isotonic(knots), strain, rise);
    // How far the last lies above the line of the others says nothing of what lies below it.
    const bool inside = ofChannels() && !predicted.extrapolated && knots.size() > 1;
    const double error = largestError(knots, knots.size() - (inside ? 1 : 0), rise);
    const auto capped = [&](double value) { return std::clamp(value, 0.0, m_limit); };
    predicted.drop = {capped(sum->drop + excess),
                      capped(sum->drop + excess - std::hypot(sum->drop - sum->low, error)),
                      capped(sum->drop + excess + std::hypot(sum->high - sum->drop, error))};
    return predicted;
}

std::string predictionText(const PredictedDrop& predicted, double toleranceShare, const Say& say) {
    std::string text =
        said(say, "{} points: the layers' single drops, read off the curves and added up, ",
             dropText(predicted.drop));
    const int64_t plans = predicted.measuredPlans;
    const std::string measured = plans == 0 ? ""
                                 : plans == 1
                                     ? said(say, "{} measured plan of this network", plans)
                                     : said(say, "{} measured plans of this network", plans);
    const std::string curve =
        predicted.byGlobalCurve ? say("the curve of all layers together") : "";
    const bool evident = !measured.empty() || !curve.empty();
    text += !evident ? say("uncalibrated: layers pruned together usually lose more")
            : measured.empty() || curve.empty()
                ? said(say, "calibrated by {}", measured + curve)
                : said(say, "calibrated by {} and {}", measured, curve);
    if (predicted.extrapolated && evident) {
        text += say("; prunes more than any of that and may lose much more");
    }
    if (predicted.drop.drop >= predicted.limit) {
        text += say("; no more can be lost");
    }
    if (predicted.mayExceed(toleranceShare)) {
        text +=
            said(say,
                 predicted.exceeds(toleranceShare) ? "; beyond the tolerance of {:g} points"
                                                   : "; may go beyond the tolerance of {:g} points",
                 100 * toleranceShare);
    }
    return text;
}

}  // namespace secateur
