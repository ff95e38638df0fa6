#pragma once

namespace secateur {

/// The range of real numbers that integers are made to stand for.
struct ClipRange {
    double low = 0.0;
    double high = 0.0;
    bool operator==(const ClipRange&) const = default;
};

}  // namespace secateur
