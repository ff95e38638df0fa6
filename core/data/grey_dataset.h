#pragma once

#include <memory>

#include "core/data/dataset.h"
#include "core/data/whole_images.h"

namespace secateur {

/// RGB images in grey: PIL's convert("L"), (19595 R + 38470 G + 7471 B + 32768) >> 16, which gives
/// a grey file's own values back.
class GreyDataset : public Dataset, public WholeImages {
 public:
    /// Error(Internal) if the images are not RGB.
    explicit GreyDataset(std::shared_ptr<const Dataset> images);

    int64_t size() const override { return m_images->size(); }
    int64_t label(int64_t index) const override { return m_images->label(index); }
    void read(int64_t index, uint8_t* out) const override;
    void expect(std::span<const int64_t> indices, Form form) const override {
        m_images->expect(indices, form);
    }
    RgbImage whole(int64_t index) const override;

 private:
    std::shared_ptr<const Dataset> m_images;
};

/// Both splits in grey, normalised by ImageData::greyNormalisation, which must be valid. What
/// identifies the data stays. Errors: InvalidArgument (constants were given that are not of one
/// channel), those of Dataset::read.
ImageData greyData(const ImageData& data);

}  // namespace secateur
