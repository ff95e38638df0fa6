#include "core/data/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/loading_time.h"
#include "core/data/resized_crop.h"

namespace secateur {

namespace {

using LookupTable = std::array<float, 256>;

/// What each byte value becomes, in float32 step by step as torchvision's ToTensor and Normalize.
/// Made once a thread and normalisation.
const std::vector<LookupTable>& lookupTables(const Normalisation& normalisation) {
    thread_local Normalisation known;
    thread_local std::vector<LookupTable> tables;
    if (known == normalisation) {
        return tables;
    }
    tables.resize(normalisation.mean.size());
    for (size_t channel = 0; channel < tables.size(); ++channel) {
        const auto mean = static_cast<float>(normalisation.mean[channel]);
        const auto std = static_cast<float>(normalisation.std[channel]);
        for (int value = 0; value < 256; ++value) {
            const float pixel = static_cast<float>(value) / 255.0F;
            const float centred = pixel - mean;
            tables[channel][static_cast<size_t>(value)] = centred / std;
        }
    }
    known = normalisation;
    return tables;
}

void checkRequest(const Dataset& dataset, const Normalisation& normalisation,
                  std::span<const int64_t> indices) {
    const auto channels = static_cast<size_t>(dataset.channels());
    if (normalisation.mean.size() != channels || normalisation.std.size() != channels) {
        throw Error(ErrorCode::Mismatch, "normalisation and images differ in channels",
                    {"", fmt::format("{}", channels),
                     fmt::format("{} means, {} deviations", normalisation.mean.size(),
                                 normalisation.std.size())});
    }
    for (const int64_t index : indices) {
        if (index < 0 || index >= dataset.size()) {
            throw Error(ErrorCode::InvalidArgument, "no such image in the data set",
                        {"", fmt::format("0 to {}", dataset.size() - 1), fmt::format("{}", index)});
        }
    }
}

/// One image. The channel counts in use get loops of fixed length.
template <size_t fixedChannels>
void writeNormalised(const uint8_t* in, const std::vector<LookupTable>& tables, int64_t plane,
                     float* out) {
    const size_t channels = fixedChannels > 0 ? fixedChannels : tables.size();
    for (int64_t i = 0; i < plane; ++i, in += channels, out += channels) {
        for (size_t channel = 0; channel < channels; ++channel) {
            out[channel] = tables[channel][in[channel]];
        }
    }
}

void writeImage(const uint8_t* in, const std::vector<LookupTable>& tables, int64_t plane,
                float* out) {
    switch (tables.size()) {
        case 1:
            return writeNormalised<1>(in, tables, plane, out);
        case 3:
            return writeNormalised<3>(in, tables, plane, out);
        default:
            return writeNormalised<0>(in, tables, plane, out);
    }
}

/// Crops and flips an image; what lies outside the source is black.
struct Placement {
    int64_t top;   ///< row of the source that lands in row 0, negative inside the padding
    int64_t left;  ///< likewise, before the flip
    bool flip;

    void apply(const uint8_t* in, const Dataset& shape, uint8_t* out) const {
        const int64_t height = shape.height();
        const int64_t width = shape.width();
        const int64_t channels = shape.channels();
        std::memset(out, 0, static_cast<size_t>(shape.imageBytes()));
        for (int64_t y = std::max<int64_t>(0, -top); y < std::min(height, height - top); ++y) {
            for (int64_t x = std::max<int64_t>(0, -left); x < std::min(width, width - left); ++x) {
                const uint8_t* source = in + ((y + top) * width + x + left) * channels;
                uint8_t* target = out + (y * width + (flip ? width - 1 - x : x)) * channels;
                std::copy_n(source, channels, target);
            }
        }
    }
};

Placement drawPlacement(const Augmentation& augmentation, Random& random) {
    const int64_t padding = augmentation.cropPadding;
    const auto positions = static_cast<uint64_t>(2 * padding + 1);
    Placement placement{};
    placement.top = static_cast<int64_t>(random.below(positions)) - padding;
    placement.left = static_cast<int64_t>(random.below(positions)) - padding;
    placement.flip = random.uniform() < 0.5 && augmentation.horizontalFlip;
    return placement;
}

/// Image `index` into `out`; `scratch` has room for one, too.
void readAugmented(const Dataset& dataset, int64_t index, const Augmentation& augmentation,
                   Random random, uint8_t* scratch, uint8_t* out) {
    if (augmentation.leastCrop > 0) {
        readResizedCrop(dataset, index, augmentation.leastCrop, random, scratch);
    } else {
        dataset.read(index, scratch);
    }
    drawPlacement(augmentation, random).apply(scratch, dataset, out);
}

/// The one loader; `augmentation` may be null.
Batch load(const Dataset& dataset, const Normalisation& normalisation,
           std::span<const int64_t> indices, const Augmentation* augmentation, uint64_t seed,
           std::span<const int64_t> next) {
    const LoadingTimer timer;
    checkRequest(dataset, normalisation, indices);
    const auto count = static_cast<int64_t>(indices.size());
    const int64_t plane = dataset.height() * dataset.width();
    const auto bytes = static_cast<size_t>(dataset.imageBytes());
    Batch batch;
    batch.images = at::empty({count, dataset.channels(), dataset.height(), dataset.width()},
                             at::TensorOptions().dtype(at::kFloat), at::MemoryFormat::ChannelsLast);
    batch.labels = at::empty({count}, at::TensorOptions().dtype(at::kLong));
    auto* images = batch.images.data_ptr<float>();
    auto* labels = batch.labels.data_ptr<int64_t>();
    const std::vector<LookupTable>& tables = lookupTables(normalisation);
    std::vector<uint8_t> pixels(bytes);
    std::vector<uint8_t> augmented(bytes);
    for (int64_t k = 0; k < count; ++k) {
        const int64_t index = indices[static_cast<size_t>(k)];
        labels[k] = dataset.label(index);
        if (augmentation != nullptr) {
            readAugmented(dataset, index, *augmentation,
                          Random::derived(seed, static_cast<uint64_t>(index)), pixels.data(),
                          augmented.data());
        } else {
            dataset.read(index, augmented.data());
        }
        writeImage(augmented.data(), tables, plane, images + k * dataset.imageBytes());
    }
    const bool whole = augmentation != nullptr && augmentation->leastCrop > 0;
    dataset.expect(next, whole ? Dataset::Form::Whole : Dataset::Form::AsRead);
    return batch;
}

}  // namespace

Batch loadBatch(const Dataset& dataset, const Normalisation& normalisation,
                std::span<const int64_t> indices, std::span<const int64_t> next) {
    return load(dataset, normalisation, indices, nullptr, 0, next);
}

Batch loadAugmentedBatch(const Dataset& dataset, const Normalisation& normalisation,
                         std::span<const int64_t> indices, const Augmentation& augmentation,
                         uint64_t seed, std::span<const int64_t> next) {
    if (augmentation.cropPadding < 0) {
        throw Error(ErrorCode::InvalidArgument, "the padding of a random crop cannot be negative",
                    {"", "0 or more pixels", fmt::format("{}", augmentation.cropPadding)});
    }
    return load(dataset, normalisation, indices, &augmentation, seed, next);
}

}  // namespace secateur
