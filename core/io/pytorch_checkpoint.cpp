#include "core/io/pytorch_checkpoint.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <memory>
#include <set>
#include <string_view>

#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/io/pickle_reader.h"
#include "core/io/pickle_weights.h"
#include "core/io/tensor_assembly.h"
#include "core/io/tensor_bytes.h"
#include "core/io/zip_archive.h"

namespace secateur {

namespace {

using FindStorage = std::function<ByteView(const TensorRecipe&)>;

/// torch/serialization.py: MAGIC_NUMBER = 0x1950a86a20f9469cfc6c, little-endian.
constexpr std::array<uint8_t, 10> kLegacyMagic{0x6c, 0xfc, 0x9c, 0x46, 0xf9,
                                               0x20, 0x6a, 0xa8, 0x50, 0x19};
constexpr int64_t kLegacyProtocol = 1001;
constexpr size_t kSniffBytes = 32;
constexpr const char* kPickleEntry = "data.pkl";

bool looksLikeZip(const std::vector<uint8_t>& bytes) {
    return bytes.size() >= 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3 &&
           bytes[3] == 4;
}

/// Of the magic number in protocols 0 and 1.
constexpr std::string_view kLegacyMagicText = "L119547037146038801333356L";

bool looksLikeLegacy(const std::vector<uint8_t>& bytes) {
    if (bytes.size() > kLegacyMagicText.size() &&
        std::equal(kLegacyMagicText.begin(), kLegacyMagicText.end(), bytes.begin())) {
        return true;
    }
    const auto end =
        bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), kSniffBytes));
    return !bytes.empty() && bytes[0] == 0x80 &&
           std::search(bytes.begin(), end, kLegacyMagic.begin(), kLegacyMagic.end()) != end;
}

/// By one of the words of its name.
bool isAverage(const std::string& name) {
    static const std::set<std::string> words{"ema", "swa", "averaged", "shadow", "teacher"};
    std::string word;
    for (const char c : name + ".") {
        const auto letter = static_cast<unsigned char>(c);
        if (std::isalpha(letter) != 0) {
            word += static_cast<char>(std::tolower(letter));
        } else if (words.contains(word)) {
            return true;
        } else {
            word.clear();
        }
    }
    return false;
}

/// Has the shape and the type, but no memory for values.
at::Tensor outlineOf(const TensorRecipe& recipe, const std::string& where) {
    if (!tensorBytes(recipe.sizes, recipe.type)) {
        throw Error(ErrorCode::CorruptData, "a tensor is far larger than what is stored",
                    {where, "", shapeText(recipe.sizes)});
    }
    const bool quantized = c10::isQIntType(recipe.type);
    return at::zeros({}, at::TensorOptions().dtype(quantized ? at::kChar : recipe.type))
        .expand(recipe.sizes);
}

/// A file in memory, and what its pickle says of it.
struct Opened {
    Opened(std::vector<uint8_t> content, const std::string& file)
        : bytes(std::move(content)), source(file) {}

    std::vector<uint8_t> bytes;
    std::string source;
    std::unique_ptr<ZipArchive> archive;
    FindStorage findStorage;
    std::vector<PickledWeights> weights;

    StateDict read(size_t index) const {
        const PickledWeights& chosen = weights.at(index);
        TensorAssembly assembly(bytes.size(), source);
        StateDict state{{}, chosen.metadata};
        for (const auto& [name, recipe] : chosen.tensors) {
            if (c10::isQIntType(recipe->type)) {
                throw Error(ErrorCode::Unsupported,
                            "a network that torch.ao.quantization has converted to INT8; open the "
                            "float checkpoint that it was made of",
                            {source + ", tensor \"" + name + "\"", "", ""});
            }
            state.tensors.emplace_back(name, assembly.make(*recipe, findStorage(*recipe), name));
        }
        return state;
    }
};

Checkpoint offered(const std::shared_ptr<Opened>& opened, const PickleValue& root) {
    opened->weights = weightsIn(root, opened->source);
    if (opened->weights.empty()) {
        throw Error(ErrorCode::Unsupported, "the checkpoint holds no state_dict",
                    {opened->source, "a dict of tensors or a module somewhere in it", ""});
    }
    Checkpoint checkpoint;
    for (const PickledWeights& weights : opened->weights) {
        WeightsOffer offer{weights.name, isAverage(weights.name), false, {{}, weights.metadata}};
        for (const auto& [name, recipe] : weights.tensors) {
            const std::string where = opened->source + ", tensor \"" + name + "\"";
            offer.outline.tensors.emplace_back(name, outlineOf(*recipe, where));
            offer.quantized = offer.quantized || c10::isQIntType(recipe->type);
        }
        checkpoint.offers.push_back(std::move(offer));
    }
    checkpoint.read = [opened](size_t index) {
        try {
            return opened->read(index);
        } catch (...) {
            rethrowNaming(opened->source);
        }
    };
    return checkpoint;
}

/// The folder within the archive, "archive/" or the file's name, under which torch.save writes.
std::string archiveFolder(const ZipArchive& archive, const std::string& source) {
    for (const std::string& name : archive.names()) {
        const size_t slash = name.find('/');
        if (slash != std::string::npos && name.substr(slash + 1) == kPickleEntry) {
            return name.substr(0, slash + 1);
        }
    }
    throw Error(ErrorCode::CorruptData, "a zip archive, but not one that torch.save wrote",
                {source, std::string("an entry ") + kPickleEntry, ""});
}

