#include "core/data/image_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <optional>

#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/data/cifar.h"
#include "core/data/exif.h"
#include "core/data/image_decode.h"
#include "core/data/image_resize.h"
#include "core/data/whole_images.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kCacheBytes = 256'000'000;
/// A layer of 32 channels then takes 2 GB an image.
constexpr int64_t kMaxInputPixels = 4096 * 4096;

/// The images that were decoded already. An image is written once, by whoever claims it first.
class DecodedImages {
 public:
    DecodedImages(int64_t images, int64_t imageBytes)
        : m_imageBytes(static_cast<size_t>(imageBytes)),
          // Left unset, so that the system gives memory only where an image is kept.
          m_pixels(std::make_unique_for_overwrite<uint8_t[]>(static_cast<size_t>(images) *
                                                             m_imageBytes)),
          m_states(std::make_unique<std::atomic<uint8_t>[]>(static_cast<size_t>(images))) {}

    bool find(int64_t index, uint8_t* out) const {
        const auto k = static_cast<size_t>(index);
        if (m_states[k].load(std::memory_order_acquire) != kKept) {
            return false;
        }
        std::memcpy(out, m_pixels.get() + k * m_imageBytes, m_imageBytes);
        return true;
    }

    void keep(int64_t index, const uint8_t* pixels) {
        const auto k = static_cast<size_t>(index);
        uint8_t expected = kMissing;
        if (m_states[k].compare_exchange_strong(expected, kClaimed)) {
            std::memcpy(m_pixels.get() + k * m_imageBytes, pixels, m_imageBytes);
            m_states[k].store(kKept, std::memory_order_release);
        }
    }

 private:
    static constexpr uint8_t kMissing = 0;
    static constexpr uint8_t kClaimed = 1;
    static constexpr uint8_t kKept = 2;

    size_t m_imageBytes;
    std::unique_ptr<uint8_t[]> m_pixels;
    std::unique_ptr<std::atomic<uint8_t>[]> m_states;
};

/// The one size of all images, and where it comes from.
struct CommonSize {
    PixelSize size;
    std::string source;  ///< the image that has it; empty: a central crop
};

/// One split of a folder of images.
class ImageFolder : public Dataset, public WholeImages {
 public:
    ImageFolder(const std::vector<ClassFolder>& classes, const ImageFolderOptions& options,
                const CommonSize& common, bool keepDecoded)
        : m_options(options), m_common(common) {
        for (size_t label = 0; label < classes.size(); ++label) {
            m_files.insert(m_files.end(), classes[label].files.begin(), classes[label].files.end());
            m_labels.resize(m_files.size(), static_cast<int32_t>(label));
        }
        m_channels = 3;
        m_height = common.size.height;
        m_width = common.size.width;
        if (keepDecoded) {
            m_decoded = std::make_unique<DecodedImages>(size(), imageBytes());
        }
    }

    int64_t size() const override { return static_cast<int64_t>(m_files.size()); }
    int64_t label(int64_t index) const override { return m_labels[static_cast<size_t>(index)]; }

    void read(int64_t index, uint8_t* out) const override {
        if (m_decoded && m_decoded->find(index, out)) {
            return;
        }
        decode(m_files[static_cast<size_t>(index)], out);
        if (m_decoded) {
            m_decoded->keep(index, out);
        }
    }

    RgbImage whole(int64_t index) const override {
        if (m_options.resize > 0 || m_options.crop > 0) {
            return decodeImage(m_files[static_cast<size_t>(index)], m_options.exifRotation);
        }
        RgbImage image(m_common.size);
        read(index, image.pixels.get());
        return image;
    }

 private:
    void decode(const std::string& path, uint8_t* out) const {
        RgbImage image = decodeImage(path, m_options.exifRotation);
        if (m_options.resize > 0) {
            image = resizeImage(image, targetSize(path, image.size));
        }
        checkSize(path, image.size);
        const int64_t top = centralCropStart(image.size.height, m_height);
        const int64_t left = centralCropStart(image.size.width, m_width);
        const int64_t rowBytes = m_width * m_channels;
        for (int64_t y = 0; y < m_height; ++y) {
            const int64_t start = (y + top) * image.size.width + left;
            std::memcpy(out + y * rowBytes, image.pixels.get() + start * m_channels,
                        static_cast<size_t>(rowBytes));
        }
    }

    PixelSize targetSize(const std::string& path, const PixelSize& size) const {
        const PixelSize target = resizedSize(size, m_options.resize);
        if (target.width > kMaxImagePixels / target.height) {
            throw Error(
                ErrorCode::CorruptData, "the image is too large after resizing",
                {path, fmt::format("at most {} pixels", kMaxImagePixels), describe(target)});
        }
        return target;
    }

