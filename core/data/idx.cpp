#include "core/data/idx.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>

#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/data/memory_dataset.h"

namespace secateur {

namespace fs = std::filesystem;

namespace {

// What openIdx finds as digest of the test split of Fashion-MNIST as published.
constexpr const char* kFashionMnistTestDigest = "b8ca1c8c3f672f0fa3c4b9bcb1d5c040";

const std::vector<std::string> kFashionMnistClasses = {
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};

std::string byteCount(uint64_t bytes) {
    return fmt::format("{} bytes", bytes);
}

/// A plain or gzip file, read front to back.
class IdxFile {
 public:
    explicit IdxFile(const std::string& path) : m_path(path) {
        FileDescriptor file = openInput(path, &m_fileSize);
        m_file = gzdopen(file.get(), "rb");
        if (m_file == nullptr) {
            throw std::bad_alloc();
        }
        file.release();  // gzclose closes it
        gzbuffer(m_file, 1 << 17);
    }
    ~IdxFile() { gzclose(m_file); }
    IdxFile(const IdxFile&) = delete;
    IdxFile& operator=(const IdxFile&) = delete;

    /// As many of `size` bytes as there are.
    size_t read(uint8_t* out, size_t size) {
        size_t done = 0;
        while (done < size) {
            const auto wanted = static_cast<unsigned>(std::min<size_t>(size - done, 1 << 24));
            errno = 0;
            const int got = gzread(m_file, out + done, wanted);
            if (got < 0) {
                throwReadError();
            }
            if (got == 0) {
                break;
            }
            done += static_cast<size_t>(got);
        }
        return done;
    }

    /// Throws unless everything was read, gzip's checksum included.
    void expectEnd() {
        uint8_t extra = 0;
        if (read(&extra, 1) != 0) {
            throw Error(ErrorCode::CorruptData,
                        "bytes follow the content that the IDX header announces", {m_path, "", ""});
        }
        int code = Z_OK;
        const std::string text = gzerror(m_file, &code);
        if (code != Z_OK) {
            throw Error(ErrorCode::CorruptData, "the gzip data are damaged", {m_path, "", text});
        }
    }

    bool isPlain() { return gzdirect(m_file) != 0; }
    uint64_t fileSize() const { return m_fileSize; }
    const std::string& path() const { return m_path; }

 private:
    [[noreturn]] void throwReadError() {
        const std::string reason = errno != 0 ? std::strerror(errno) : "";
        int code = Z_OK;
        const std::string text = gzerror(m_file, &code);
        if (code == Z_ERRNO) {
            throw Error(ErrorCode::Io, "the file cannot be read", {m_path, "", reason});
        }
        throw Error(ErrorCode::CorruptData, "the gzip data are damaged", {m_path, "", text});
    }

