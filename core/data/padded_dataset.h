#pragma once

#include <memory>

#include "core/data/dataset.h"

namespace secateur {

/// A data set with every image centred in black (byte 0, before normalisation); the odd row or
/// column of padding is at the bottom or right. Labels and order are those of the images.
class PaddedDataset : public Dataset {
 public:
    /// Error(Internal) if the images are larger than height x width.
    PaddedDataset(std::shared_ptr<const Dataset> images, int64_t height, int64_t width);

    int64_t size() const override { return m_images->size(); }
    int64_t label(int64_t index) const override { return m_images->label(index); }
    void read(int64_t index, uint8_t* out) const override;
    void expect(std::span<const int64_t> indices, Form form) const override {
        m_images->expect(indices, form);
    }

 private:
    std::shared_ptr<const Dataset> m_images;
};

/// Both splits at least `height` x `width`: padded where the images are smaller. What identifies
/// the data (digest, location, size of the splits) stays.
ImageData paddedData(const ImageData& data, int64_t height, int64_t width);

}  // namespace secateur