Checkpoint readZip(const std::shared_ptr<Opened>& opened) {
    const std::string& source = opened->source;
    opened->archive =
        std::make_unique<ZipArchive>(ByteView{opened->bytes.data(), opened->bytes.size()}, source);
    ZipArchive& archive = *opened->archive;
    const std::string folder = archiveFolder(archive, source);
    if (archive.contains(folder + "byteorder")) {
        const ByteView order = archive.read(folder + "byteorder");
        if (std::string(reinterpret_cast<const char*>(order.data), order.size) != "little") {
            throw Error(ErrorCode::Unsupported, "a checkpoint from a big-endian machine",
                        {source, "", ""});
        }
    }
    const ByteView pickle = archive.read(folder + kPickleEntry);
    ByteCursor cursor(pickle.data, pickle.size, source + ", " + kPickleEntry);
    PickleReader reader;
    const PickleValue* root = reader.read(cursor);
    opened->findStorage = [&archive, folder](const TensorRecipe& recipe) {
        return archive.read(folder + "data/" + recipe.storageKey);
    };
    return offered(opened, *root);
}

/// Walks a pickle for the type that each storage has: a legacy file says so nowhere else.
std::map<std::string, at::ScalarType> storageTypes(const PickleReader& reader) {
    std::map<std::string, at::ScalarType> types;
    for (const PickleValue& value : reader.values()) {
        if (value.is(PickleKind::Storage)) {
            types.emplace(value.tensor->storageKey, value.tensor->storageType);
        }
    }
    return types;
}

/// After the pickles: for each key, in the order of the list, a count and the elements.
std::map<std::string, ByteView> readLegacyStorages(ByteCursor& cursor, const PickleValue& keys,
                                                   const PickleReader& reader) {
    const std::map<std::string, at::ScalarType> types = storageTypes(reader);
    if (!keys.is(PickleKind::List)) {
        cursor.fail("it has no list of storages");
    }
    std::map<std::string, ByteView> storages;
    for (const PickleValue* key : keys.items) {
        const auto type = key->is(PickleKind::Text) ? types.find(key->text) : types.end();
        if (type == types.end()) {
            cursor.fail("it has a storage that nothing refers to");
        }
        const uint64_t count = cursor.number(8);
        const uint64_t width = c10::elementSize(type->second);
        if (count > cursor.remaining() / width) {
            cursor.fail("a storage is longer than the file", std::to_string(count) + " elements");
        }
        const auto size = static_cast<size_t>(count * width);
        storages[key->text] = {cursor.take(size), size};
    }
    return storages;
}

void readLegacyHeader(ByteCursor& cursor, PickleReader& reader) {
    const PickleValue* magic = reader.read(cursor);
    if (!magic->is(PickleKind::BigInt) ||
        !std::equal(kLegacyMagic.begin(), kLegacyMagic.end(), magic->text.begin(),
                    magic->text.end(),
                    [](uint8_t a, char b) { return a == static_cast<uint8_t>(b); })) {
        cursor.fail("its magic number is wrong");
    }
    const PickleValue* protocol = reader.read(cursor);
    if (!protocol->is(PickleKind::Int) || protocol->integer != kLegacyProtocol) {
        cursor.fail("its protocol version is unknown");
    }
    const PickleValue* system = reader.read(cursor);
    const PickleValue* littleEndian = system->find("little_endian");
    if (littleEndian == nullptr || !littleEndian->is(PickleKind::Bool)) {
        cursor.fail("its description of the writing system is missing");
    }
    if (littleEndian->integer == 0) {
        throw Error(ErrorCode::Unsupported, "a checkpoint from a big-endian machine",
                    {cursor.source(), "", ""});
    }
}

Checkpoint readLegacy(const std::shared_ptr<Opened>& opened) {
    ByteCursor cursor(opened->bytes.data(), opened->bytes.size(), opened->source);
    PickleReader reader;
    readLegacyHeader(cursor, reader);
    const PickleValue* root = reader.read(cursor);
    const PickleValue* keys = reader.read(cursor);
    opened->findStorage =
        [cursor, storages = readLegacyStorages(cursor, *keys, reader)](const TensorRecipe& recipe) {
            const auto found = storages.find(recipe.storageKey);
            if (found == storages.end()) {
                cursor.fail("a storage is missing", recipe.storageKey);
            }
            return found->second;
        };
    return offered(opened, *root);
}

}  // namespace

Checkpoint parsePytorchCheckpoint(std::vector<uint8_t> bytes, const std::string& source) {
    try {
        const auto opened = std::make_shared<Opened>(std::move(bytes), source);
        if (looksLikeZip(opened->bytes)) {
            return readZip(opened);
        }
        if (looksLikeLegacy(opened->bytes)) {
            return readLegacy(opened);
        }
        throw Error(ErrorCode::CorruptData, "not a file that torch.save wrote", {source, "", ""});
    } catch (...) {
        rethrowNaming(source);
    }
}

bool looksLikePytorchCheckpoint(const std::string& path) {
    const std::vector<uint8_t> start = readFileStart(path, kSniffBytes);
    return looksLikeZip(start) || looksLikeLegacy(start);
}

}  // namespace secateur
