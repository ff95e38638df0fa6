#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/analysis/paired_interval.h"

namespace secateur {

/// Bounds of an accuracy drop while its images are still coming in: with probability `confidence`
/// they hold at every moment at once, so one may look, and stop, whenever one likes.
///
/// Each image, paired, is a number d in {-1, 0, 1} (gained, the same, lost). The `population`
/// images are drawn in random order without replacement; the drop is the mean of all of them. For a
/// candidate m, the mean of the images still to come is m_i = (population * m - sum so far) /
/// (population - images so far) before image i is seen. A gambler who stakes l_i, chosen before d_i
/// is seen, has the capital
///     K+_t(m) = prod (1 + l_i (d_i - m_i)),   K-_t(m) = prod (1 - l_i (d_i - m_i)),
/// which, for the true m, is a nonnegative martingale of mean 1; by Ville's inequality it ever
/// reaches 1 / a with probability at most a. The bounds are the m for which neither has, at any
/// look so far; the upper one (K-) has 4/5 of alpha, the lower one the rest: whether a drop is
/// within the tolerance takes far longer to prove than that it is not. (Waudby-Smith and Ramdas,
/// "Estimating means of bounded random variables by betting", JRSS-B 86(1), 2024 [read 2023]:
/// Theorem 3 and, without replacement, section 5; "Confidence sequences for sampling without
/// replacement", NeurIPS 2020.) The stakes only decide how narrow the bounds are: they grow the
/// capital fastest against m = tolerance (Kelly's, section B.2 there, "GRAPA", with the shares of
/// lost and gained images seen so far), else follow the predictable plug-in, and are constant
/// between two looks.
class DropBounds {
 public:
    /// 0 < confidence < 1; population > 0.
    DropBounds(int64_t population, double confidence, double tolerance);

    /// The next images' numbers, then a look. At most `population` in all.
    void extend(std::span<const int8_t> drops);

    int64_t seen() const { return m_seen; }
    int64_t lost() const { return m_lost; }
    int64_t gained() const { return m_gained; }
    /// The estimate, put inside the bounds. All images seen: the drop itself, three times.
    PairedDrop bounds() const;

 private:
    struct Round {
        int64_t end = 0;
        double stakeLow = 0.0;   ///< of K+, which gives the lower bound
        double stakeHigh = 0.0;  ///< of K-
    };
    void chooseStakes();
    /// Towards the tolerance, from the shares seen.
    double kellyStake(int direction) const;
    bool refutes(double mean, int direction) const;
    double limit(int direction) const;

    int64_t m_population;
    double m_logCapitalHigh;  ///< log(1 / a) of K-
    double m_logCapitalLow;   ///< of K+
    double m_tolerance;
    std::vector<int8_t> m_drops;
    std::vector<Round> m_rounds;
    int64_t m_seen = 0;
    int64_t m_lost = 0;
    int64_t m_gained = 0;
    double m_low = -1.0;
    double m_high = 1.0;
};

}  // namespace secateur
