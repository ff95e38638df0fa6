#include "core/data/image_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>

#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/parallel.h"
#include "core/data/cifar.h"
#include "core/data/decode_ahead.h"
#include "core/data/exif.h"
#include "core/data/image_cache.h"
#include "core/data/image_decode.h"
#include "core/data/image_resize.h"
#include "core/data/whole_images.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

/// A layer of 32 channels then takes 2 GB an image.
constexpr int64_t kMaxInputPixels = 4096 * 4096;

/// The one size of all images, and where it comes from.
struct CommonSize {
    PixelSize size;
    std::string source;  ///< the image that has it; empty: a central crop
};

/// One split of a folder of images.
class ImageFolder : public Dataset, public WholeImages {
 public:
    ImageFolder(std::vector<ClassFolder> classes, const ImageFolderOptions& options,
                const CommonSize& common)
        : m_options(options), m_common(common) {
        for (size_t label = 0; label < classes.size(); ++label) {
            m_files.insert(m_files.end(), std::make_move_iterator(classes[label].files.begin()),
                           std::make_move_iterator(classes[label].files.end()));
            m_labels.resize(m_files.size(), static_cast<int32_t>(label));
        }
        m_channels = 3;
        m_height = common.size.height;
        m_width = common.size.width;
        m_cache = std::make_unique<ImageCache>(size(), imageBytes());
        const int threads = std::max(1, workerCount(0) / 2);
        const auto most = static_cast<size_t>(std::max<int64_t>(1, kAheadBytes / imageBytes()));
        m_ahead = std::make_unique<DecodeAhead>(
            [this](int64_t index) { return cropped(file(index)); }, most, threads);
        m_wholeAhead =
            std::make_unique<DecodeAhead>([this](int64_t index) { return wholeUnlessLarge(index); },
                                          std::max<size_t>(1, most / 4), threads);
    }

    int64_t size() const override { return static_cast<int64_t>(m_files.size()); }
    int64_t label(int64_t index) const override { return m_labels[static_cast<size_t>(index)]; }

    void read(int64_t index, uint8_t* out) const override {
        if (m_cache->find(index, out)) {
            return;
        }
        std::optional<RgbImage> image = m_ahead->take(index);
        if (!image) {
            image = cropped(file(index));
        }
        std::memcpy(out, image->pixels.get(), static_cast<size_t>(imageBytes()));
        m_cache->keep(index, out);
    }

    void expect(std::span<const int64_t> indices, Form form) const override {
        if (form == Form::Whole && isCutOut()) {
            m_wholeAhead->expect(indices);
            return;
        }
        std::vector<int64_t> missing;
        std::ranges::copy_if(indices, std::back_inserter(missing),
                             [&](int64_t index) { return !m_cache->holds(index); });
        m_ahead->expect(missing);
    }

    RgbImage whole(int64_t index) const override {
        if (isCutOut()) {
            std::optional<RgbImage> ahead = m_wholeAhead->take(index);
            return ahead ? std::move(*ahead) : decodeImage(file(index), m_options.exifRotation);
        }
        RgbImage image(m_common.size);
        read(index, image.pixels.get());
        return image;
    }

 private:
    /// Of the images of one form that are decoded before they are asked for.
    static constexpr int64_t kAheadBytes = 64'000'000;

    bool isCutOut() const { return m_options.resize > 0 || m_options.crop > 0; }
    const std::string& file(int64_t index) const { return m_files[static_cast<size_t>(index)]; }

    /// Nothing where it is much larger than what is cut out of it.
    RgbImage wholeUnlessLarge(int64_t index) const {
        const PixelSize size = readImageSize(file(index));
        return size.width * size.height * 3 <= 8 * imageBytes()
                   ? decodeImage(file(index), m_options.exifRotation)
                   : RgbImage();
    }

