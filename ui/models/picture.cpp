#include "ui/models/picture.h"

#include <cstring>
#include <exception>
#include <vector>

#include "ui/base/translation.h"

namespace secateur {

namespace {

QImage pictureOf(const Dataset& dataset, const std::vector<uint8_t>& bytes) {
    const auto width = static_cast<int>(dataset.width());
    const auto height = static_cast<int>(dataset.height());
    const bool colour = dataset.channels() == 3;
    QImage image(width, height, colour ? QImage::Format_RGB888 : QImage::Format_Grayscale8);
    const auto rowBytes = static_cast<size_t>(dataset.width() * dataset.channels());
    for (int y = 0; y < height; ++y) {
        std::memcpy(image.scanLine(y), bytes.data() + static_cast<size_t>(y) * rowBytes, rowBytes);
    }
    return image;
}

}  // namespace

Picture decodePicture(const Dataset& dataset, int64_t index) {
    if (index < 0 || index >= dataset.size()) {
        return {{}, Text::tr("the data set has no image %1").arg(index)};
    }
    try {
        std::vector<uint8_t> bytes(static_cast<size_t>(dataset.imageBytes()));
        dataset.read(index, bytes.data());
        return {pictureOf(dataset, bytes), {}};
    } catch (const std::exception& error) {
        return {{}, QString::fromUtf8(error.what())};
    }
}

}  // namespace secateur
