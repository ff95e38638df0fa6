#include "core/stages/split_images.h"

#include "core/base/error.h"
#include "core/data/splits.h"

namespace secateur {

ImageList splitImages(const ImageData& data, Split split, uint64_t seed) {
    Splits splits = makeSplits(data, seed);
    ImageList images{split, split == Split::Test      ? std::move(splits.test)
                            : split == Split::HeldOut ? std::move(splits.heldOut)
                                                      : std::move(splits.train)};
    if (images.indices.empty()) {
        throw Error(ErrorCode::NotFound, "the data set has no such images",
                    {data.location, enumName(split), "none"});
    }
    return images;
}

ImageList drawnImages(const ImageData& data, Split split, int64_t count, uint64_t seed) {
    ImageList images = splitImages(data, split, seed);
    images.indices = drawSubset(images.indices, count, seed);
    return images;
}

ImageList spreadImages(const ImageData& data, Split split, int64_t count, uint64_t seed) {
    ImageList images = splitImages(data, split, seed);
    images.indices = spreadSubset(images.indices, count);
    return images;
}

}  // namespace secateur
