#include "core/prune/prune_recipe.h"

#include "core/base/setting.h"

namespace secateur {

const SettingsOf<PruneRecipe>& pruneSettings() {
    using O = PruneRecipe;
    using S = SettingOf<O>;
    static const SettingsOf<O> all{
        S::choice({"scope", "--scope", "&Scope",
                   "Global ranks what all layers or groups have together, so that robust ones lose "
                   "more; each loses the same share otherwise (layer), or its own (plan). "
                   "Sensitivity curves of all together are global."},
                  &O::scope,
                  {{PruneScope::Global, "Global: one ranking over all"},
                   {PruneScope::Layer, "Each layer or group by the same share"},
                   {PruneScope::Plan, ""}}),
        S::share({"amount", "--amount", "&Amount",
                  "The share of the weights that become zero (those of the smallest magnitude), or "
                  "of the channels that go (those that the criterion ranks lowest)."},
                 &O::amount),
        S::layers({"layers", "--layers", "&Layers", "The layers whose weights are pruned."},
                  &O::layers),
        S::shares({"plan", "--plan", "", "Each layer or group at its own share."}, &O::plan),
    };
    return all;
}

}  // namespace secateur
