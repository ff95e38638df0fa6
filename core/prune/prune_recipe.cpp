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
        S::share(
            {"amount", "--amount", "&Amount",
             "The share of the weights that become zero, or of the channels that go: those that "
             "are ranked lowest."},
            &O::amount),
        S::layers({"layers", "--layers", "&Layers", "The layers whose weights are pruned."},
                  &O::layers),
        S::choice({"criterion", "--criterion", "Ra&nking",
                   "Which weights or channels go first: those of the smallest magnitude (l1; l2 "
                   "gives single weights the same order), or random ones as a control; channels by "
                   "the scale of their batch normalisation, the norm of their whole dependency "
                   "group, or their distance to the other filters of their layer; or by training "
                   "images: channels by what the loss changes to first order when they go (taylor, "
                   "labelled images), their mean activation, or how seldom it is zero (apoz), "
                   "single weights by magnitude times what they multiply (wanda)."},
                  &O::criterion, criterionTitles()),
        S::images({"ranking_images", "--ranking-images", "Ran&king images",
                   "Training images that a ranking by images looks at; others need none."},
                  &O::rankingImages),
        S::count({"reconstruct", "--reconstruct", "&Reconstruct on images",
                  "Repair by least squares: layers that lost inputs or single weights get the "
                  "weights with which they make nearest to what they made before, on so many "
                  "training images, without labels; 0: none."},
                 &O::reconstruct, {.low = 0, .high = 10'000'000}),
        S::shares({"plan", "--plan", "", "Each layer or group at its own share."}, &O::plan),
    };
    return all;
}

}  // namespace secateur
