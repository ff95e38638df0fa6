#include "core/quant/exact_moments.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace secateur {

namespace {

constexpr int kMantissaBits = 23;
constexpr int kBias = 150;  // of the exponent of an integer mantissa
constexpr size_t kSquaredAtOnce = size_t{1}
                                  << 14;  // squares of 48 bits: their sum stays below 2^62

/// Sums of one block, small enough for 64 bits.
struct BlockSums {
    std::array<int64_t, 256> sum{};
    std::array<uint64_t, 256> squares{};
};

void addValue(BlockSums& sums, float value) {
    const auto bits = std::bit_cast<uint32_t>(value);
    const uint32_t exponent = (bits >> kMantissaBits) & 0xFFU;
    const uint32_t implicit = exponent == 0 ? 0U : 1U << kMantissaBits;
    const auto mantissa = static_cast<int64_t>((bits & 0x7FFFFFU) | implicit);
    sums.sum[exponent] += (bits >> 31) != 0 ? -mantissa : mantissa;
    sums.squares[exponent] += static_cast<uint64_t>(mantissa * mantissa);
}

void addSquares(ExactMoments::Bucket& bucket, uint64_t low, uint64_t high) {
    bucket.squaresLow += low;
    bucket.squaresHigh += high + (bucket.squaresLow < low ? 1 : 0);
}

}  // namespace

void ExactMoments::add(const float* values, size_t count) {
    while (count > 0) {
        const size_t size = std::min(count, kSquaredAtOnce);
        // Two tables, so that equal exponents in a row do not wait for each other's addition.
        BlockSums even;
        BlockSums odd;
        for (size_t i = 0; i + 1 < size; i += 2) {
            addValue(even, values[i]);
            addValue(odd, values[i + 1]);
        }
        if (size % 2 != 0) {
            addValue(even, values[size - 1]);
        }
        for (size_t exponent = 0; exponent < even.sum.size(); ++exponent) {
            const uint64_t squares = even.squares[exponent] + odd.squares[exponent];
            if (squares != 0) {
                Bucket& own = bucket(std::max(1, static_cast<int>(exponent)));
                own.sum += even.sum[exponent] + odd.sum[exponent];
                addSquares(own, squares, 0);
            }
        }
        values += size;
        count -= size;
    }
}

void ExactMoments::merge(const ExactMoments& other) {
    for (size_t i = 0; i < other.m_buckets.size(); ++i) {
        const Bucket theirs = other.m_buckets[i];
        Bucket& own = bucket(other.m_first + static_cast<int>(i));
        own.sum += theirs.sum;
        addSquares(own, theirs.squaresLow, theirs.squaresHigh);
    }
}

double ExactMoments::sum() const {
    double total = 0.0;
    for (size_t i = 0; i < m_buckets.size(); ++i) {
        total += std::ldexp(static_cast<double>(m_buckets[i].sum),
                            m_first + static_cast<int>(i) - kBias);
    }
    return total;
}

double ExactMoments::squares() const {
    double total = 0.0;
    for (size_t i = 0; i < m_buckets.size(); ++i) {
        const double integer = std::ldexp(static_cast<double>(m_buckets[i].squaresHigh), 64) +
                               static_cast<double>(m_buckets[i].squaresLow);
        total += std::ldexp(integer, 2 * (m_first + static_cast<int>(i) - kBias));
    }
    return total;
}

ExactMoments ExactMoments::of(int first, std::vector<Bucket> buckets) {
    ExactMoments moments;
    moments.m_first = first;
    moments.m_buckets = std::move(buckets);
    return moments;
}

ExactMoments::Bucket& ExactMoments::bucket(int exponent) {
    if (m_buckets.empty()) {
        m_first = exponent;
    }
    if (exponent < m_first) {
        m_buckets.insert(m_buckets.begin(), static_cast<size_t>(m_first - exponent), Bucket{});
        m_first = exponent;
    }
    const auto index = static_cast<size_t>(exponent - m_first);
    if (index >= m_buckets.size()) {
        m_buckets.resize(index + 1);
    }
    return m_buckets[index];
}

}  // namespace secateur