    void checkSize(const std::string& path, const PixelSize& size) const {
        if (m_options.crop > 0) {
            if (size.width < m_width || size.height < m_height) {
                throw Error(ErrorCode::Mismatch,
                            "the image is smaller than the crop; resize the images",
                            {path, "at least " + describe(m_common.size), describe(size)});
            }
        } else if (size != m_common.size) {
            throw Error(ErrorCode::Mismatch, "the images are not of one size; resize and crop them",
                        {path, describe(m_common.size) + " as " + m_common.source, describe(size)});
        }
    }

    std::vector<std::string> m_files;
    std::vector<int32_t> m_labels;
    ImageFolderOptions m_options;
    CommonSize m_common;
    std::unique_ptr<DecodedImages> m_decoded;
};

std::vector<std::string> namesOf(const std::vector<ClassFolder>& classes) {
    std::vector<std::string> names;
    for (const ClassFolder& one : classes) {
        names.push_back(one.name);
    }
    return names;
}

void checkOptions(const ImageFolderOptions& options) {
    imageFolderSettings().check(options);
    if (options.resize > 0 && options.crop > options.resize) {
        throw Error(
            ErrorCode::InvalidArgument, "the crop is larger than the shorter side after resizing",
            {"", fmt::format("at most {}", options.resize), fmt::format("{}", options.crop)});
    }
}

CommonSize commonSize(const std::string& firstImage, const ImageFolderOptions& options) {
    if (options.crop > 0) {
        return {{options.crop, options.crop}, ""};
    }
    PixelSize size = readImageSize(firstImage, options.exifRotation);
    if (options.resize > 0) {
        size = resizedSize(size, options.resize);
    }
    if (size.width > kMaxInputPixels / size.height) {
        throw Error(
            ErrorCode::Unsupported, "the images are too large for a network; resize or crop them",
            {firstImage, fmt::format("at most {} pixels", kMaxInputPixels), describe(size)});
    }
    return {size, firstImage};
}

void addTo(Digest& digest, const std::string& split, const std::vector<ClassFolder>& classes) {
    digest.addText(split);
    for (const ClassFolder& one : classes) {
        digest.addText(one.name);
        digest.addNumber(std::ssize(one.files));
        for (const std::string& file : one.files) {
            std::error_code error;
            digest.addText(fs::path(file).filename().string());
            digest.addNumber(static_cast<int64_t>(fs::file_size(file, error)));
        }
    }
}

int64_t imageCount(const std::vector<ClassFolder>& classes) {
    int64_t count = 0;
    for (const ClassFolder& one : classes) {
        count += std::ssize(one.files);
    }
    return count;
}

/// Whether a few images, spread over the set, are of several sizes, each large enough to be cut to
/// those of ImageNet's networks.
bool ofSeveralLargeSizes(const std::vector<ClassFolder>& classes, bool exifRotation) {
    constexpr size_t kLookedAt = 16;
    constexpr int64_t kSmallest = 128;
    std::optional<PixelSize> first;
    bool several = false;
    for (size_t i = 0; i < kLookedAt; ++i) {
        const auto& files = classes[i * classes.size() / kLookedAt].files;
        const PixelSize size = readImageSize(files[i * files.size() / kLookedAt], exifRotation);
        if (std::min(size.width, size.height) < kSmallest) {
            return false;
        }
        several = several || (first && size != *first);
        first = size;
    }
    return several;
}

/// How many images were held in another way than they are stored, of a thousand at most that are
/// spread over the folder.
std::string rotationNote(const FolderLayout& layout, bool applied) {
    constexpr int64_t kLookedAt = 1000;
    constexpr size_t kStart = 1 << 16;  // a JPEG file's block lies within
    const int64_t images = imageCount(layout.train) + imageCount(layout.test);
    const int64_t count = std::min(images, kLookedAt);
    int64_t index = 0;
    int64_t looked = 0;
    int64_t rotated = 0;
    for (const auto* split : {&layout.train, &layout.test}) {
        for (const ClassFolder& one : *split) {
            for (const std::string& file : one.files) {
                if (index++ * count / images == looked) {
                    ++looked;
                    rotated += exifOrientation(readFileStart(file, kStart)) > 1 ? 1 : 0;
                }
            }
        }
    }
    if (rotated == 0) {
        return "";
    }
    return fmt::format("{} of {} images carry an EXIF rotation, ", rotated, count) +
           (applied ? "which is applied"
                    : fmt::format("not applied, as in torchvision; \"{}\" applies it",
                                  imageFolderSettings().at("exif_rotation").name()));
}

}  // namespace

