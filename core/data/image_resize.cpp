#include "core/data/image_resize.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace secateur {

namespace {

// As Pillow's Resample.c: 8 bits of pixel and 2 of headroom leave 22 for the weights.
constexpr int kWeightBits = 32 - 8 - 2;

/// The source samples from `first` that make one target sample, and their fixed-point weights.
struct Taps {
    int64_t first = 0;
    std::vector<int32_t> weights;
};

Taps tapsAt(int64_t target, double scale, int64_t sourceSide) {
    const double filterScale = std::max(scale, 1.0);
    const double centre = (static_cast<double>(target) + 0.5) * scale;
    Taps taps;
    taps.first = std::max<int64_t>(0, static_cast<int64_t>(centre - filterScale + 0.5));
    const int64_t end = std::min(sourceSide, static_cast<int64_t>(centre + filterScale + 0.5));
    std::vector<double> weights;
    double total = 0;
    for (int64_t i = taps.first; i < end; ++i) {
        const double distance = (static_cast<double>(i) - centre + 0.5) / filterScale;
        weights.push_back(std::max(0.0, 1.0 - std::abs(distance)));
        total += weights.back();
    }
    for (const double weight : weights) {
        taps.weights.push_back(static_cast<int32_t>(0.5 + weight / total * (1 << kWeightBits)));
    }
    return taps;
}

std::vector<Taps> tapsFor(int64_t sourceSide, int64_t targetSide) {
    const double scale = static_cast<double>(sourceSide) / static_cast<double>(targetSide);
    std::vector<Taps> taps;
    taps.reserve(static_cast<size_t>(targetSide));
    for (int64_t i = 0; i < targetSide; ++i) {
        taps.push_back(tapsAt(i, scale, sourceSide));
    }
    return taps;
}

uint8_t toByte(int32_t sum) {
    return static_cast<uint8_t>(std::clamp(sum >> kWeightBits, 0, 255));
}

RgbImage resizeRows(const RgbImage& image, int64_t width) {
    RgbImage result({width, image.size.height});
    const std::vector<Taps> taps = tapsFor(image.size.width, width);
    for (int64_t y = 0; y < image.size.height; ++y) {
        const uint8_t* row = image.pixels.get() + y * image.size.width * 3;
        uint8_t* out = result.pixels.get() + y * width * 3;
        for (const Taps& tap : taps) {
            int32_t sums[3] = {1 << (kWeightBits - 1), 1 << (kWeightBits - 1),
                               1 << (kWeightBits - 1)};
            const uint8_t* source = row + tap.first * 3;
            for (const int32_t weight : tap.weights) {
                sums[0] += source[0] * weight;
                sums[1] += source[1] * weight;
                sums[2] += source[2] * weight;
                source += 3;
            }
            for (const int32_t sum : sums) {
                *out++ = toByte(sum);
            }
        }
    }
    return result;
}

RgbImage resizeColumns(const RgbImage& image, int64_t height) {
    RgbImage result({image.size.width, height});
    const std::vector<Taps> taps = tapsFor(image.size.height, height);
    const auto rowBytes = static_cast<size_t>(image.size.width) * 3;
    std::vector<int32_t> sums(rowBytes);
    uint8_t* out = result.pixels.get();
    for (const Taps& tap : taps) {
        std::fill(sums.begin(), sums.end(), 1 << (kWeightBits - 1));
        const uint8_t* source = image.pixels.get() + static_cast<size_t>(tap.first) * rowBytes;
        for (const int32_t weight : tap.weights) {
            for (size_t i = 0; i < rowBytes; ++i) {
                sums[i] += source[i] * weight;
            }
            source += rowBytes;
        }
        for (const int32_t sum : sums) {
            *out++ = toByte(sum);
        }
    }
    return result;
}

RgbImage copyImage(const RgbImage& image) {
    RgbImage copy(image.size);
    std::copy_n(image.pixels.get(), image.bytes(), copy.pixels.get());
    return copy;
}

}  // namespace

RgbImage resizeImage(const RgbImage& image, const PixelSize& target) {
    RgbImage result =
        target.width == image.size.width ? copyImage(image) : resizeRows(image, target.width);
    return target.height == image.size.height ? std::move(result)
                                              : resizeColumns(result, target.height);
}

PixelSize resizedSize(const PixelSize& size, int64_t shorterSide) {
    if (size.width <= size.height) {
        return {shorterSide, shorterSide * size.height / size.width};
    }
    return {shorterSide * size.width / size.height, shorterSide};
}

int64_t centralCropStart(int64_t side, int64_t crop) {
    const int64_t half = (side - crop) / 2;
    return (side - crop) % 2 == 0 ? half : half + half % 2;
}

}  // namespace secateur
