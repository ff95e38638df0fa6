#include "ui/sensitivity/sweep_list.h"

#include <algorithm>
#include <set>

#include "core/report/comparison.h"
#include "core/stages/stages.h"
#include "ui/base/core_text.h"
#include "ui/base/number_text.h"
#include "ui/base/translation.h"
#include "ui/models/perturbation_kinds.h"

namespace secateur {

namespace {

/// What the study and the running job call the same sweep.
std::string keyOf(const std::string& scope, const std::string& imagesDigest) {
    return imagesDigest + " " + scope;
}

QString titleOf(const ShownSweep& sweep, const QString& images, bool adaptive) {
    const KindTraits& traits = traitsOf(sweep.kind);
    const QString what =
        traits.ranked ? Text::tr("%1 (%2)").arg(traits.title, criterionTitle(sweep.criterion))
                      : traits.title;
    QString title = Text::tr("%1 %2, %3").arg(what, groupingTitle(sweep.grouping), images);
    if (sweep.recalibrated > 0) {
        title = Text::tr("%1, recalibrated on %2").arg(title, countText(sweep.recalibrated));
    }
    return adaptive ? Text::tr("%1, adaptive").arg(title) : title;
}

QString imagesText(int64_t count, Split split) {
    return Text::tr("%1 %2 images").arg(countText(count), shownName(split));
}

/// The title with the share of the network that was swept, where that is not all of it.
QString withPart(const QString& title, const std::vector<SensitivityPoint>& points,
                 Grouping grouping, const GraphCost* network) {
    std::set<Target> curves;
    for (const SensitivityPoint& point : points) {
        curves.insert(point.target);
    }
    if (curves.erase(Target::global()) > 0 && curves.empty()) {
        return Text::tr("%1, all layers together").arg(title);
    }
    std::set<Target> all;
    if (network != nullptr) {
        for (const LayerCost& layer : network->layers) {
            if (layer.weights > 0) {
                all.insert(Target::of(layer.name, layer.block, layer.role, grouping));
            }
        }
    }
    return curves.size() < all.size()
               ? Text::tr("%1, %2 of %3").arg(title).arg(curves.size()).arg(all.size())
               : title;
}

ShownSweep storedSweep(const std::shared_ptr<const StudySnapshot>& snapshot,
                       const StoredSweep& stored, const GraphCost* network) {
    const StoredImages& images = *snapshot->imageList(stored.images);
    ShownSweep sweep;
    sweep.key = keyOf(stored.scope, images.digest);
    sweep.kind = stored.kind;
    sweep.grouping = stored.grouping;
    sweep.criterion = stored.criterion;
    sweep.recalibrated = stored.recalibrated;
    sweep.imageList = stored.images;
    sweep.title = withPart(titleOf(sweep, imagesText(images.count, images.split), stored.adaptive),
                           stored.points, sweep.grouping, network);
    sweep.points = {snapshot, &stored.points};
    if (sweep.planned()) {
        sweep.measuredPlans =
            measuredPlans(snapshot->variants, snapshot->evaluations, stored.variant, stored.images);
    }
    if (const auto* baseline = newestEvaluation(*snapshot, stored.variant, stored.images)) {
        sweep.baseline = SweepBaseline{baseline->result.accuracy(), baseline->result.count()};
    }
    return sweep;
}

ShownSweep liveSweep(const LiveSweep::State& live) {
    const SweepOptions& options = live.subject.options;
    ShownSweep sweep;
    sweep.key = keyOf(sweepScope(options), live.subject.imagesDigest);
    sweep.kind = options.kind;
    sweep.grouping = options.grouping;
    sweep.criterion = options.masks ? "given" : enumName(options.criterion);
    sweep.recalibrated = options.recalibrate;
    sweep.running = live.running;
    sweep.title =
        titleOf(sweep, imagesText(live.subject.images, live.subject.split), options.adaptive.on);
    sweep.points = live.value;
    return sweep;
}

}  // namespace

std::vector<ShownSweep> sweepList(const std::shared_ptr<const StudySnapshot>& snapshot,
                                  const Study* study, int64_t variant, const GraphCost* network,
                                  const LiveSweep::State& live) {
    std::vector<ShownSweep> sweeps;
    if (snapshot) {
        for (const StoredSweep& stored : snapshot->sweeps) {
            if (stored.variant == variant && !stored.points.empty()) {
                sweeps.push_back(storedSweep(snapshot, stored, network));
            }
        }
    }
    const bool ours = live.value && !live.value->empty() && live.subject.study == study &&
                      live.subject.variant == variant;
    if (ours) {
        ShownSweep last = liveSweep(live);
        const auto known = std::find_if(sweeps.begin(), sweeps.end(),
                                        [&](const auto& sweep) { return sweep.key == last.key; });
        if (known == sweeps.end()) {  // also one that has ended and was not read again yet
            sweeps.push_back(std::move(last));
        } else if (live.running) {
            known->running = true;
            known->points = last.points;
        }
    }
    return sweeps;
}

}  // namespace secateur
