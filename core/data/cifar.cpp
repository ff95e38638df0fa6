#include "core/data/cifar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "core/base/byte_cursor.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/data/cifar_pickle.h"
#include "core/data/memory_dataset.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

constexpr size_t kPixelBytes = 3 * 32 * 32;

/// One of the four ways in which CIFAR comes.
struct Form {
    DatasetKind kind;
    int classes;
    bool pickled;
    const char* trainFile;  ///< or how its names start
    const char* testFile;
    const char* namesFile;
    size_t labelBytes;  ///< of a binary record; the last one counts
};

constexpr std::array<Form, 4> kForms{
    {{DatasetKind::Cifar10, 10, false, "data_batch_", "test_batch.bin", "batches.meta.txt", 1},
     {DatasetKind::Cifar10, 10, true, "data_batch_", "test_batch", "batches.meta", 0},
     {DatasetKind::Cifar100, 100, false, "train.bin", "test.bin", "fine_label_names.txt", 2},
     {DatasetKind::Cifar100, 100, true, "train", "test", "meta", 0}}};

bool isFileIn(const std::string& folder, const std::string& name) {
    std::error_code error;
    return fs::is_regular_file(fs::path(folder) / name, error);
}

std::vector<std::string> trainFiles(const std::string& folder, const Form& form) {
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (isFileIn(folder, name) && name.starts_with(form.trainFile) &&
            (form.kind == DatasetKind::Cifar10 ? name.ends_with(".bin") != form.pickled
                                               : name == form.trainFile)) {
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

/// The form that the folder has; null: none. `train` and `test` are common names: of CIFAR-100's
/// pickles `meta` must be there too.
const Form* formIn(const std::string& folder) {
    for (const Form& form : kForms) {
        const bool names =
            !form.pickled || form.kind == DatasetKind::Cifar10 || isFileIn(folder, form.namesFile);
        if (names && (isFileIn(folder, form.testFile) || !trainFiles(folder, form).empty())) {
            return &form;
        }
    }
    return nullptr;
}

const char* titleOf(const Form& form) {
    return form.kind == DatasetKind::Cifar10 ? "CIFAR-10" : "CIFAR-100";
}

int64_t recordCount(const std::string& path, const Form& form) {
    const size_t record = form.labelBytes + kPixelBytes;
    uint64_t size = 0;
    openInput(path, &size);
    if (size == 0 || size % record != 0) {
        throw Error(ErrorCode::CorruptData,
                    fmt::format("not a whole number of {} records", titleOf(form)),
                    {fmt::format("{}, record {}", path, size / record),
                     fmt::format("a multiple of {} bytes", record), fmt::format("{} bytes", size)});
    }
    return static_cast<int64_t>(size / record);
}

void appendFile(const std::string& path, const Form& form, std::vector<uint8_t>& pixels,
                std::vector<uint8_t>& labels) {
    if (form.pickled) {
        const CifarBatch batch = readCifarBatch(path, form.classes);
        labels.insert(labels.end(), batch.labels.begin(), batch.labels.end());
        pixels.insert(pixels.end(), batch.planes.begin(), batch.planes.end());
        return;
    }
    recordCount(path, form);
    const std::vector<uint8_t> bytes = readFile(path);
    ByteCursor cursor(bytes.data(), bytes.size(), path);
    for (int64_t i = 0; cursor.remaining() > 0; ++i) {
        const uint8_t* record = cursor.take(form.labelBytes + kPixelBytes);
        const uint8_t label = record[form.labelBytes - 1];
        if (label >= form.classes) {
            throw Error(ErrorCode::CorruptData,
                        fmt::format("a label is no class of {}", titleOf(form)),
                        {fmt::format("{}, record {}", path, i),
                         fmt::format("0 to {}", form.classes - 1), fmt::format("{}", label)});
        }
        labels.push_back(label);
        pixels.insert(pixels.end(), record + form.labelBytes,
                      record + form.labelBytes + kPixelBytes);
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
                                               const Form& form, Digest& digest) {
    std::vector<uint8_t> pixels;
    std::vector<uint8_t> labels;
    for (const std::string& file : files) {
        appendFile(file, form, pixels, labels);
    }
    constexpr MemoryDataset::Shape kShape{3, 32, 32};
    MemoryDataset::identify(digest, kShape, pixels, labels);
    interleave(pixels);
    return std::make_shared<MemoryDataset>(kShape, std::move(pixels), std::move(labels));
}

std::vector<std::string> nameLines(const std::string& path) {
    const std::vector<uint8_t> bytes = readFile(path, 1 << 20);
    std::istringstream file(std::string(bytes.begin(), bytes.end()));
    std::vector<std::string> names;
    for (std::string line; std::getline(file, line);) {
        line.erase(std::find_if(line.rbegin(), line.rend(),
                                [](unsigned char c) { return !std::isspace(c); })
                       .base(),
                   line.end());
        if (!line.empty()) {
            names.push_back(line);
        }
    }
    return names;
}

std::vector<std::string> numberedNames(int classes) {
    std::vector<std::string> names;
    for (int i = 0; i < classes; ++i) {
        names.push_back(fmt::format("class {}", i));
    }
    return names;
}

std::vector<std::string> readClassNames(const std::string& folder, const Form& form) {
    const std::string path = (fs::path(folder) / form.namesFile).string();
    if (!isFileIn(folder, form.namesFile)) {
        return form.kind == DatasetKind::Cifar10 ? cifar10ClassNames()
                                                 : numberedNames(form.classes);
    }
    std::vector<std::string> names = form.pickled ? readCifarNames(path) : nameLines(path);
    if (std::ssize(names) != form.classes) {
        throw Error(ErrorCode::CorruptData,
                    fmt::format("the file does not name the classes of {}", titleOf(form)),
                    {path, fmt::format("{} names", form.classes),
                     std::ssize(names) > form.classes ? "more" : fmt::format("{}", names.size())});
    }
    return names;
}

const Normalisation& cifar100Normalisation() {
    static const Normalisation constants = {{0.5071, 0.4865, 0.4409}, {0.2673, 0.2564, 0.2762}};
    return constants;
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

bool holdsCifar(const std::string& folder) {
    return formIn(folder) != nullptr;
}

ImageData openCifar(const std::string& folder) {
    const Form* form = formIn(folder);
    if (form == nullptr || !isFileIn(folder, form->testFile)) {
        throw Error(ErrorCode::NotFound, "a file of the data set is missing",
                    {folder, form == nullptr ? "test_batch.bin" : form->testFile, ""});
    }
    ImageData data;
    data.kind = form->kind;
    data.name = enumName(form->kind);
    data.location = folder;
    data.classNames = readClassNames(folder, *form);
    data.normalisation =
        form->kind == DatasetKind::Cifar10 ? cifar10Normalisation() : cifar100Normalisation();
    Digest digest;
    const std::vector<std::string> files = trainFiles(folder, *form);
    if (!files.empty()) {
        data.train = readSplit(files, *form, digest);
    }
    data.test = readSplit({(fs::path(folder) / form->testFile).string()}, *form, digest);
    data.digest = digest.hex();
    return data;
}

}  // namespace secateur