    RgbImage cropped(const std::string& path) const {
        RgbImage image = decodeImage(path, m_options.exifRotation,
                                     m_options.reducedDecoding ? m_options.resize : 0);
        if (m_options.resize > 0) {
            image = resizeImage(image, targetSize(path, image.size));
        }
        checkSize(path, image.size);
        if (image.size == m_common.size) {
            return image;
        }
        RgbImage out(m_common.size);
        const int64_t top = centralCropStart(image.size.height, m_height);
        const int64_t left = centralCropStart(image.size.width, m_width);
        const int64_t rowBytes = m_width * m_channels;
        for (int64_t y = 0; y < m_height; ++y) {
            const int64_t start = (y + top) * image.size.width + left;
            std::memcpy(out.pixels.get() + y * rowBytes, image.pixels.get() + start * m_channels,
                        static_cast<size_t>(rowBytes));
        }
        return out;
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
    std::unique_ptr<ImageCache> m_cache;
    std::unique_ptr<DecodeAhead> m_ahead;       ///< of images as they are read
    std::unique_ptr<DecodeAhead> m_wholeAhead;  ///< neither resized nor cropped
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

/// By image. Many at once, because each may be a question to a server.
std::vector<int64_t> fileSizes(const std::vector<std::string>& files) {
    constexpr int64_t kPart = 256;
    std::vector<int64_t> sizes(files.size());
    const int64_t parts = (std::ssize(files) + kPart - 1) / kPart;
    parallelJobs(workerCount(0, parts), parts, {}, [&](int, int64_t part) {
        const auto end = std::min(files.size(), static_cast<size_t>((part + 1) * kPart));
        for (auto i = static_cast<size_t>(part * kPart); i < end; ++i) {
            std::error_code error;
            sizes[i] = static_cast<int64_t>(fs::file_size(files[i], error));
        }
    });
    return sizes;
}

void addTo(Digest& digest, const std::string& split, const std::vector<ClassFolder>& classes) {
    digest.addText(split);
    for (const ClassFolder& one : classes) {
        digest.addText(one.name);
        digest.addNumber(std::ssize(one.files));
        const std::vector<int64_t> sizes = fileSizes(one.files);
        for (size_t i = 0; i < one.files.size(); ++i) {
            digest.addText(one.files[i].substr(one.files[i].rfind('/') + 1));
            digest.addNumber(sizes[i]);
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
        S::count({"resize", "--resize", "Resi&ze to",
                  "Folders of images: the shorter side of every image after resizing, in pixels; "
                  "0: as it is."},
                 &ImageFolderOptions::resize, {.low = 0, .high = 10'000}),
        S::count({"crop", "--crop", "Crop &to",
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
        S::plain({"std", "--std", "De&viation",
                  "The standard deviation of each channel, as 0.229,0.224,0.225."},
                 SettingKind::Text, &ImageFolderOptions::std),
        S::plain({"classes", "--classes", "Class o&rder",
                  "Folders of images: a file that names the classes, a line each, in the order of "
                  "the network's outputs; else they are sorted by name."},
                 SettingKind::Text, &ImageFolderOptions::classes),
        S::flag({"exif_rotation", "--exif-rotation,!--no-exif-rotation", "Turn &upright",
                 "Folders of images: turn each as its EXIF orientation says, which torchvision's "
                 "ImageFolder does not."},
                &ImageFolderOptions::exifRotation),
        S::flag({"reduced_decoding", "--reduced-decoding,!--no-reduced-decoding",
                 "Decode &JPEG reduced",
                 "Folders of images: decode a JPEG file at a half, a quarter or an eighth of its "
                 "size where that is still larger than it is resized to; faster for photographs of "
                 "a camera, and pixels differ a little."},
                &ImageFolderOptions::reducedDecoding),
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
    std::vector<ClassFolder>& train = layout.train;
    std::vector<ClassFolder>& test = layout.test;
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
    if (options.reducedDecoding && options.resize > 0) {
        digest.addText("reduced");
    }
    if (!train.empty()) {
        addTo(digest, "train", train);
        data.train = std::make_shared<ImageFolder>(std::move(train), options, common);
    }
    addTo(digest, layout.testName, test);
    data.test = std::make_shared<ImageFolder>(std::move(test), options, common);
    data.digest = digest.hex();
    data.notes = std::move(layout.notes);
    return data;
}

}  // namespace secateur
