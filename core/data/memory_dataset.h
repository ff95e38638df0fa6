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

    /// `pixels` holds labels.size() images, each CHW. The caller has checked the sizes.
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

    /// Adds shape, labels and pixels.
    void addTo(Digest& digest) const {
        for (const int64_t number : {size(), m_channels, m_height, m_width}) {
            digest.addNumber(number);
        }
        digest.addBytes(m_labels.data(), m_labels.size());
        digest.addBytes(m_pixels.data(), m_pixels.size());
    }

 private:
    std::vector<uint8_t> m_pixels;
    std::vector<uint8_t> m_labels;
};

}  // namespace secateur
