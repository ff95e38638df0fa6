#include "core/data/dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "core/base/digest.h"
#include "core/base/failure.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/data/cifar.h"
#include "core/data/data_folder.h"
#include "core/data/grey_dataset.h"
#include "core/data/idx.h"
#include "core/data/image_folder.h"
#include "core/data/normalisation.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

constexpr const char* kInstalledFashionMnist = "fashion-mnist";

using Histogram = std::array<int64_t, 256>;

void checkFolder(const std::string& location) {
    std::error_code error;
    const fs::file_status status = fs::status(location, error);
    if (location.empty() || status.type() == fs::file_type::not_found) {
        throw Error(ErrorCode::NotFound, "there is no such folder of images", {location, "", ""});
    }
    if (status.type() == fs::file_type::none) {
        throw Error(ErrorCode::Io, "the folder cannot be read", {location, "", error.message()});
    }
    if (status.type() != fs::file_type::directory) {
        throw Error(ErrorCode::Unsupported, "image data are given as a folder, archives unpacked",
                    {location, "a folder", "a file"});
    }
    fs::directory_iterator probe(location, error);
    if (error) {
        throw Error(ErrorCode::Io, "the folder cannot be read", {location, "", error.message()});
    }
}

std::string folderName(const std::string& location) {
    std::error_code error;
    const fs::path path = fs::weakly_canonical(location, error);
    return path.filename().empty() ? location : path.filename().string();
}

[[noreturn]] void refuseUnknown(const std::string& location) {
    throw Error(ErrorCode::Unsupported, "no image data of a known kind",
                {location,
                 "t10k-images-idx3-ubyte[.gz] (MNIST family), test_batch.bin or data_batch_1 "
                 "(CIFAR-10), test.bin or meta (CIFAR-100), or train/<class>/ and test/<class>/ "
                 "with images",
                 ""});
}

Normalisation fromHistograms(const std::vector<Histogram>& histograms) {
    Normalisation result;
    for (const Histogram& histogram : histograms) {
        double count = 0;
        double sum = 0;
        for (size_t value = 0; value < histogram.size(); ++value) {
            count += static_cast<double>(histogram[value]);
            sum += static_cast<double>(histogram[value]) * static_cast<double>(value);
        }
        const double mean = sum / count;
        double squares = 0;
        for (size_t value = 0; value < histogram.size(); ++value) {
            const double distance = static_cast<double>(value) - mean;
            squares += static_cast<double>(histogram[value]) * distance * distance;
        }
        const double deviation = std::sqrt(squares / count) / 255.0;
        result.mean.push_back(mean / 255.0);
        result.std.push_back(deviation > 0 ? deviation : 1.0);
    }
    return result;
}

/// How many images tell the constants of a set. Large ones are slow to decode and hold many pixels.
int64_t normalisationSample(const Dataset& dataset) {
    return dataset.imageBytes() <= (1 << 16) ? 5000 : 1000;
}

ImageData open(const std::string& location, const ImageFolderOptions& options) {
    if (location == kInstalledFashionMnist) {
        return openInstalledFashionMnist();
    }
    checkFolder(location);
    ImageData data;
    const auto [folder, kind] = findData(location);
    if (kind == DatasetKind::Idx) {
        data = openIdx(folder);
    } else if (kind == DatasetKind::Cifar10) {
        data = openCifar(folder);
    } else if (kind == DatasetKind::ImageFolder) {
        data = openImageFolder(folder, options);
    } else {
        refuseUnknown(location);
    }
    if (folder != location) {
        data.notes.insert(data.notes.begin(), "the data are in " + folder);
    }
    if (data.kind != DatasetKind::ImageFolder &&
        (options.resize > 0 || options.crop > 0 || !options.classes.empty())) {
        data.notes.emplace_back("resize, crop and classes are of folders of images: not used");
    }
    if (data.name.empty()) {
        data.name = folderName(folder);
    }
    return data;
}

