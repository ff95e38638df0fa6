#include "core/data/loader.h"
#include "core/data/splits.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>

#include "core/data/cifar.h"
#include "core/data/memory_dataset.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/not_tested.h"

namespace secateur::test {

namespace {

/// Images whose pixels, all different from their neighbours, tell where they came from.
std::shared_ptr<const MemoryDataset> numbered(int64_t images, int64_t channels, int64_t height,
                                              int64_t width) {
    Bytes pixels(static_cast<size_t>(images * channels * height * width));
    for (size_t i = 0; i < pixels.size(); ++i) {
        pixels[i] = static_cast<uint8_t>(1 + i * 7 % 255);
    }
    return std::make_shared<MemoryDataset>(MemoryDataset::Shape{channels, height, width}, pixels,
                                           Bytes(static_cast<size_t>(images), 2));
}

/// Pixel values, without normalisation.
at::Tensor plainPixels(const at::Tensor& images) {
    return (images * 255).round().to(at::kInt);
}

Normalisation identity(size_t channels) {
    return {std::vector<double>(channels, 0.0), std::vector<double>(channels, 1.0)};
}

ImageData splitSizes(int64_t train, int64_t test) {
    ImageData data;
    if (train > 0) {
        data.train = numbered(train, 1, 1, 1);
    }
    data.test = numbered(test, 1, 1, 1);
    return data;
}

}  // namespace

TEST_CASE("a batch is channels-last and of NCHW shape", "[loader]") {
    for (const auto& [channels, height, width] :
         {std::array<int64_t, 3>{3, 4, 5}, std::array<int64_t, 3>{1, 4, 5},
          std::array<int64_t, 3>{2, 3, 3}}) {
        const auto dataset = numbered(6, channels, height, width);
        const std::vector<int64_t> indices = {5, 0, 2};
        const Batch batch = loadBatch(*dataset, identity(static_cast<size_t>(channels)), indices);
        CHECK(batch.images.sizes().vec() == std::vector<int64_t>{3, channels, height, width});
        CHECK(batch.images.scalar_type() == at::kFloat);
        CHECK(batch.images.strides().vec() ==
              std::vector<int64_t>{channels * height * width, 1, width * channels, channels});
        CHECK(batch.images.suggest_memory_format() == at::MemoryFormat::ChannelsLast);
        CHECK(batch.labels.scalar_type() == at::kLong);
        CHECK(batch.labels.sum().item<int64_t>() == 6);
        Bytes pixels(static_cast<size_t>(dataset->imageBytes()));
        for (size_t k = 0; k < indices.size(); ++k) {
            dataset->read(indices[k], pixels.data());
            const at::Tensor expected =
                at::from_blob(pixels.data(), {height, width, channels}, at::kByte)
                    .permute({2, 0, 1})
                    .to(at::kInt);
            CHECK(at::equal(plainPixels(batch.images[static_cast<int64_t>(k)]), expected));
        }
    }
}

TEST_CASE("normalised values are those of PyTorch to the last bit", "[loader]") {
    Bytes pixels(3 * 256);
    for (size_t i = 0; i < pixels.size(); ++i) {
        pixels[i] = static_cast<uint8_t>(i / 3);
    }
    const MemoryDataset dataset({3, 16, 16}, pixels, {0});
    const std::vector<int64_t> first = {0};
    const at::Tensor images = loadBatch(dataset, cifar10Normalisation(), first).images;
    // Values: tests/peers/data_reference.py.
    const float expected[3][4] = {
        {-0x1.36ebap+1F, -0x1.34706cp+1F, -0x1.f6590cp-2F, 0x1.41cda2p+1F},
        {-0x1.35896p+1F, -0x1.3304eep+1F, -0x1.ce6876p-2F, 0x1.4c63ap+1F},
        {-0x1.1c569cp+1F, -0x1.19d74ap+1F, -0x1.14da42p-2F, 0x1.607a44p+1F}};
    const double sums[3] = {10.882852561306208, 22.852576854464132, 68.13930797367357};
    for (int64_t c = 0; c < 3; ++c) {
        const at::Tensor plane = images[0][c].reshape({256});
        const int64_t values[4] = {0, 1, 100, 255};
        for (int k = 0; k < 4; ++k) {
            CHECK(plane[values[k]].item<float>() == expected[c][k]);
        }
        CHECK(plane.to(at::kDouble).sum().item<double>() == Approx(sums[c]).epsilon(1e-13));
    }
}

TEST_CASE("a batch of the real Fashion-MNIST equals PyTorch's", "[loader][fashion][peer]") {
    if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) {
        notTested("install dataset-fashion-mnist to test the real data");
        return;
    }
    const ImageData data = openImageData("fashion-mnist");
    std::vector<int64_t> indices(16);
    std::iota(indices.begin(), indices.end(), 0);
    const Batch batch = loadBatch(*data.test, data.normalisation, indices);
    // Values: tests/peers/data_reference.py.
    const std::vector<int64_t> labels = {9, 2, 1, 1, 6, 1, 4, 6, 5, 7, 4, 5, 7, 3, 4, 1};
    CHECK(std::equal(labels.begin(), labels.end(), batch.labels.data_ptr<int64_t>()));
    const at::Tensor images = batch.images.to(at::kDouble);
    CHECK(images.sum().item<double>() == Approx(-1753.096194280486).epsilon(1e-12));
    CHECK((images * images).sum().item<double>() == Approx(11568.540180240594).epsilon(1e-12));
    CHECK(batch.images[0][0][0][0].item<float>() == -0x1.9ed252p-1F);
    CHECK(batch.images[0][0][14][20].item<float>() == 0x1.b0ae84p-1F);
    CHECK(batch.images[3][0][10][10].item<float>() == 0x1.610cfp-1F);
    CHECK(batch.images[15][0][20][13].item<float>() == 0x1.610cfp-1F);
}

