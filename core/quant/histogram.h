#pragma once

#include <cstdint>
#include <vector>

namespace secateur {

/// Counts of values in equal-width bins, in bounded memory: when a value falls outside, neighbouring
/// bins are merged until the doubled range holds it (as torch.ao.quantization.HistogramObserver
/// widens), so no sample is kept. Zeros are counted apart from the bins as well, because pruned
/// weights and ReLU outputs pile up there. Not thread-safe: one a worker, then merge().
class Histogram {
 public:
    explicit Histogram(int bins = 2048);

    /// NaN and infinite values are counted in rejected() only.
    void add(const float* values, int64_t count);
    void merge(const Histogram& other);

    int bins() const { return static_cast<int>(m_counts.size()); }
    /// Values in [low + i * width, low + (i + 1) * width).
    const std::vector<int64_t>& counts() const { return m_counts; }
    double low() const { return m_low; }
    double width() const { return m_width; }  ///< of one bin
    double high() const { return m_low + m_width * bins(); }
    double centre(int bin) const { return m_low + m_width * (bin + 0.5); }

    int64_t total() const { return m_total; }
    int64_t zeros() const { return m_zeros; }
    int64_t rejected() const { return m_rejected; }
    double minimum() const { return m_minimum; }  ///< exact, as are the following; 0 if empty
    double maximum() const { return m_maximum; }
    double mean() const { return m_total > 0 ? m_sum / static_cast<double>(m_total) : 0.0; }
    /// Mean of the squares: the signal power of SQNR.
    double power() const { return m_total > 0 ? m_squares / static_cast<double>(m_total) : 0.0; }

    /// All of it as little-endian bytes, and back (Error(CorruptData)).
    std::vector<uint8_t> serialize() const;
    static Histogram deserialize(const std::vector<uint8_t>& bytes);

 private:
    std::vector<int64_t> m_counts;
    double m_low = 0.0;
    double m_width = 0.0;  ///< 0 until the first value
    int64_t m_total = 0;
    int64_t m_zeros = 0;
    int64_t m_rejected = 0;
    double m_minimum = 0.0;
    double m_maximum = 0.0;
    double m_sum = 0.0;
    double m_squares = 0.0;
};

}  // namespace secateur
