#pragma once

#include <cstdint>
#include <vector>

#include "core/quant/histogram.h"

namespace secateur {

/// All of a histogram as little-endian bytes with a checksum, and back.
class HistogramBytes {
 public:
    static std::vector<uint8_t> of(const Histogram& histogram);
    /// Errors: CorruptData.
    static Histogram parse(const std::vector<uint8_t>& bytes);

 private:
    static void restoreGrid(Histogram& histogram);
};

}  // namespace secateur