TEST_CASE("an impossible batch is refused", "[loader]") {
    const auto dataset = numbered(4, 3, 2, 2);
    const std::vector<int64_t> beyond = {0, 4};
    const std::vector<int64_t> negative = {-1};
    checkError(ErrorCode::InvalidArgument, {"0 to 3", "got 4"},
               [&] { loadBatch(*dataset, identity(3), beyond); });
    checkError(ErrorCode::InvalidArgument, {"got -1"},
               [&] { loadBatch(*dataset, identity(3), negative); });
    checkError(ErrorCode::Mismatch, {"channels"}, [&] { loadBatch(*dataset, identity(1), {}); });
    CHECK(loadBatch(*dataset, identity(3), {}).images.size(0) == 0);
    checkError(ErrorCode::InvalidArgument, {"padding"}, [&] {
        loadAugmentedBatch(*dataset, identity(3), {}, {-1, false, 0.0}, 0);
    });
}

TEST_CASE("augmentation shifts, flips and pads with black", "[loader]") {
    constexpr int64_t kHeight = 3;
    constexpr int64_t kWidth = 4;
    constexpr int64_t kPadding = 2;
    const auto dataset = numbered(2, 3, kHeight, kWidth);
    const std::vector<int64_t> indices = {1};
    const at::Tensor plain = plainPixels(loadBatch(*dataset, identity(3), indices).images);
    const at::Tensor padded =
        at::constant_pad_nd(plain, {kPadding, kPadding, kPadding, kPadding}, 0);
    std::map<std::array<int64_t, 3>, int> seen;
    for (uint64_t seed = 0; seed < 1000; ++seed) {
        const at::Tensor image = plainPixels(
            loadAugmentedBatch(*dataset, identity(3), indices, {kPadding, true, 0.0}, seed).images);
        int matches = 0;
        for (int64_t top = 0; top <= 2 * kPadding; ++top) {
            for (int64_t left = 0; left <= 2 * kPadding; ++left) {
                at::Tensor window =
                    padded.slice(2, top, top + kHeight).slice(3, left, left + kWidth);
                for (int64_t flip = 0; flip < 2; ++flip) {
                    if (at::equal(image, flip == 1 ? window.flip({3}) : window)) {
                        ++seen[{top, left, flip}];
                        ++matches;
                    }
                }
            }
        }
        REQUIRE(matches == 1);
    }
    // 5 x 5 places times 2, each expected 20 times.
    CHECK(seen.size() == 50);
    for (const auto& [place, count] : seen) {
        CHECK(count > 3);
        CHECK(count < 45);
    }
}