/// The constants of an RGB folder's images in grey: what was given where it is one number a
/// channel, else the images' own.
Normalisation greyConstants(const ImageData& data, const ImageFolderOptions& options) {
    const bool computed =
        !data.normalisationGiven || (options.mean.empty() && options.std.empty() &&
                                     options.normalisation == NormalisationChoice::Computed);
    if (!computed) {
        return givenNormalisation(options, 1);
    }
    const GreyDataset source(data.train ? data.train : data.test);
    return computeNormalisation(source, normalisationSample(source));
}

/// What was asked for, else what the kind of data has, else the images' own. Constants that were
/// given make other data of the same images: what was measured with others is not theirs.
void normalise(ImageData& data, const ImageFolderOptions& options) {
    const Normalisation given = givenNormalisation(options, data.test->channels());
    data.normalisationGiven =
        !given.mean.empty() || options.normalisation == NormalisationChoice::Computed;
    if (data.normalisationGiven) {
        data.normalisation = given;
    }
    if (data.normalisation.mean.empty()) {
        const Dataset& source = data.train ? *data.train : *data.test;
        data.normalisation = computeNormalisation(source, normalisationSample(source));
    }
    if (data.normalisationGiven) {
        Digest digest;
        digest.addText(data.digest);
        for (const auto* constants : {&data.normalisation.mean, &data.normalisation.std}) {
            for (const double value : *constants) {
                digest.addBytes(&value, sizeof(value));
            }
        }
        data.digest = digest.hex();
    }
}

}  // namespace

ImageData openImageData(const std::string& location, const ImageFolderOptions& options) {
    try {
        ImageData data = open(location, options);
        normalise(data, options);
        data.asked =
            location == kInstalledFashionMnist ? location : fs::absolute(location).string();
        data.options = options;
        if (data.kind == DatasetKind::ImageFolder) {
            data.greyNormalisation =
                std::async(std::launch::deferred, greyConstants, data, options).share();
        }
        data.name = toUtf8(data.name);
        std::transform(data.classNames.begin(), data.classNames.end(), data.classNames.begin(),
                       toUtf8);
        return data;
    } catch (...) {
        rethrowNaming(location);
    }
}

Normalisation computeNormalisation(const Dataset& dataset, int64_t limit) {
    const int64_t images = dataset.size();
    const int64_t sample = limit > 0 ? std::min(limit, images) : images;
    if (sample == 0) {
        throw Error(ErrorCode::InvalidArgument, "no images to compute mean and deviation of");
    }
    // Decoding is the slow part, so it is shared out; counts add up to the same in any order.
    constexpr int64_t kChunk = 32;
    const int64_t chunks = (sample + kChunk - 1) / kChunk;
    const int workers = workerCount(0, chunks);
    const auto channels = static_cast<size_t>(dataset.channels());
    std::vector<std::vector<Histogram>> counts(static_cast<size_t>(workers),
                                               std::vector<Histogram>(channels));
    parallelJobs(workers, chunks, {}, [&](int worker, int64_t chunk) {
        std::vector<uint8_t> pixels(static_cast<size_t>(dataset.imageBytes()));
        const int64_t end = std::min(sample, (chunk + 1) * kChunk);
        for (int64_t k = chunk * kChunk; k < end; ++k) {
            dataset.read(k * images / sample, pixels.data());
            for (int64_t i = 0; i < dataset.imageBytes(); ++i) {
                ++counts[static_cast<size_t>(worker)][static_cast<size_t>(i) % channels]
                        [pixels[static_cast<size_t>(i)]];
            }
        }
    });
    for (size_t worker = 1; worker < counts.size(); ++worker) {
        for (size_t channel = 0; channel < channels; ++channel) {
            for (size_t value = 0; value < 256; ++value) {
                counts[0][channel][value] += counts[worker][channel][value];
            }
        }
    }
    return fromHistograms(counts[0]);
}

}  // namespace secateur