const SettingsOf<ImageFolderOptions>& imageFolderSettings() {
    using S = SettingOf<ImageFolderOptions>;
    static const SettingsOf<ImageFolderOptions> all{
        S::count({"resize", "--resize", "&Resize to",
                  "Folders of images: the shorter side of every image after resizing, in pixels; "
                  "0: as it is."},
                 &ImageFolderOptions::resize, {.low = 0, .high = 10'000}),
        S::count({"crop", "--crop", "&Crop to",
                  "Folders of images: the side of the central square that is cut out, in pixels; "
                  "0: as it is."},
                 &ImageFolderOptions::crop, {.low = 0, .high = 10'000}),
        S::choice({"normalisation", "--normalisation", "&Normalisation",
                   "The constants that the network was trained with; auto: those of CIFAR for its "
                   "classes, else computed from the images."},
                  &ImageFolderOptions::normalisation,
                  {{NormalisationChoice::Auto, "CIFAR's for its classes, else computed"},
                   {NormalisationChoice::Cifar10, "CIFAR-10"},
                   {NormalisationChoice::Imagenet, "ImageNet"},
                   {NormalisationChoice::Half, "0.5 and 0.5"},
                   {NormalisationChoice::None, "none"},
                   {NormalisationChoice::Computed, "computed from the images"}}),
        S::plain({"mean", "--mean", "&Mean",
                  "The mean of each channel, as 0.485,0.456,0.406; with the standard deviation, in "
                  "place of a normalisation by name."},
                 SettingKind::Text, &ImageFolderOptions::mean),
        S::plain({"std", "--std", "&Deviation",
                  "The standard deviation of each channel, as 0.229,0.224,0.225."},
                 SettingKind::Text, &ImageFolderOptions::std),
        S::plain({"classes", "--classes", "Class &order",
                  "Folders of images: a file that names the classes, a line each, in the order of "
                  "the network's outputs; else they are sorted by name."},
                 SettingKind::Text, &ImageFolderOptions::classes),
        S::flag({"exif_rotation", "--exif-rotation,!--no-exif-rotation", "&Turn upright",
                 "Folders of images: turn each as its EXIF orientation says, which torchvision's "
                 "ImageFolder does not."},
                &ImageFolderOptions::exifRotation),
    };
    return all;
}

std::vector<std::string> imageFiles(const std::string& folder, Split split) {
    std::vector<std::string> files;
    const FolderLayout layout = layoutOf(folder);
    for (const ClassFolder& one : split == Split::Test ? layout.test : layout.train) {
        files.insert(files.end(), one.files.begin(), one.files.end());
    }
    return files;
}

ImageData openImageFolder(const std::string& folder, const ImageFolderOptions& asked) {
    checkOptions(asked);
    ImageFolderOptions options = asked;
    FolderLayout layout = layoutOf(folder, options.classes);
    const std::vector<ClassFolder>& train = layout.train;
    const std::vector<ClassFolder>& test = layout.test;
    if (test.empty()) {
        throw Error(ErrorCode::NotFound, "the folder has no images to test with",
                    {folder, "a folder test or val beside train", ""});
    }
    if (options.resize == 0 && options.crop == 0 &&
        ofSeveralLargeSizes(test, options.exifRotation)) {
        options.resize = 256;
        options.crop = 224;
        layout.notes.emplace_back(
            "images of several sizes: resized to 256 and cropped to 224, as for ImageNet");
    }
    if (const std::string note = rotationNote(layout, options.exifRotation); !note.empty()) {
        layout.notes.push_back(note);
    }
    const CommonSize common =
        commonSize((train.empty() ? test : train).front().files.front(), options);
    const int64_t images = imageCount(train) + imageCount(test);
    const int64_t imageBytes = common.size.width * common.size.height * 3;
    const bool keepDecoded = images <= kCacheBytes / imageBytes;

    ImageData data;
    data.kind = DatasetKind::ImageFolder;
    data.location = folder;
    data.classNames = namesOf(test);
    if (data.classNames == cifar10ClassNames()) {
        data.normalisation = cifar10Normalisation();
    }
    Digest digest;
    digest.addNumber(options.resize);
    digest.addNumber(options.crop);
    if (!options.classes.empty()) {
        digest.addText("ordered");  // the names below are in its order
    }
    if (options.exifRotation) {
        digest.addText("upright");
    }
    if (!train.empty()) {
        addTo(digest, "train", train);
        data.train = std::make_shared<ImageFolder>(train, options, common, keepDecoded);
    }
    addTo(digest, layout.testName, test);
    data.test = std::make_shared<ImageFolder>(test, options, common, keepDecoded);
    data.digest = digest.hex();
    data.notes = std::move(layout.notes);
    return data;
}

}  // namespace secateur
