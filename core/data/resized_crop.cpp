#include "core/data/resized_crop.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/error.h"
#include "core/data/image_resize.h"
#include "core/data/whole_images.h"

namespace secateur {

namespace {

constexpr double kNarrowest = 3.0 / 4.0;
constexpr double kWidest = 4.0 / 3.0;

double between(double low, double high, Random& random) {
    return low + (high - low) * random.uniform();
}

/// As Python's round(): halves to the even neighbour, the default rounding of std::nearbyint.
int64_t rounded(double value) {
    return static_cast<int64_t>(std::nearbyint(value));
}

CropBox largestCentral(const PixelSize& image) {
    const double ratio = static_cast<double>(image.width) / static_cast<double>(image.height);
    CropBox box{0, 0, image};
    if (ratio < kNarrowest) {
        box.size.height = rounded(static_cast<double>(image.width) / kNarrowest);
    } else if (ratio > kWidest) {
        box.size.width = rounded(static_cast<double>(image.height) * kWidest);
    }
    box.top = (image.height - box.size.height) / 2;
    box.left = (image.width - box.size.width) / 2;
    return box;
}

RgbImage cut(const RgbImage& image, const CropBox& box) {
    RgbImage part(box.size);
    const auto rowBytes = static_cast<size_t>(3 * box.size.width);
    for (int64_t y = 0; y < box.size.height; ++y) {
        std::memcpy(part.pixels.get() + static_cast<size_t>(y) * rowBytes,
                    image.pixels.get() + 3 * ((y + box.top) * image.size.width + box.left),
                    rowBytes);
    }
    return part;
}

}  // namespace

CropBox drawResizedCrop(const PixelSize& image, double leastShare, Random& random) {
    const auto area = static_cast<double>(image.width * image.height);
    for (int attempt = 0; attempt < 10; ++attempt) {
        const double target = area * between(leastShare, 1.0, random);
        const double ratio = std::exp(between(std::log(kNarrowest), std::log(kWidest), random));
        const PixelSize size{rounded(std::sqrt(target * ratio)),
                             rounded(std::sqrt(target / ratio))};
        if (size.width > 0 && size.width <= image.width && size.height > 0 &&
            size.height <= image.height) {
            const auto rows = static_cast<uint64_t>(image.height - size.height + 1);
            const auto columns = static_cast<uint64_t>(image.width - size.width + 1);
            const auto top = static_cast<int64_t>(random.below(rows));
            return {top, static_cast<int64_t>(random.below(columns)), size};
        }
    }
    return largestCentral(image);
}

void readResizedCrop(const Dataset& dataset, int64_t index, double leastShare, Random& random,
                     uint8_t* out) {
    if (dataset.channels() != 1 && dataset.channels() != 3) {
        throw Error(ErrorCode::Unsupported, "only grey and RGB images can be cropped and resized",
                    {"", "1 or 3 channels", std::to_string(dataset.channels())});
    }
    const RgbImage image = wholeImage(dataset, index);
    const CropBox box = drawResizedCrop(image.size, leastShare, random);
    const RgbImage resized = resizeImage(cut(image, box), {dataset.width(), dataset.height()});
    if (dataset.channels() == 3) {
        std::copy_n(resized.pixels.get(), resized.bytes(), out);
        return;
    }
    for (int64_t i = 0; i < dataset.imageBytes(); ++i) {
        out[i] = resized.pixels[static_cast<size_t>(3 * i)];
    }
}

}  // namespace secateur
