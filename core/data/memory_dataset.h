#pragma once

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "core/base/digest.h"
#include "core/data/dataset.h"

namespace secateur {

/// A split whose pixels fit in memory: image k is bytes [k * imageBytes(), (k + 1) * imageBytes()).
class MemoryDataset : public Dataset {
 public:
    struct Shape {
        int64_t channels;
        int64_t height;
        int64_t width;
    };

    /// `pixels` holds labels.size() images, each HWC. The caller has checked the sizes.
    MemoryDataset(Shape shape, std::vector<uint8_t> pixels, std::vector<uint8_t> labels)
        : m_pixels(std::move(pixels)), m_labels(std::move(labels)) {
        m_channels = shape.channels;
        m_height = shape.height;
        m_width = shape.width;
    }

    int64_t size() const override { return static_cast<int64_t>(m_labels.size()); }
    int64_t label(int64_t index) const override { return m_labels[static_cast<size_t>(index)]; }
    void read(int64_t index, uint8_t* out) const override {
        std::memcpy(out, m_pixels.data() + index * imageBytes(), static_cast<size_t>(imageBytes()));
    }

    const std::vector<uint8_t>& labels() const { return m_labels; }

    /// Adds shape, labels and pixels, these in the order of the file that they came from.
    static void identify(Digest& digest, const Shape& shape, const std::vector<uint8_t>& pixels,
                         const std::vector<uint8_t>& labels) {
        for (const int64_t number :
             {static_cast<int64_t>(labels.size()), shape.channels, shape.height, shape.width}) {
            digest.addNumber(number);
        }
        digest.addBytes(labels.data(), labels.size());
        digest.addBytes(pixels.data(), pixels.size());
    }
    /// For one channel, where the file has no other order.
    void addTo(Digest& digest) const {
        identify(digest, {m_channels, m_height, m_width}, m_pixels, m_labels);
    }

 private:
    std::vector<uint8_t> m_pixels;
    std::vector<uint8_t> m_labels;
};

}  // namespace secateur