    std::string m_path;
    uint64_t m_fileSize = 0;
    gzFile m_file = nullptr;
};

uint32_t bigEndian(const uint8_t* bytes) {
    return uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 | uint32_t{bytes[2]} << 8 |
           uint32_t{bytes[3]};
}

std::vector<int64_t> readHeader(IdxFile& file, int rank) {
    std::array<uint8_t, 4> magic{};
    std::vector<uint8_t> sizes(static_cast<size_t>(rank) * 4);
    const size_t magicBytes = file.read(magic.data(), magic.size());
    const uint32_t expectedMagic = 0x0800U + static_cast<uint32_t>(rank);
    if (magicBytes == magic.size() && bigEndian(magic.data()) != expectedMagic) {
        throw Error(ErrorCode::CorruptData,
                    fmt::format("not an IDX file of {}-dimensional unsigned bytes", rank),
                    {file.path(), fmt::format("magic number {:08x}", expectedMagic),
                     fmt::format("{:08x}", bigEndian(magic.data()))});
    }
    const size_t got = magicBytes + file.read(sizes.data(), sizes.size());
    if (got != magic.size() + sizes.size()) {
        throw Error(
            ErrorCode::CorruptData, "the file ends within its IDX header",
            {file.path(), byteCount(magic.size() + sizes.size()) + " of header", byteCount(got)});
    }
    std::vector<int64_t> shape;
    for (size_t i = 0; i < sizes.size(); i += 4) {
        shape.push_back(bigEndian(sizes.data() + i));
    }
    return shape;
}

/// The bytes that the header announces, refused where the file cannot hold them, or where nothing
/// but a bomb would: real images shrink by less than a tenth of kMaxRatio.
uint64_t announcedBytes(IdxFile& file, const std::vector<int64_t>& shape) {
    constexpr uint64_t kMaxRatio = 64;
    constexpr uint64_t kAlwaysAllowed = 64 << 20;
    const uint64_t header = 4 + 4 * shape.size();
    const uint64_t size = std::min<uint64_t>(file.fileSize(), uint64_t{1} << 50);
    const uint64_t room =
        file.isPlain() ? size - std::min(header, size) : kAlwaysAllowed + size * kMaxRatio;
    const std::string announced = fmt::format("{} bytes of content", fmt::join(shape, " x "));
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) {
        throw Error(ErrorCode::CorruptData, "the IDX header announces no data",
                    {file.path(), "sizes above 0", fmt::format("{}", fmt::join(shape, " x "))});
    }
    uint64_t total = 1;
    for (const int64_t extent : shape) {
        const auto factor = static_cast<uint64_t>(extent);
        if (total > room / factor) {
            throw Error(
                ErrorCode::CorruptData, "the file is shorter than its IDX header says",
                {file.path(), announced, (file.isPlain() ? "" : "at most ") + byteCount(room)});
        }
        total *= factor;
    }
    if (file.isPlain() && total != room) {
        throw Error(ErrorCode::CorruptData,
                    "bytes follow the content that the IDX header announces",
                    {file.path(), announced, byteCount(room)});
    }
    return total;
}

struct SplitFiles {
    std::string images;  ///< empty: there is none
    std::string labels;
};

std::string findFile(const std::string& folder, const std::string& stem) {
    for (const char* ending : {"", ".gz"}) {
        const fs::path path = fs::path(folder) / (stem + ending);
        std::error_code error;
        if (fs::is_regular_file(path, error)) {
            return path.string();
        }
    }
    return "";
}

SplitFiles findSplit(const std::string& folder, const std::string& prefix) {
    return {findFile(folder, prefix + "-images-idx3-ubyte"),
            findFile(folder, prefix + "-labels-idx1-ubyte")};
}

std::shared_ptr<const MemoryDataset> readSplit(const std::string& folder,
                                               const std::string& prefix) {
    const SplitFiles files = findSplit(folder, prefix);
    for (const auto& [path, kind] :
         {std::pair{files.images, "images-idx3"}, std::pair{files.labels, "labels-idx1"}}) {
        if (path.empty()) {
            throw Error(
                ErrorCode::NotFound, "a file of the data set is missing",
                {folder, fmt::format("{}-{}-ubyte or {}-{}-ubyte.gz", prefix, kind, prefix, kind),
                 ""});
        }
    }
    // Labels first: they are small, and tell soon whether the images can be right.
    IdxArray labels = readIdx(files.labels, 1);
    IdxArray images = readIdx(files.images, 3);
    if (labels.shape[0] != images.shape[0]) {
        throw Error(ErrorCode::CorruptData, "there is not one label for each image",
                    {files.labels, fmt::format("{} labels", images.shape[0]),
                     fmt::format("{}", labels.shape[0])});
    }
    return std::make_shared<MemoryDataset>(
        MemoryDataset::Shape{1, images.shape[1], images.shape[2]}, std::move(images.bytes),
        std::move(labels.bytes));
}

bool saysFashion(const std::string& folder) {
    std::error_code error;
    std::string path = fs::weakly_canonical(folder, error).string();
    std::transform(path.begin(), path.end(), path.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return path.find("fashion") != std::string::npos;
}

void checkLabels(const std::string& file, const MemoryDataset& split, int classes) {
    const auto bad = std::find_if(split.labels().begin(), split.labels().end(),
                                  [&](uint8_t label) { return label >= classes; });
    if (bad != split.labels().end()) {
        throw Error(ErrorCode::CorruptData, "a label is no class of the data set",
                    {fmt::format("{}, label {}", file, bad - split.labels().begin()),
                     fmt::format("0 to {}", classes - 1), fmt::format("{}", *bad)});
    }
}

int classCount(const MemoryDataset& split) {
    return *std::max_element(split.labels().begin(), split.labels().end()) + 1;
}

std::string digestOf(const MemoryDataset* train, const MemoryDataset& test) {
    Digest digest;
    if (train != nullptr) {
        train->addTo(digest);
    }
    test.addTo(digest);
    return digest.hex();
}

void checkOneShape(const std::string& folder, const MemoryDataset& train,
                   const MemoryDataset& test) {
    if (train.height() != test.height() || train.width() != test.width()) {
        throw Error(ErrorCode::Mismatch, "train and test images have two sizes",
                    {folder, fmt::format("{} x {} as in train", train.height(), train.width()),
                     fmt::format("{} x {}", test.height(), test.width())});
    }
}

}  // namespace

namespace {

IdxArray readArray(const std::string& path, int rank) {
    IdxFile file(path);
    IdxArray array;
    array.shape = readHeader(file, rank);
    const uint64_t total = announcedBytes(file, array.shape);
    uint64_t done = 0;
    while (done < total) {
        // A gzip header can still claim more than the stream holds, so memory follows the content.
        const uint64_t room = file.isPlain() ? total : std::max<uint64_t>(1 << 22, 2 * done);
        array.bytes.resize(std::min(total, room));
        done += file.read(array.bytes.data() + done, array.bytes.size() - done);
        if (done < array.bytes.size()) {
            throw Error(ErrorCode::CorruptData, "the file is shorter than its IDX header says",
                        {path, byteCount(total) + " of content", byteCount(done)});
        }
    }
    file.expectEnd();
    return array;
}

}  // namespace

IdxArray readIdx(const std::string& path, int rank) {
    try {
        return readArray(path, rank);
    } catch (...) {
        rethrowNaming(path);
    }
}

bool holdsIdx(const std::string& folder) {
    return !findSplit(folder, "train").images.empty() || !findSplit(folder, "t10k").images.empty();
}

ImageData openIdx(const std::string& folder) {
    std::shared_ptr<const MemoryDataset> train;
    if (!findSplit(folder, "train").images.empty()) {
        train = readSplit(folder, "train");
    }
    const std::shared_ptr<const MemoryDataset> test = readSplit(folder, "t10k");
    if (train) {
        checkOneShape(folder, *train, *test);
    }
    ImageData data;
    const bool isFashion =
        saysFashion(folder) || digestOf(nullptr, *test) == kFashionMnistTestDigest;
    if (isFashion) {
        data.kind = DatasetKind::FashionMnist;
        data.name = "fashion-mnist";
        data.classNames = kFashionMnistClasses;
        data.normalisation = {{0.2860}, {0.3530}};
        checkLabels(findSplit(folder, "t10k").labels, *test, 10);
        if (train) {
            checkLabels(findSplit(folder, "train").labels, *train, 10);
        }
    } else {
        data.kind = DatasetKind::Idx;
        const int classes = std::max(classCount(*test), train ? classCount(*train) : 0);
        for (int label = 0; label < classes; ++label) {
            data.classNames.push_back(std::to_string(label));
        }
    }
    data.location = folder;
    data.digest = digestOf(train.get(), *test);
    data.train = train;
    data.test = test;
    return data;
}

ImageData openInstalledFashionMnist(const std::string& folder) {
    if (!holdsIdx(folder)) {
        throw Error(ErrorCode::NotFound,
                    "Fashion-MNIST is not installed; install Debian's package "
                    "dataset-fashion-mnist, or give the folder that holds its IDX files",
                    {folder, "", ""});
    }
    return openIdx(folder);
}

}  // namespace secateur
