#pragma once

#include <cstdint>
#include <vector>

#include "core/quant/exact_moments.h"

namespace secateur {

/// Counts of values in equal-width bins, in bounded memory: when a value falls outside,
/// neighbouring bins are merged until the wider window holds it (as
/// torch.ao.quantization.HistogramObserver widens), so no sample is kept. Zeros are counted apart
/// from the bins as well, because pruned weights and ReLU outputs pile up there. Not thread-safe:
/// one a worker, then merge().
///
/// A bin is as wide as the smallest power of two with which the window reaches from minimum() to
/// maximum(), and bins lie on a grid that has an edge at 0. Merging two bins into one of twice the
/// width is therefore exact, and the histogram is a function of the values alone: neither their
/// order nor how they were shared out among merged histograms changes a single bit of it. The
/// minimum lies in the first bin, and at least half of the bins are between the extremes, unless
/// these are so close that a bin is the 2^20th part of the larger one, the narrowest there is.
class Histogram {
 public:
    /// Error(InvalidArgument) unless 2 <= bins <= 65536.
    explicit Histogram(int bins = 2048);

    /// NaN and infinite values are counted in rejected() only.
    void add(const float* values, int64_t count);
    /// Error(InvalidArgument) if `other` has another number of bins.
    void merge(const Histogram& other);

    int bins() const { return static_cast<int>(m_counts.size()); }
    /// Values in [low + i * width, low + (i + 1) * width).
    const std::vector<int64_t>& counts() const { return m_counts; }
    double low() const { return static_cast<double>(m_firstCell) * width(); }
    double width() const;  ///< of one bin; 0 until the first value
    double high() const { return low() + width() * bins(); }
    double centre(int bin) const { return low() + width() * (bin + 0.5); }

    int64_t total() const { return m_total; }
    int64_t zeros() const { return m_zeros; }
    int64_t rejected() const { return m_rejected; }
    double minimum() const { return m_minimum; }  ///< exact, as are the following; 0 if empty
    double maximum() const { return m_maximum; }
    double mean() const;
    /// Mean of the squares: the signal power of SQNR.
    double power() const;

    bool operator==(const Histogram&) const = default;

 private:
    friend class HistogramBytes;

    /// Bin i is cell firstCell + i of the grid, [cell, cell + 1) * 2^exponent.
    struct Grid {
        int exponent = 0;
        int64_t firstCell = 0;
        bool operator==(const Grid&) const = default;
    };
    static Grid gridFor(double minimum, double maximum, int bins);
    void widen(double minimum, double maximum);
    void addBlock(const float* values, int64_t count);

    std::vector<int64_t> m_counts;
    int m_exponent = 0;
    int64_t m_firstCell = 0;
    int64_t m_total = 0;
    int64_t m_zeros = 0;
    int64_t m_rejected = 0;
    double m_minimum = 0.0;
    double m_maximum = 0.0;
    ExactMoments m_moments;
};

}  // namespace secateur
