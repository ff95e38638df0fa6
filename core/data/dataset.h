#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/enum_names.h"

namespace secateur {

/// Per-channel constants: a pixel in [0, 1] becomes (pixel - mean) / std.
struct Normalisation {
    std::vector<double> mean;
    std::vector<double> std;
    bool operator==(const Normalisation&) const = default;
};

/// Labelled images of one split, all of one shape, as bytes. Safe to read from many threads.
class Dataset {
 public:
    virtual ~Dataset() = default;

    virtual int64_t size() const = 0;
    /// Class index in [0, classes).
    virtual int64_t label(int64_t index) const = 0;
    /// Writes height * width * channels bytes, row by row, the channels of a pixel together (HWC,
    /// RGB), into `out`.
    /// Throws Error(CorruptData) naming the file if the image cannot be decoded.
    virtual void read(int64_t index, uint8_t* out) const = 0;
    /// These will be read soon, in this order, or as wholeImage() gives them: a set that decodes
    /// files may begin. Nothing depends on it but speed.
    enum class Form { AsRead, Whole };
    virtual void expect(std::span<const int64_t> /*indices*/, Form /*form*/) const {}

    int64_t channels() const { return m_channels; }
    int64_t height() const { return m_height; }
    int64_t width() const { return m_width; }
    int64_t imageBytes() const { return m_channels * m_height * m_width; }

 protected:
    int64_t m_channels = 0;
    int64_t m_height = 0;
    int64_t m_width = 0;
};

enum class DatasetKind {
    FashionMnist,
    Cifar10,
    Cifar100,
    ImageFolder,
    Idx,  ///< IDX files that are not Fashion-MNIST: MNIST's digits and the like
};
template <>
inline constexpr auto kEnumNames<DatasetKind> =
    enumNames<DatasetKind>("kind of data set", {{DatasetKind::FashionMnist, "fashion-mnist"},
                                                {DatasetKind::Cifar10, "cifar-10"},
                                                {DatasetKind::Cifar100, "cifar-100"},
                                                {DatasetKind::ImageFolder, "image-folder"},
                                                {DatasetKind::Idx, "idx"}});

/// Which constants pixels are normalised with.
enum class NormalisationChoice {
    Auto,  ///< CIFAR's for its classes, else computed
    Cifar10,
    Imagenet,
    Half,  ///< mean and deviation 0.5
    None,  ///< pixels stay in [0, 1]
    Computed,
};
template <>
inline constexpr auto kEnumNames<NormalisationChoice> =
    enumNames<NormalisationChoice>("normalisation", {{NormalisationChoice::Auto, "auto"},
                                                     {NormalisationChoice::Cifar10, "cifar10"},
                                                     {NormalisationChoice::Imagenet, "imagenet"},
                                                     {NormalisationChoice::Half, "half"},
                                                     {NormalisationChoice::None, "none"},
                                                     {NormalisationChoice::Computed, "computed"}});

/// How images are to be read. Resizing, cropping and turning are for folders of images, and ignored
/// for IDX and CIFAR, which have one shape.
struct ImageFolderOptions {
    int64_t resize = 0;  ///< shorter side after resizing (bilinear, antialiased); 0: see `crop`
    int64_t crop = 0;    ///< side of the central square crop; 0: the common size of the images
    NormalisationChoice normalisation = NormalisationChoice::Auto;
    std::string mean = {};  ///< numbers with commas, or one for all channels; empty: see above
    std::string std = {};
    std::string classes =
        {};  ///< a file that names a folder's classes in the order of their labels
    /// Turned upright by their EXIF orientation; torchvision's ImageFolder leaves images as stored.
    bool exifRotation = false;
    /// JPEG files are decoded at a half, a quarter or an eighth of their size where `resize`
    /// allows: faster, and pixels differ a little, as with PIL's Image.draft.
    bool reducedDecoding = false;
};

/// A data set as a user knows it: two splits and what belongs to both.
struct ImageData {
    DatasetKind kind = DatasetKind::FashionMnist;
    std::string name;      ///< "fashion-mnist", "cifar-10", or the folder's name
    std::string location;  ///< the folder it was read from
    std::string digest;    ///< of what identifies the images (XXH3-128, hexadecimal)
    std::vector<std::string> classNames;
    Normalisation normalisation;
    bool normalisationGiven = false;  ///< by the options, not assumed
    std::string asked;           ///< the location as it was given, made absolute if it is a folder
    ImageFolderOptions options;  ///< as they were given
    /// Of the images in grey (greyData), computed when it is first asked for; invalid where images
    /// have no grey form.
    std::shared_future<Normalisation> greyNormalisation;
    std::vector<std::string> notes;  ///< lines for the user: what was taken as what, or left out
    std::shared_ptr<const Dataset> train;  ///< null if the folder has no train split
    std::shared_ptr<const Dataset> test;   ///< never null
};

/// Opens `location`: "fashion-mnist" (Debian's dataset-fashion-mnist), or a folder whose kind is
/// recognised from its content: IDX files (*-images-idx3-ubyte[.gz]), CIFAR-10 and CIFAR-100 in the
/// binary version and that for Python, or folders of images (layoutOf). Where the
/// folder is none of them, but one of its sub-folders is, that one is opened.
/// Errors: NotFound, CorruptData (what, file, expected and got), Unsupported (no kind recognised:
/// says what was looked for), those of givenNormalisation.
ImageData openImageData(const std::string& location, const ImageFolderOptions& options = {});

/// Mean and standard deviation per channel of the pixels in [0, 1] over at most `limit` images of
/// the set, evenly spread (0: all), as numpy's mean() and std() of the same pixels give; a channel
/// of one value gets a deviation of 1, by which a pixel can be divided. Uses all cores.
/// Errors: InvalidArgument for an empty set, and those of Dataset::read.
Normalisation computeNormalisation(const Dataset& dataset, int64_t limit = 0);

}  // namespace secateur
