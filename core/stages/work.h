#pragma once

namespace secateur {

/// What a stage will do, in images.
struct Work {
    double classified = 0.0;  ///< by the whole network
    double resumed = 0.0;     ///< classified from one layer on, as a sweep's points are
    double trained = 0.0;     ///< forward and backward
    double seconds = 0.0;     ///< besides, however fast the network is

    /// All but the seconds, as images that the whole network would classify in the same time, on
    /// the networks tried.
    double images() const;
    double trainedImages() const;  ///< the part of it that is training
};

Work operator+(const Work& a, const Work& b);

}  // namespace secateur
