#include "ui/sensitivity/shown_sweep.h"

#include <algorithm>
#include <tuple>

#include "ui/models/perturbation_kinds.h"

namespace secateur {

bool ShownSweep::planned() const {
    return traitsOf(kind).planned && grouping == Grouping::Layer && recalibrated == 0 &&
           (criterion == "l1" || criterion == "l2");
}

const ShownSweep* defaultSweep(const std::vector<ShownSweep>& sweeps) {
    const auto rank = [](const ShownSweep& sweep) {
        return std::tuple(sweep.running, sweep.planned(), sweep.points ? sweep.points->size() : 0);
    };
    const ShownSweep* best = nullptr;
    for (const ShownSweep& sweep : sweeps) {
        if (best == nullptr || rank(sweep) >= rank(*best)) {
            best = &sweep;
        }
    }
    return best;
}

const ShownSweep* findSweep(const std::vector<ShownSweep>& sweeps, const std::string& key) {
    const auto found = std::find_if(sweeps.begin(), sweeps.end(),
                                    [&](const ShownSweep& sweep) { return sweep.key == key; });
    return found == sweeps.end() ? nullptr : &*found;
}

}  // namespace secateur
