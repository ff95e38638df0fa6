#include "core/quant/histogram_bytes.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "core/base/byte_cursor.h"
#include "core/base/digest.h"
#include "core/base/error.h"

namespace secateur {

namespace {

constexpr uint32_t kMagic = 0x31474853;  // "SHG1"
constexpr size_t kDigestSize = 32;
constexpr int64_t kLargestMantissa = int64_t{1} << 24;
constexpr int64_t kMostValues = int64_t{1} << 37;  // whose sums can still be merged

class Writer {
 public:
    void number32(uint32_t value) { append(value, 4); }
    void number64(uint64_t value) { append(value, 8); }
    void count(int64_t value) { number64(static_cast<uint64_t>(value)); }
    void real(double value) { number64(std::bit_cast<uint64_t>(value)); }

    std::vector<uint8_t> withChecksum() {
        Digest digest;
        digest.addBytes(m_bytes.data(), m_bytes.size());
        const std::string hex = digest.hex();
        m_bytes.insert(m_bytes.end(), hex.begin(), hex.end());
        return std::move(m_bytes);
    }

 private:
    void append(uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            m_bytes.push_back(static_cast<uint8_t>(value >> (8 * i)));
        }
    }

    std::vector<uint8_t> m_bytes;
};

[[noreturn]] void throwDamaged(const std::string& what) {
    throw Error(ErrorCode::CorruptData, "a stored histogram is damaged", {"", "", what});
}

void require(bool condition, const char* what) {
    if (!condition) {
        throwDamaged(what);
    }
}

/// What stands before the checksum. `source` is not told: whoever stores it knows where.
ByteCursor contentOf(const std::vector<uint8_t>& bytes) {
    require(bytes.size() > kDigestSize, "too short");
    const size_t end = bytes.size() - kDigestSize;
    Digest digest;
    digest.addBytes(bytes.data(), end);
    require(std::memcmp(digest.hex().data(), bytes.data() + end, kDigestSize) == 0,
            "the checksum does not agree");
    return {bytes.data(), end, "a stored histogram"};
}

int64_t countFrom(ByteCursor& reader) {
    const auto value = static_cast<int64_t>(reader.number(8));
    require(value >= 0, "a negative count");
    return value;
}

double realFrom(ByteCursor& reader) {
    return std::bit_cast<double>(reader.number(8));
}

}  // namespace

std::vector<uint8_t> HistogramBytes::of(const Histogram& histogram) {
    Writer writer;
    writer.number32(kMagic);
    writer.number32(static_cast<uint32_t>(histogram.bins()));
    writer.count(histogram.m_total);
    writer.count(histogram.m_zeros);
    writer.count(histogram.m_rejected);
    writer.real(histogram.m_minimum);
    writer.real(histogram.m_maximum);
    for (const int64_t count : histogram.m_counts) {
        writer.count(count);
    }
    writer.number32(static_cast<uint32_t>(histogram.m_moments.first()));
    writer.number32(static_cast<uint32_t>(histogram.m_moments.buckets().size()));
    for (const ExactMoments::Bucket& bucket : histogram.m_moments.buckets()) {
        writer.number64(static_cast<uint64_t>(bucket.sum));
        writer.number64(bucket.squaresLow);
        writer.number64(bucket.squaresHigh);
    }
    return writer.withChecksum();
}

/// The window follows from the extremes; counts must lie within it, or widening would go wrong.
void HistogramBytes::restoreGrid(Histogram& histogram) {
    const bool floats =
        histogram.m_minimum == static_cast<double>(static_cast<float>(histogram.m_minimum)) &&
        histogram.m_maximum == static_cast<double>(static_cast<float>(histogram.m_maximum));
    require(floats && std::isfinite(histogram.m_minimum) && std::isfinite(histogram.m_maximum),
            "the extremes");
    require(histogram.m_minimum <= histogram.m_maximum && histogram.m_zeros <= histogram.m_total,
            "the extremes or the zeros");
    require(histogram.m_zeros == 0 || (histogram.m_minimum <= 0.0 && histogram.m_maximum >= 0.0),
            "the extremes or the zeros");
    const bool onlyZeros = histogram.m_minimum == 0.0 && histogram.m_maximum == 0.0;
    require(onlyZeros == (histogram.m_zeros == histogram.m_total), "the extremes or the zeros");
    const Histogram::Grid grid =
        histogram.m_total > 0
            ? Histogram::gridFor(histogram.m_minimum, histogram.m_maximum, histogram.bins())
            : Histogram::Grid{};
    histogram.m_exponent = grid.exponent;
    histogram.m_firstCell = grid.firstCell;
    uint64_t sum = 0;
    for (int bin = 0; bin < histogram.bins(); ++bin) {
        const int64_t count = histogram.m_counts[static_cast<size_t>(bin)];
        const double edge = std::ldexp(static_cast<double>(grid.firstCell + bin), grid.exponent);
        require(count <= histogram.m_total && (count == 0 || edge <= histogram.m_maximum),
                "the counts");
        sum += static_cast<uint64_t>(count);
    }
    require(sum == static_cast<uint64_t>(histogram.m_total), "the counts do not add up");
    require(histogram.m_zeros == 0 ||
                histogram.m_counts[static_cast<size_t>(-grid.firstCell)] >= histogram.m_zeros,
            "the zeros");
}

Histogram HistogramBytes::parse(const std::vector<uint8_t>& bytes) {
    ByteCursor reader = contentOf(bytes);
    require(reader.number(4) == kMagic, "not a histogram");
    const auto bins = static_cast<uint32_t>(reader.number(4));
    require(bins >= 2 && bins <= bytes.size() / sizeof(int64_t), "the number of bins");
    Histogram histogram(static_cast<int>(bins));
    histogram.m_total = countFrom(reader);
    histogram.m_zeros = countFrom(reader);
    histogram.m_rejected = countFrom(reader);
    require(histogram.m_total <= kMostValues && histogram.m_rejected <= kMostValues,
            "the number of values");
    histogram.m_minimum = realFrom(reader);
    histogram.m_maximum = realFrom(reader);
    for (int64_t& count : histogram.m_counts) {
        count = countFrom(reader);
    }
    restoreGrid(histogram);
    const auto first = static_cast<uint32_t>(reader.number(4));
    const auto size = static_cast<uint32_t>(reader.number(4));
    constexpr auto kLimit = static_cast<uint32_t>(ExactMoments::kExponents);
    require(first >= 1 && first <= kLimit && size <= kLimit - first, "the sums");
    std::vector<ExactMoments::Bucket> buckets(size);
    for (ExactMoments::Bucket& bucket : buckets) {
        bucket.sum = static_cast<int64_t>(reader.number(8));
        const int64_t largest = histogram.m_total * kLargestMantissa;
        require(bucket.sum >= -largest && bucket.sum <= largest, "the sums");
        bucket.squaresLow = reader.number(8);
        bucket.squaresHigh = reader.number(8);
    }
    require(reader.remaining() == 0, "too long");
    histogram.m_moments = ExactMoments::of(static_cast<int>(first), std::move(buckets));
    return histogram;
}

}  // namespace secateur
