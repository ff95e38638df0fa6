#pragma once

#include <string>

namespace secateur {

/// The range of real numbers that integers are made to stand for.
struct ClipRange {
    double low = 0.0;
    double high = 0.0;
    bool operator==(const ClipRange&) const = default;
};

/// Error(InvalidArgument) unless both ends are finite and low < high.
void requireRange(const ClipRange& range, const std::string& layer);

}  // namespace secateur