TEST_CASE("padding is black also after normalisation", "[loader]") {
    const auto dataset = numbered(1, 1, 1, 1);
    const std::vector<int64_t> indices = {0};
    bool sawPadding = false;
    for (uint64_t seed = 0; seed < 50; ++seed) {
        const Batch batch =
            loadAugmentedBatch(*dataset, {{0.5}, {0.25}}, indices, {1, false, 0.0}, seed);
        const auto value = batch.images.item<float>();
        sawPadding = sawPadding || value == -2.0F;
        CHECK((value == -2.0F || value == (1.0F / 255.0F - 0.5F) / 0.25F));
    }
    CHECK(sawPadding);
}

TEST_CASE("an augmented image does not depend on its batch", "[loader]") {
    const auto dataset = numbered(8, 3, 6, 6);
    const std::vector<int64_t> together = {0, 1, 2, 3, 4, 5, 6, 7};
    const Augmentation augmentation{2, true, 0.0};
    const Batch all = loadAugmentedBatch(*dataset, identity(3), together, augmentation, 11);
    for (int64_t i = 0; i < 8; ++i) {
        const std::vector<int64_t> alone = {i};
        const Batch one = loadAugmentedBatch(*dataset, identity(3), alone, augmentation, 11);
        CHECK(at::equal(one.images[0], all.images[i]));
    }
    const Batch other = loadAugmentedBatch(*dataset, identity(3), together, augmentation, 12);
    CHECK_FALSE(at::equal(other.images, all.images));
    const Batch none = loadAugmentedBatch(*dataset, identity(3), together, {}, 11);
    CHECK(at::equal(none.images, loadBatch(*dataset, identity(3), together).images));
}

TEST_CASE("splits are disjoint, complete, sorted and decided by the seed", "[loader]") {
    const ImageData data = splitSizes(1234, 56);
    const Splits splits = makeSplits(data, 42);
    CHECK(splits.heldOut.size() == 123);
    CHECK(splits.train.size() == 1111);
    CHECK(splits.test.size() == 56);
    CHECK(std::is_sorted(splits.train.begin(), splits.train.end()));
    CHECK(std::is_sorted(splits.heldOut.begin(), splits.heldOut.end()));
    std::vector<int64_t> all = splits.train;
    all.insert(all.end(), splits.heldOut.begin(), splits.heldOut.end());
    std::sort(all.begin(), all.end());
    std::vector<int64_t> expected(1234);
    std::iota(expected.begin(), expected.end(), 0);
    CHECK(all == expected);
    CHECK(makeSplits(data, 42).heldOut == splits.heldOut);
    CHECK(makeSplits(data, 43).heldOut != splits.heldOut);
    // Not the first ones, nor the last.
    CHECK(splits.heldOut.front() < 100);
    CHECK(splits.heldOut.back() > 1134);

    CHECK(makeSplits(splitSizes(60000, 1), 1).heldOut.size() == 5000);
    CHECK(makeSplits(data, 1, 0).heldOut.empty());
    CHECK(makeSplits(data, 1, 1234).train.empty());
    checkError(ErrorCode::InvalidArgument, {"1234", "1235"}, [&] { makeSplits(data, 1, 1235); });
    const Splits testOnly = makeSplits(splitSizes(0, 7), 1);
    CHECK(testOnly.test.size() == 7);
    CHECK((testOnly.train.empty() && testOnly.heldOut.empty()));
}

TEST_CASE("a subset is drawn without replacement", "[loader]") {
    std::vector<int64_t> from(500);
    std::iota(from.begin(), from.end(), 1000);
    const std::vector<int64_t> drawn = drawSubset(from, 50, 7);
    CHECK(drawn.size() == 50);
    CHECK(std::is_sorted(drawn.begin(), drawn.end()));
    CHECK(std::adjacent_find(drawn.begin(), drawn.end()) == drawn.end());
    CHECK(std::includes(from.begin(), from.end(), drawn.begin(), drawn.end()));
    CHECK(drawSubset(from, 50, 7) == drawn);
    CHECK(drawSubset(from, 50, 8) != drawn);
    CHECK(drawSubset(from, 0, 7) == from);
    CHECK(drawSubset(from, 501, 7) == from);
    CHECK(drawSubset({}, 5, 7).empty());
}

}  // namespace secateur::test
