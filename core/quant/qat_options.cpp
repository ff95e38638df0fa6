#include "core/quant/qat_options.h"

namespace secateur {

const SettingsOf<QatOptions>& qatSettings() {
    using S = SettingOf<QatOptions>;
    static const SettingsOf<QatOptions> all{
        S::count({"observed_epochs", "--freeze-observers", "&Observe ranges, epochs",
                  "In so many epochs from the start the ranges of activations follow the batches; "
                  "then they are frozen."},
                 &QatOptions::observedEpochs, {.low = 0, .high = 100'000}),
        S::count({"batch_norm_epochs", "--freeze-bn", "Update B&N, epochs",
                  "In so many epochs from the start batch normalisation updates its statistics; "
                  "then they are frozen."},
                 &QatOptions::batchNormEpochs, {.low = 0, .high = 100'000}),
    };
    return all;
}

}  // namespace secateur
