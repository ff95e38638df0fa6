#include "core/quant/histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "core/base/error.h"

namespace secateur {

namespace {

constexpr int kMinBins = 2;
constexpr int kMaxBins = 65536;
constexpr int kPrecisionBits = 20;  // cells then fit into int32
constexpr int64_t kBlock = 4096;

int64_t cellOf(double value, double cellsPerUnit) {
    return static_cast<int64_t>(std::floor(value * cellsPerUnit));
}

/// The finite values of a block, without negative zeros, and their extremes.
struct Block {
    std::array<float, kBlock> values;
    size_t count = 0;
    int64_t zeros = 0;
    float minimum = 0.0F;
    float maximum = 0.0F;
};

void fillBlock(Block& block, const float* values, int64_t count) {
    constexpr uint32_t kExponentMask = 0x7F800000U;
    block.count = 0;
    for (int64_t i = 0; i < count; ++i) {
        block.values[block.count] = values[i] + 0.0F;
        const bool finite = (std::bit_cast<uint32_t>(values[i]) & kExponentMask) != kExponentMask;
        block.count += static_cast<size_t>(finite);
    }
    if (block.count == 0) {
        return;
    }
    int64_t zeros = 0;
    float minimum = block.values[0];
    float maximum = block.values[0];
    for (size_t i = 0; i < block.count; ++i) {
        const float value = block.values[i];
        zeros += static_cast<int64_t>(value == 0.0F);
        minimum = value < minimum ? value : minimum;
        maximum = value > maximum ? value : maximum;
    }
    block.zeros = zeros;
    block.minimum = minimum;
    block.maximum = maximum;
}

}  // namespace

Histogram::Histogram(int bins) {
    if (bins < kMinBins || bins > kMaxBins) {
        throw Error(ErrorCode::InvalidArgument, "a histogram cannot have so many bins",
                    {"", fmt::format("{} to {}", kMinBins, kMaxBins), std::to_string(bins)});
    }
    m_counts.resize(static_cast<size_t>(bins));
}

void Histogram::add(const float* values, int64_t count) {
    for (int64_t first = 0; first < count; first += kBlock) {
        addBlock(values + first, std::min(kBlock, count - first));
    }
}

void Histogram::addBlock(const float* values, int64_t count) {
    Block block;
    fillBlock(block, values, count);
    m_rejected += count - static_cast<int64_t>(block.count);
    if (block.count == 0) {
        return;
    }
    widen(block.minimum, block.maximum);
    m_total += static_cast<int64_t>(block.count);
    m_zeros += block.zeros;
    // Zeros come in heaps (ReLU, pruning); counted at once they do not wait for each other.
    const double cellsPerUnit = std::ldexp(1.0, -m_exponent);
    const auto first = static_cast<int32_t>(m_firstCell);
    if (block.zeros > 0) {
        m_counts[static_cast<size_t>(-first)] += block.zeros;
    }
    size_t kept = 0;
    for (size_t i = 0; i < block.count; ++i) {
        block.values[kept] = block.values[i];
        kept += static_cast<size_t>(block.values[i] != 0.0F);
    }
    std::array<int32_t, kBlock> bins;  // in a loop of its own, which the compiler can vectorize
    for (size_t i = 0; i < kept; ++i) {
        const double scaled = static_cast<double>(block.values[i]) * cellsPerUnit;
        const auto truncated = static_cast<int32_t>(scaled);
        bins[i] = truncated - static_cast<int32_t>(static_cast<double>(truncated) > scaled) - first;
    }
    for (size_t i = 0; i < kept; ++i) {
        ++m_counts[static_cast<size_t>(bins[i])];
    }
    m_moments.add(block.values.data(), kept);
}

void Histogram::merge(const Histogram& other) {
    if (other.bins() != bins()) {
        throw Error(ErrorCode::InvalidArgument, "histograms of different sizes cannot be merged",
                    {"", fmt::format("{} bins", bins()), std::to_string(other.bins())});
    }
    m_rejected += other.m_rejected;
    if (other.m_total == 0) {
        return;
    }
    Histogram theirs = other;
    if (m_total > 0) {
        theirs.widen(m_minimum, m_maximum);
    }
    widen(other.m_minimum, other.m_maximum);
    for (size_t i = 0; i < m_counts.size(); ++i) {
        m_counts[i] += theirs.m_counts[i];
    }
    m_total += other.m_total;
    m_zeros += other.m_zeros;
    m_moments.merge(other.m_moments);
}

double Histogram::width() const {
    return m_total > 0 ? std::ldexp(1.0, m_exponent) : 0.0;
}

double Histogram::mean() const {
    return m_total > 0 ? m_moments.sum() / static_cast<double>(m_total) : 0.0;
}

double Histogram::power() const {
    return m_total > 0 ? m_moments.squares() / static_cast<double>(m_total) : 0.0;
}

Histogram::Grid Histogram::gridFor(double minimum, double maximum, int bins) {
    const double largest = std::max(-minimum, maximum);
    if (largest == 0.0) {
        return {-std::ilogb(bins), 0};  // the window is [0, 1) or a little more
    }
    for (int exponent = std::ilogb(largest) - kPrecisionBits;; ++exponent) {
        const double cellsPerUnit = std::ldexp(1.0, -exponent);
        const int64_t first = cellOf(minimum, cellsPerUnit);
        if (cellOf(maximum, cellsPerUnit) - first < bins) {
            return {exponent, first};
        }
    }
}

/// Moves the window to hold these values and those counted already. Each step is one of a grid for
/// given extremes, wherefore cells only ever merge: a wider window never has narrower cells, except
/// where there were only zeros, which are in cell 0 of every grid.
void Histogram::widen(double minimum, double maximum) {
    if (m_total > 0) {
        minimum = std::min(minimum, m_minimum);
        maximum = std::max(maximum, m_maximum);
        if (minimum == m_minimum && maximum == m_maximum) {
            return;
        }
    }
    const Grid grid = gridFor(minimum, maximum, bins());
    std::vector<int64_t> counts(m_counts.size());
    if (m_total == m_zeros) {
        if (m_total > 0) {
            counts[static_cast<size_t>(-grid.firstCell)] = m_zeros;
        }
    } else {
        const int shift = std::min(grid.exponent - m_exponent, 63);  // by then all are 0 or -1
        for (size_t i = 0; i < m_counts.size(); ++i) {
            if (m_counts[i] != 0) {
                const int64_t cell = (m_firstCell + static_cast<int64_t>(i)) >> shift;
                counts[static_cast<size_t>(cell - grid.firstCell)] += m_counts[i];
            }
        }
    }
    m_counts = std::move(counts);
    m_exponent = grid.exponent;
    m_firstCell = grid.firstCell;
    m_minimum = minimum;
    m_maximum = maximum;
}

}  // namespace secateur
