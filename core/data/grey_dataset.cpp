#include "core/data/grey_dataset.h"

#include <algorithm>
#include <vector>

#include "core/base/error.h"
#include "core/data/image_decode.h"

namespace secateur {

GreyDataset::GreyDataset(std::shared_ptr<const Dataset> images) : m_images(std::move(images)) {
    if (m_images->channels() != 3) {
        throw Error(ErrorCode::Internal, "only RGB images become grey",
                    {"", "3 channels", std::to_string(m_images->channels())});
    }
    m_channels = 1;
    m_height = m_images->height();
    m_width = m_images->width();
}

namespace {

uint8_t greyOf(const uint8_t* rgb) {
    return static_cast<uint8_t>((19595U * rgb[0] + 38470U * rgb[1] + 7471U * rgb[2] + 32768U) >>
                                16);
}

}  // namespace

void GreyDataset::read(int64_t index, uint8_t* out) const {
    std::vector<uint8_t> image(static_cast<size_t>(m_images->imageBytes()));
    m_images->read(index, image.data());
    for (int64_t i = 0; i < imageBytes(); ++i) {
        out[i] = greyOf(image.data() + 3 * i);
    }
}

RgbImage GreyDataset::whole(int64_t index) const {
    RgbImage image = wholeImage(*m_images, index);
    for (uint8_t* rgb = image.pixels.get(); rgb < image.pixels.get() + image.bytes(); rgb += 3) {
        std::fill_n(rgb, 3, greyOf(rgb));
    }
    return image;
}

ImageData greyData(const ImageData& data) {
    const auto grey =
        [](const std::shared_ptr<const Dataset>& images) -> std::shared_ptr<const Dataset> {
        return images ? std::make_shared<GreyDataset>(images) : nullptr;
    };
    ImageData result = data;
    result.train = grey(data.train);
    result.test = grey(data.test);
    result.greyNormalisation = {};
    // A copy of the future: getting is safe for threads only on their own.
    result.normalisation = std::shared_future(data.greyNormalisation).get();
    return result;
}

}  // namespace secateur
