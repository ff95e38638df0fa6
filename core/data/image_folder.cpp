#include "core/data/image_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <iterator>

#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/data/cifar10.h"
#include "core/data/image_decode.h"
#include "core/data/image_resize.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

constexpr int64_t kCacheBytes = 256'000'000;
/// A layer of 32 channels then takes 2 GB an image.
constexpr int64_t kMaxInputPixels = 4096 * 4096;

struct ClassFolder {
    std::string name;
    std::vector<std::string> files;  ///< paths
};

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
    ImageSize size;
    std::string source;  ///< the image that has it; empty: a central crop
};

/// One split of a folder of images.
class ImageFolder : public Dataset {
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

 private:
    void decode(const std::string& path, uint8_t* out) const {
        RgbImage image = decodeImage(path);
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

    ImageSize targetSize(const std::string& path, const ImageSize& size) const {
        const ImageSize target = resizedSize(size, m_options.resize);
        if (target.width > kMaxImagePixels / target.height) {
            throw Error(
                ErrorCode::CorruptData, "the image is too large after resizing",
                {path, fmt::format("at most {} pixels", kMaxImagePixels), describe(target)});
        }
        return target;
    }

    void checkSize(const std::string& path, const ImageSize& size) const {
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

bool isImageName(const std::string& name) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return !name.starts_with(".") &&
           (lower.ends_with(".jpg") || lower.ends_with(".jpeg") || lower.ends_with(".png"));
}

/// What the entry is, or is a link to. A link to nothing is an error: an image would be missing.
fs::file_type typeOf(const fs::directory_entry& entry) {
    std::error_code error;
    const fs::file_type type = entry.status(error).type();
    if (type == fs::file_type::not_found || type == fs::file_type::none) {
        throw Error(ErrorCode::Io, "an entry of the folder cannot be read",
                    {entry.path().string(), "",
                     type == fs::file_type::none ? error.message() : "a link to nothing"});
    }
    return type;
}

/// Names of this type in `folder` that `wanted` accepts, sorted by bytes.
template <typename Wanted>
std::vector<std::string> sortedNames(const fs::path& folder, fs::file_type type,
                                     const Wanted& wanted) {
    std::vector<std::string> names;
    try {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            std::string name = entry.path().filename().string();
            if (wanted(name) && typeOf(entry) == type) {
                names.push_back(std::move(name));
            }
        }
    } catch (const fs::filesystem_error& error) {
        throw Error(ErrorCode::Io, "the folder cannot be read",
                    {folder.string(), "", error.code().message()});
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<ClassFolder> listClasses(const fs::path& split) {
    std::vector<ClassFolder> classes;
    const auto isShown = [](const std::string& name) { return !name.starts_with("."); };
    for (const std::string& name : sortedNames(split, fs::file_type::directory, isShown)) {
        ClassFolder found{name, sortedNames(split / name, fs::file_type::regular, isImageName)};
        if (found.files.empty()) {
            throw Error(ErrorCode::CorruptData, "a class folder holds no images",
                        {(split / name).string(), "*.jpg, *.jpeg or *.png", ""});
        }
        for (std::string& file : found.files) {
            file = (split / name / file).string();
        }
        classes.push_back(std::move(found));
    }
    if (classes.empty()) {
        throw Error(ErrorCode::NotFound, "there is no class folder",
                    {split.string(), "a folder of images for each class", ""});
    }
    return classes;
}

std::vector<std::string> namesOf(const std::vector<ClassFolder>& classes) {
    std::vector<std::string> names;
    for (const ClassFolder& one : classes) {
        names.push_back(one.name);
    }
    return names;
}

/// " only in train: a, b", at most ten of them; empty where there is none.
std::string onlyIn(const std::string& split, const std::vector<std::string>& names,
                   const std::vector<std::string>& others) {
    std::vector<std::string> rest;
    std::set_difference(names.begin(), names.end(), others.begin(), others.end(),
                        std::back_inserter(rest));
    if (rest.empty()) {
        return "";
    }
    const size_t shown = std::min<size_t>(rest.size(), 10);
    const auto end = rest.begin() + static_cast<std::ptrdiff_t>(shown);
    std::string text = fmt::format("only in {}: {}", split, fmt::join(rest.begin(), end, ", "));
    return shown < rest.size() ? text + fmt::format(" and {} more", rest.size() - shown) : text;
}

void checkSameClasses(const std::string& folder, const std::vector<std::string>& train,
                      const std::vector<std::string>& test, const std::string& testName) {
    if (train == test) {
        return;
    }
    const std::string first = onlyIn("train", train, test);
    const std::string second = onlyIn(testName, test, train);
    throw Error(ErrorCode::Mismatch, "train and " + testName + " differ in classes",
                {folder, "", first + (first.empty() || second.empty() ? "" : "; ") + second});
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
    ImageSize size = readImageSize(firstImage);
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

std::string testFolder(const fs::path& root) {
    std::error_code error;
    return fs::is_directory(root / "test", error) ? "test" : "val";
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
    };
    return all;
}

bool holdsImageFolder(const std::string& folder) {
    return std::ranges::any_of(std::vector{"train", "test", "val"}, [&](const char* split) {
        std::error_code error;
        return fs::is_directory(fs::path(folder) / split, error);
    });
}

std::vector<std::string> imageFiles(const std::string& folder, Split split) {
    std::vector<std::string> files;
    const std::string name = split == Split::Test ? testFolder(folder) : "train";
    for (const ClassFolder& one : listClasses(fs::path(folder) / name)) {
        files.insert(files.end(), one.files.begin(), one.files.end());
    }
    return files;
}

ImageData openImageFolder(const std::string& folder, const ImageFolderOptions& options) {
    checkOptions(options);
    const fs::path root(folder);
    std::error_code error;
    const std::string testName = testFolder(root);
    if (!fs::is_directory(root / testName, error)) {
        throw Error(ErrorCode::NotFound, "the folder has no images to test with",
                    {folder, "a folder test or val beside train", ""});
    }
    const std::vector<ClassFolder> test = listClasses(root / testName);
    std::vector<ClassFolder> train;
    if (fs::is_directory(root / "train", error)) {
        train = listClasses(root / "train");
        checkSameClasses(folder, namesOf(train), namesOf(test), testName);
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
    if (!train.empty()) {
        addTo(digest, "train", train);
        data.train = std::make_shared<ImageFolder>(train, options, common, keepDecoded);
    }
    addTo(digest, testName, test);
    data.test = std::make_shared<ImageFolder>(test, options, common, keepDecoded);
    data.digest = digest.hex();
    return data;
}

}  // namespace secateur
