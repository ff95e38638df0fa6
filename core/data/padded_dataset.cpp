#include "core/data/padded_dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/base/error.h"

namespace secateur {

PaddedDataset::PaddedDataset(std::shared_ptr<const Dataset> images, int64_t height, int64_t width)
    : m_images(std::move(images)) {
    if (m_images->height() > height || m_images->width() > width) {
        throw Error(ErrorCode::Internal, "images cannot be padded to a smaller size",
                    {"", fmt::format("at most {}x{}", height, width),
                     fmt::format("{}x{}", m_images->height(), m_images->width())});
    }
    m_channels = m_images->channels();
    m_height = height;
    m_width = width;
}

void PaddedDataset::read(int64_t index, uint8_t* out) const {
    std::vector<uint8_t> image(static_cast<size_t>(m_images->imageBytes()));
    m_images->read(index, image.data());
    std::memset(out, 0, static_cast<size_t>(imageBytes()));
    const int64_t rows = m_images->height();
    const int64_t rowBytes = m_images->width() * m_channels;
    const int64_t top = (m_height - rows) / 2;
    const int64_t left = (m_width - m_images->width()) / 2;
    for (int64_t row = 0; row < rows; ++row) {
        std::memcpy(out + ((top + row) * m_width + left) * m_channels,
                    image.data() + row * rowBytes, static_cast<size_t>(rowBytes));
    }
}

ImageData paddedData(const ImageData& data, int64_t height, int64_t width) {
    const auto padded =
        [&](const std::shared_ptr<const Dataset>& images) -> std::shared_ptr<const Dataset> {
        if (!images || (images->height() >= height && images->width() >= width)) {
            return images;
        }
        return std::make_shared<PaddedDataset>(images, std::max(height, images->height()),
                                               std::max(width, images->width()));
    };
    ImageData result = data;
    result.train = padded(data.train);
    result.test = padded(data.test);
    return result;
}

}  // namespace secateur
