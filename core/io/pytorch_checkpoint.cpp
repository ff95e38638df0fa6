#include "core/io/pytorch_checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>

#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/io/pickle_reader.h"
#include "core/io/tensor_assembly.h"
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

bool looksLikeLegacy(const std::vector<uint8_t>& bytes) {
    const auto end =
        bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), kSniffBytes));
    return !bytes.empty() && bytes[0] == 0x80 &&
           std::search(bytes.begin(), end, kLegacyMagic.begin(), kLegacyMagic.end()) != end;
}

/// A scalar as text; nothing for what has no short text.
std::optional<std::string> scalarText(const PickleValue& value) {
    switch (value.kind) {
        case PickleKind::Bool:
            return value.integer != 0 ? "true" : "false";
        case PickleKind::Int:
            return std::to_string(value.integer);
        case PickleKind::Float:
            return fmt::format("{}", value.real);
        case PickleKind::Text:
            return isUtf8(value.text) ? std::optional(value.text) : std::nullopt;
        default:
            return std::nullopt;
    }
}

bool holdsTensors(const PickleValue& dict) {
    for (size_t i = 1; i < dict.items.size(); i += 2) {
        if (dict.items[i]->is(PickleKind::Tensor)) {
            return true;
        }
    }
    return false;
}

/// Turns the unpickled object into a StateDict.
class StateCollector {
 public:
    StateCollector(FindStorage findStorage, uint64_t storedBytes, const std::string& source)
        : m_findStorage(std::move(findStorage)),
          m_assembly(storedBytes, source),
          m_source(source) {}

    StateDict collect(const PickleValue& root) {
        const PickleValue* weights = findWeights(root);
        if (weights == nullptr) {
            throw Error(ErrorCode::Unsupported, "the checkpoint holds no state_dict",
                        {m_source, "a dict of tensors, or one under net, state_dict or model", ""});
        }
        if (weights != &root) {
            addMetadata(root);
        }
        addMetadata(*weights);
        addTensors(*weights);
        return std::move(m_state);
    }

 private:
    static const PickleValue* findWeights(const PickleValue& root) {
        for (const char* key : {"net", "state_dict", "model"}) {
            const PickleValue* inner = root.find(key);
            if (inner != nullptr && inner->is(PickleKind::Dict) && holdsTensors(*inner)) {
                return inner;
            }
        }
        return root.is(PickleKind::Dict) && holdsTensors(root) ? &root : nullptr;
    }

    /// Text keys with scalar values; anything else beside the weights is left out.
    void addMetadata(const PickleValue& dict) {
        for (size_t i = 0; i + 1 < dict.items.size(); i += 2) {
            const PickleValue& key = *dict.items[i];
            if (!key.is(PickleKind::Text) || !isUtf8(key.text)) {
                continue;
            }
            const PickleValue& value = *dict.items[i + 1];
            if (const std::optional<std::string> text = scalarText(value)) {
                m_state.metadata[key.text] = *text;
            }
        }
    }

    void addTensors(const PickleValue& dict) {
        std::set<std::string> seen;
        for (size_t i = 0; i + 1 < dict.items.size(); i += 2) {
            const PickleValue& key = *dict.items[i];
            const PickleValue& value = *dict.items[i + 1];
            if (!value.is(PickleKind::Tensor)) {
                continue;
            }
            if (!key.is(PickleKind::Text) || !isUtf8(key.text) || !seen.insert(key.text).second) {
                throw Error(ErrorCode::CorruptData, "a tensor has no name of its own",
                            {m_source, "", ""});
            }
            m_state.tensors.emplace_back(
                key.text, m_assembly.make(*value.tensor, m_findStorage(*value.tensor), key.text));
        }
    }

    FindStorage m_findStorage;
    TensorAssembly m_assembly;
    std::string m_source;
    StateDict m_state;
};

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

StateDict readZip(const std::vector<uint8_t>& bytes, const std::string& source) {
    ZipArchive archive({bytes.data(), bytes.size()}, source);
    const std::string folder = archiveFolder(archive, source);
    if (archive.contains(folder + "constants.pkl")) {
        throw Error(ErrorCode::Unsupported,
                    "a TorchScript program (torch.jit.save) is not a checkpoint; save "
                    "model.state_dict() instead",
                    {source, "", ""});
    }
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
    const FindStorage findStorage = [&](const TensorRecipe& recipe) {
        return archive.read(folder + "data/" + recipe.storageKey);
    };
    return StateCollector(findStorage, bytes.size(), source).collect(*root);
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

StateDict readLegacy(const std::vector<uint8_t>& bytes, const std::string& source) {
    ByteCursor cursor(bytes.data(), bytes.size(), source);
    PickleReader reader;
    readLegacyHeader(cursor, reader);
    const PickleValue* root = reader.read(cursor);
    const PickleValue* keys = reader.read(cursor);
    const std::map<std::string, ByteView> storages = readLegacyStorages(cursor, *keys, reader);
    const FindStorage findStorage = [&](const TensorRecipe& recipe) {
        const auto found = storages.find(recipe.storageKey);
        if (found == storages.end()) {
            cursor.fail("a storage is missing", recipe.storageKey);
        }
        return found->second;
    };
    return StateCollector(findStorage, bytes.size(), source).collect(*root);
}

StateDict readBytes(const std::vector<uint8_t>& bytes, const std::string& source) {
    if (looksLikeZip(bytes)) {
        return readZip(bytes, source);
    }
    if (looksLikeLegacy(bytes)) {
        return readLegacy(bytes, source);
    }
    throw Error(ErrorCode::CorruptData, "not a file that torch.save wrote", {source, "", ""});
}

}  // namespace

StateDict parsePytorchCheckpoint(const std::vector<uint8_t>& bytes, const std::string& source) {
    try {
        return readBytes(bytes, source);
    } catch (...) {
        rethrowNaming(source);
    }
}

StateDict readPytorchCheckpoint(const std::string& path) {
    return parsePytorchCheckpoint(readFile(path), path);
}

bool looksLikePytorchCheckpoint(const std::string& path) {
    const std::vector<uint8_t> start = readFileStart(path, kSniffBytes);
    return looksLikeZip(start) || looksLikeLegacy(start);
}

}  // namespace secateur
