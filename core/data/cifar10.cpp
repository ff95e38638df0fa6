#include "core/data/cifar10.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "core/base/byte_cursor.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/data/memory_dataset.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

constexpr size_t kPixelBytes = 3 * 32 * 32;
constexpr size_t kRecordBytes = 1 + kPixelBytes;
constexpr int kClasses = 10;

std::vector<std::string> trainFiles(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("data_batch_") && name.ends_with(".bin")) {
            names.push_back(name);
        }
    }
    // data_batch_10 after data_batch_9.
    std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        return std::pair(a.size(), a) < std::pair(b.size(), b);
    });
    for (std::string& name : names) {
        name = (fs::path(folder) / name).string();
    }
    return names;
}

int64_t recordCount(const std::string& path) {
    uint64_t size = 0;
    openInput(path, &size);
    if (size == 0 || size % kRecordBytes != 0) {
        throw Error(
            ErrorCode::CorruptData, "not a whole number of CIFAR-10 records",
            {fmt::format("{}, record {}", path, size / kRecordBytes),
             fmt::format("a multiple of {} bytes", kRecordBytes), fmt::format("{} bytes", size)});
    }
    return static_cast<int64_t>(size / kRecordBytes);
}

void appendFile(const std::string& path, std::vector<uint8_t>& pixels,
                std::vector<uint8_t>& labels) {
    const std::vector<uint8_t> bytes = readFile(path);
    ByteCursor cursor(bytes.data(), bytes.size(), path);
    for (int64_t i = 0; cursor.remaining() > 0; ++i) {
        const uint8_t* record = cursor.take(kRecordBytes);
        if (record[0] >= kClasses) {
            throw Error(
                ErrorCode::CorruptData, "a label is no class of CIFAR-10",
                {fmt::format("{}, record {}", path, i), "0 to 9", fmt::format("{}", record[0])});
        }
        labels.push_back(record[0]);
        pixels.insert(pixels.end(), record + 1, record + kRecordBytes);
    }
}

/// Records hold red, green and blue one after the other; data sets hold pixels.
void interleave(std::vector<uint8_t>& pixels) {
    constexpr size_t kPlane = kPixelBytes / 3;
    std::vector<uint8_t> planes(kPixelBytes);
    for (size_t start = 0; start < pixels.size(); start += kPixelBytes) {
        uint8_t* image = pixels.data() + start;
        std::memcpy(planes.data(), image, kPixelBytes);
        for (size_t i = 0; i < kPixelBytes; ++i) {
            image[i] = planes[i % 3 * kPlane + i / 3];
        }
    }
}

std::shared_ptr<const MemoryDataset> readSplit(const std::vector<std::string>& files,
                                               Digest& digest) {
    int64_t records = 0;
    for (const std::string& file : files) {
        records += recordCount(file);
    }
    std::vector<uint8_t> pixels;
    std::vector<uint8_t> labels;
    pixels.reserve(static_cast<size_t>(records) * kPixelBytes);
    labels.reserve(static_cast<size_t>(records));
    for (const std::string& file : files) {
        appendFile(file, pixels, labels);
    }
    constexpr MemoryDataset::Shape kShape{3, 32, 32};
    MemoryDataset::identify(digest, kShape, pixels, labels);
    interleave(pixels);
    return std::make_shared<MemoryDataset>(kShape, std::move(pixels), std::move(labels));
}

std::vector<std::string> readClassNames(const std::string& folder) {
    const std::string path = (fs::path(folder) / "batches.meta.txt").string();
    if (!fs::exists(path)) {
        return cifar10ClassNames();
    }
    const std::vector<uint8_t> bytes = readFile(path, 1 << 20);
    std::istringstream file(std::string(bytes.begin(), bytes.end()));
    std::vector<std::string> names;
    for (std::string line; names.size() <= kClasses && std::getline(file, line);) {
        line.erase(std::find_if(line.rbegin(), line.rend(),
                                [](unsigned char c) { return !std::isspace(c); })
                       .base(),
                   line.end());
        if (!line.empty()) {
            names.push_back(line);
        }
    }
    if (names.size() != kClasses) {
        throw Error(ErrorCode::CorruptData, "the file does not name the classes of CIFAR-10",
                    {path, fmt::format("{} names", kClasses),
                     names.size() > kClasses ? "more" : fmt::format("{}", names.size())});
    }
    return names;
}

}  // namespace

const std::vector<std::string>& cifar10ClassNames() {
    static const std::vector<std::string> names = {
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
    return names;
}

const Normalisation& cifar10Normalisation() {
    static const Normalisation constants = {{0.4914, 0.4822, 0.4465}, {0.2023, 0.1994, 0.2010}};
    return constants;
}

bool holdsCifar10(const std::string& folder) {
    std::error_code error;
    return fs::is_regular_file(fs::path(folder) / "test_batch.bin", error) ||
           !trainFiles(folder).empty();
}

ImageData openCifar10(const std::string& folder) {
    const std::string testFile = (fs::path(folder) / "test_batch.bin").string();
    std::error_code error;
    if (!fs::is_regular_file(testFile, error)) {
        throw Error(ErrorCode::NotFound, "a file of the data set is missing",
                    {folder, "test_batch.bin", ""});
    }
    ImageData data;
    data.kind = DatasetKind::Cifar10;
    data.name = "cifar-10";
    data.location = folder;
    data.classNames = readClassNames(folder);
    data.normalisation = cifar10Normalisation();
    Digest digest;
    const std::vector<std::string> files = trainFiles(folder);
    if (!files.empty()) {
        data.train = readSplit(files, digest);
    }
    data.test = readSplit({testFile}, digest);
    data.digest = digest.hex();
    return data;
}

}  // namespace secateur
