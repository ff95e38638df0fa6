#include "core/report/study_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/analysis/drop_text.h"
#include "core/base/figure_text.h"
#include "core/report/image_set.h"
#include "core/stages/work_order.h"

namespace secateur {

namespace {

/// From the root of the family to this network, and on by the newest of each.
std::vector<const Variant*> lineOf(const StudySnapshot& study, int64_t id) {
    std::vector<const Variant*> line;
    for (const Variant* v = study.variant(id); v != nullptr;
         v = v->parent ? study.variant(*v->parent) : nullptr) {
        line.insert(line.begin(), v);
    }
    for (const Variant& v : study.variants) {  // a parent comes before its children
        if (!line.empty() && v.parent == line.back()->id) {
            const auto newest =
                std::find_if(study.variants.rbegin(), study.variants.rend(),
                             [&](const Variant& other) { return other.parent == line.back()->id; });
            line.push_back(&*newest);
        }
    }
    return line;
}

/// The last one of the line that was made this way; null: none.
template <class Is>
const Variant* lastOf(const std::vector<const Variant*>& line, Is is) {
    const auto found =
        std::find_if(line.rbegin(), line.rend(), [&](const Variant* v) { return is(*v); });
    return found == line.rend() ? nullptr : *found;
}

bool isPruned(const Variant& v) {
    return v.kind == VariantKind::Pruned || v.kind == VariantKind::Slimmed;
}

bool isRepaired(const Variant& v) {
    return v.kind == VariantKind::Recalibrated || v.kind == VariantKind::FineTuned;
}

std::string accuracyText(const StageRow& row, const ImageSet& set, const Say& say) {
    const bool same = row.images == set.images;
    return said(say, same ? "{} of {}" : "{} of {} others", text::percent(row.accuracy()),
                text::count(row.count));
}

/// "0.83 [0.39, 1.28] lower" where it can be compared, else what there is.
std::string dropOf(const StudySnapshot& study, const Variant& variant, const Say& say) {
    const ImageSet set = shownImageSet(study);
    const StageRow* row = shownRow(study.rows, variant.id, set.images);
    if (row == nullptr) {
        return say("not measured");
    }
    return row->drop ? said(say, "{} lost", dropText(*row->drop)) : accuracyText(*row, set, say);
}

std::string sizeText(const Variant& variant, const Variant& root, const Say& say) {
    const double times = static_cast<double>(root.sizeBytes) /
                         static_cast<double>(std::max<int64_t>(variant.sizeBytes, 1));
    const std::string size = text::size(variant.sizeBytes);
    return variant.id == root.id || times < 1.05
               ? size
               : said(say, "{}, {} times smaller", size, text::decimals(times, 1));
}

/// Of the sweep with most curves among the line's.
std::string curvesText(const StudySnapshot& study, const std::vector<const Variant*>& line,
                       const Say& say) {
    size_t most = 0;
    for (const StoredSweep& sweep : study.sweeps) {
        if (std::any_of(line.begin(), line.end(),
                        [&](const Variant* v) { return v->id == sweep.variant; })) {
            std::set<Target> targets;
            for (const SensitivityPoint& point : sweep.points) {
                targets.insert(point.target);
            }
            most = std::max(most, targets.size());
        }
    }
    return most == 0 ? "" : said(say, most == 1 ? "{} curve" : "{} curves", most);
}

/// One of the line's is under way, waits, or was interrupted.
bool sweepIsUnfinished(const StudySnapshot& study, const std::vector<const Variant*>& line) {
    const std::map<std::string, WorkOrder> orders = keptOrders(study.settings);
    return std::any_of(orders.begin(), orders.end(), [&](const auto& order) {
        return order.second.stage == "sweep" &&
               std::any_of(line.begin(), line.end(),
                           [&](const Variant* v) { return v->id == order.second.variant; });
    });
}

/// `start`: the network it begins with where nothing was made.
PathStep made(PathStage stage, const Variant* variant, const Variant* start,
              const std::string& result) {
    if (variant != nullptr) {
        return {stage, PathStep::State::Done, result, variant->id, {}};
    }
    return {stage, PathStep::State::Open, "", start != nullptr ? start->id : 0, {}};
}

bool isInt8(const Variant& v) {
    return v.quantized();
}

/// Those of the line's family that were made this way and lie on other lines.
template <class Is>
void addBranches(PathStep& step, const StudySnapshot& study,
                 const std::vector<const Variant*>& line, Is is, const Say& say) {
    for (auto v = study.variants.rbegin(); v != study.variants.rend(); ++v) {
        const bool along = std::find(line.begin(), line.end(), &*v) != line.end();
        if (is(*v) && !along && study.rootOf(v->id) == line.front()->id) {
            step.branches.push_back({v->id, v->name, dropOf(study, *v, say)});
        }
    }
}

void markNext(std::vector<PathStep>& path) {
    const auto last = std::find_if(path.rbegin(), path.rend(), [](const PathStep& step) {
        return step.state == PathStep::State::Done;
    });
    last.base()->state = PathStep::State::Next;  // Result is never done, so there is one behind
}

}  // namespace

std::vector<PathStep> studyPath(const StudySnapshot& study, int64_t variant, const Say& say) {
    const std::vector<const Variant*> line = lineOf(study, variant);
    if (line.empty()) {
        return {};
    }
    const Variant& root = *line.front();
    const Variant& end = *line.back();
    const ImageSet set = shownImageSet(study);
    const Variant* trained = lastOf(line, [](const Variant& v) { return !v.quantized(); });
    const Variant* pruned = lastOf(line, isPruned);
    const Variant* repaired = lastOf(line, isRepaired);
    const Variant* quantized = lastOf(line, isInt8);

    const StageRow* row = shownRow(study.rows, root.id, set.images);
    std::vector<PathStep> path{made(PathStage::Baseline, row != nullptr ? &root : nullptr, &root,
                                    row != nullptr ? accuracyText(*row, set, say) : "")};
    const std::string curves = curvesText(study, line, say);
    if (!curves.empty() && sweepIsUnfinished(study, line)) {
        path.push_back({PathStage::Sensitivity,
                        PathStep::State::Open,
                        said(say, "{} so far", curves),
                        trained->id,
                        {}});
    } else {
        path.push_back(
            made(PathStage::Sensitivity, curves.empty() ? nullptr : &root, trained, curves));
    }
    path.push_back(
        made(PathStage::Prune, pruned, trained, pruned ? dropOf(study, *pruned, say) : ""));
    path.push_back(made(PathStage::Repair, repaired, pruned != nullptr ? pruned : trained,
                        repaired ? dropOf(study, *repaired, say) : ""));
    path.push_back(made(PathStage::Quantize, quantized, trained,
                        quantized ? sizeText(*quantized, root, say) : ""));
    path.push_back({PathStage::Result,
                    PathStep::State::Open,
                    line.size() > 1 ? dropOf(study, end, say) : "",
                    end.id,
                    {}});
    const auto branch = [&](PathStage stage, auto is) {
        addBranches(path[static_cast<size_t>(stage)], study, line, is, say);
    };
    branch(PathStage::Prune, isPruned);
    branch(PathStage::Repair, isRepaired);
    branch(PathStage::Quantize, isInt8);
    markNext(path);
    return path;
}

std::string resultSentence(const StudySnapshot& study, int64_t variant, const Say& say) {
    const Variant* v = study.variant(variant);
    if (v == nullptr) {
        return "";
    }
    const Variant& root = *lineOf(study, variant).front();
    const ImageSet set = shownImageSet(study);
    const StageRow* row = shownRow(study.rows, variant, set.images);
    const std::string size = sizeText(*v, root, say);
    if (row == nullptr) {
        return said(say, "{}: not measured yet; {}.", v->name, size);
    }
    std::string result =
        said(say, row->images == set.images ? "{} of {} {} images" : "{} of {} other {} images",
             text::percent(row->accuracy()), text::count(row->count), say(enumName(row->split)));
    if (row->drop && v->id != root.id) {
        const PairedDrop& d = *row->drop;
        const PairedDrop up{-d.drop, -d.high, -d.low};
        result += said(say, d.drop < 0 ? ", {} points above {}" : ", {} points below {}",
                       dropText(d.drop < 0 ? up : d), root.name);
    }
    return fmt::format("{}: {}; {}.", v->name, result, size);
}

}  // namespace secateur
