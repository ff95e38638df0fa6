#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace secateur {

/// Sum and sum of squares of float32 numbers without rounding, so that they do not depend on the
/// order of the numbers nor on how they were shared out among workers: a float is an integer of 24
/// bits times a power of two, and for each such power the integers and their squares are summed.
class ExactMoments {
 public:
    /// The numbers m * 2^(exponent - 150) of one exponent: their m, and their m^2 in 128 bits.
    struct Bucket {
        int64_t sum = 0;
        uint64_t squaresLow = 0;
        uint64_t squaresHigh = 0;
        bool operator==(const Bucket&) const = default;
    };
    static constexpr int kExponents = 255;  ///< biased exponents 1 .. 254; 0 counts as 1

    /// The values must be finite.
    void add(const float* values, size_t count);
    void merge(const ExactMoments& other);

    /// Rounded once a bucket, always in the same order.
    double sum() const;
    double squares() const;

    /// Exponents first() .. first() + buckets().size() - 1.
    int first() const { return m_first; }
    const std::vector<Bucket>& buckets() const { return m_buckets; }
    /// 1 <= first, first + buckets.size() <= kExponents.
    static ExactMoments of(int first, std::vector<Bucket> buckets);
    bool operator==(const ExactMoments&) const = default;

 private:
    Bucket& bucket(int exponent);

    int m_first = 1;
    std::vector<Bucket> m_buckets;
};

}  // namespace secateur
