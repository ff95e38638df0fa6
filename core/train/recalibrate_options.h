#pragma once

#include <cstdint>

namespace secateur {

template <class Options>
class SettingsOf;

/// How the statistics of batch normalisations are estimated anew.
struct RecalibrateOptions {
    int64_t images = 1024;  ///< of the train split, drawn by the seed; 0: all
    int64_t batchSize = 32;
};

const SettingsOf<RecalibrateOptions>& recalibrateSettings();

}  // namespace secateur
