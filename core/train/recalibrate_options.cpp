#include "core/train/recalibrate_options.h"

#include "core/base/setting.h"

namespace secateur {

const SettingsOf<RecalibrateOptions>& recalibrateSettings() {
    using O = RecalibrateOptions;
    using S = SettingOf<O>;
    static const SettingsOf<O> all{
        S::images({"images", "--images", "Training &images",
                   "The statistics are averages over this many of them; no labels are used."},
                  &O::images),
        S::count({"batch_size", "--batch-size", "&Batch size",
                  "Images whose statistics are taken together, as a training does."},
                 &O::batchSize, {.low = 2, .high = 4096}),
    };
    return all;
}

}  // namespace secateur
