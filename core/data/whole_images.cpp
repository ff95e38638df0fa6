#include "core/data/whole_images.h"

#include <algorithm>
#include <vector>

#include "core/data/image_decode.h"

namespace secateur {

RgbImage wholeImage(const Dataset& dataset, int64_t index) {
    if (const auto* whole = dynamic_cast<const WholeImages*>(&dataset)) {
        return whole->whole(index);
    }
    RgbImage image({dataset.width(), dataset.height()});
    if (dataset.channels() == 3) {
        dataset.read(index, image.pixels.get());
        return image;
    }
    std::vector<uint8_t> grey(static_cast<size_t>(dataset.imageBytes()));
    dataset.read(index, grey.data());
    for (size_t i = 0; i < grey.size(); ++i) {
        std::fill_n(image.pixels.get() + 3 * i, 3, grey[i]);
    }
    return image;
}

}  // namespace secateur
