#include "core/io/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/base/json_text.h"
#include "core/base/text.h"
#include "core/io/tensor_bytes.h"

namespace secateur {

namespace {

using nlohmann::json;

constexpr size_t kLengthBytes = 8;
/// The reference implementation refuses longer headers too.
constexpr uint64_t kMaxHeaderBytes = 100'000'000;
constexpr const char* kMetadataKey = "__metadata__";

struct TypeName {
    at::ScalarType type;
    const char* name;
};

constexpr std::array<TypeName, 10> kTypeNames{{{at::kDouble, "F64"},
                                               {at::kFloat, "F32"},
                                               {at::kHalf, "F16"},
                                               {at::kBFloat16, "BF16"},
                                               {at::kLong, "I64"},
                                               {at::kInt, "I32"},
                                               {at::kShort, "I16"},
                                               {at::kChar, "I8"},
                                               {at::kByte, "U8"},
                                               {at::kBool, "BOOL"}}};

/// One entry of the header, checked against nothing but itself.
struct Entry {
    std::string name;
    at::ScalarType type = at::kFloat;
    std::vector<int64_t> shape;
    uint64_t begin = 0;
    uint64_t end = 0;
};

[[noreturn]] void corrupt(const std::string& source, const std::string& what,
                          const std::string& expected = "", const std::string& got = "") {
    throw Error(ErrorCode::CorruptData, "safetensors file is damaged, " + what,
                {source, expected, got});
}

uint64_t littleEndian64(const uint8_t* bytes) {
    uint64_t value = 0;
    for (int i = 7; i >= 0; --i) {
        value = value << 8 | bytes[i];
    }
    return value;
}

/// `order` gets the top-level keys as they stand in the file.
json parseHeader(const uint8_t* begin, const uint8_t* end, const std::string& source,
                 std::vector<std::string>& order) {
    const std::string_view text(reinterpret_cast<const char*>(begin),
                                static_cast<size_t>(end - begin));
    json header = parseJson(text, source + ", safetensors header", &order);
    if (!header.is_object()) {
        corrupt(source, "its header is not a JSON object");
    }
    return header;
}

at::ScalarType typeFromName(const std::string& name, const std::string& tensor,
                            const std::string& source) {
    for (const TypeName& known : kTypeNames) {
        if (name == known.name) {
            return known.type;
        }
    }
    throw Error(ErrorCode::Unsupported,
                "tensor \"" + tensor + "\" has a type that is not supported",
                {source, "F64, F32, F16, BF16, I64, I32, I16, I8, U8 or BOOL", name});
}

Entry parseEntry(const std::string& name, const json& value, const std::string& source) {
    const std::string label = "tensor \"" + name + "\"";
    if (!value.is_object() || !value.contains("dtype") || !value["dtype"].is_string() ||
        !value.contains("shape") || !value["shape"].is_array() || !value.contains("data_offsets") ||
        !value["data_offsets"].is_array() || value["data_offsets"].size() != 2) {
        corrupt(source, label + " has no valid dtype, shape and data_offsets");
    }
    Entry entry;
    entry.name = name;
    entry.type = typeFromName(value["dtype"].get<std::string>(), name, source);
    for (const json& dimension : value["shape"]) {
        if (!dimension.is_number_unsigned() ||
            dimension.get<uint64_t>() > std::numeric_limits<int64_t>::max()) {
            corrupt(source, label + " has a shape that is not a list of sizes");
        }
        entry.shape.push_back(dimension.get<int64_t>());
    }
    const json& offsets = value["data_offsets"];
    if (!offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned()) {
        corrupt(source, label + " has data_offsets that are not numbers");
    }
    entry.begin = offsets[0].get<uint64_t>();
    entry.end = offsets[1].get<uint64_t>();
    return entry;
}

/// Every byte of the data belongs to exactly one tensor, and each tensor has the bytes it needs.
void checkLayout(const std::vector<Entry>& entries, uint64_t dataBytes, const std::string& source) {
    std::vector<const Entry*> sorted;
    for (const Entry& entry : entries) {
        const std::string label = "tensor \"" + entry.name + "\"";
        if (entry.end < entry.begin || entry.end > dataBytes) {
            corrupt(source, label + " lies outside the data",
                    "offsets up to " + std::to_string(dataBytes),
                    std::to_string(entry.begin) + ".." + std::to_string(entry.end));
        }
        const std::optional<uint64_t> needed = tensorBytes(entry.shape, entry.type);
        if (!needed || *needed != entry.end - entry.begin) {
            corrupt(source, label + " has the wrong number of bytes",
                    needed ? std::to_string(*needed) : "a shape that fits into memory",
                    std::to_string(entry.end - entry.begin));
        }
        sorted.push_back(&entry);
    }
    std::stable_sort(sorted.begin(), sorted.end(), [](const Entry* a, const Entry* b) {
        return std::pair(a->begin, a->end) < std::pair(b->begin, b->end);
    });
    uint64_t expected = 0;
    for (const Entry* entry : sorted) {
        if (entry->begin != expected) {
            corrupt(source, "tensor \"" + entry->name + "\" overlaps another or leaves a gap",
                    "offset " + std::to_string(expected), std::to_string(entry->begin));
        }
        expected = entry->end;
    }
    if (expected != dataBytes) {
        corrupt(source, "its data does not end with the last tensor",
                std::to_string(expected) + " bytes", std::to_string(dataBytes));
    }
}

std::map<std::string, std::string> parseMetadata(const json& value, const std::string& source) {
    if (!value.is_object()) {
        corrupt(source, "__metadata__ is not an object");
    }
    std::map<std::string, std::string> metadata;
    for (const auto& [key, text] : value.items()) {
        if (!text.is_string()) {
            corrupt(source, "__metadata__ \"" + key + "\" is not a string");
        }
        metadata[key] = text.get<std::string>();
    }
    return metadata;
}

std::string quoted(const std::string& text) {
    if (!isUtf8(text)) {
        throw Error(ErrorCode::InvalidArgument, "a name or metadata text is not valid UTF-8");
    }
    return json(text).dump();
}

std::string headerEntry(const std::string& name, const at::Tensor& tensor, uint64_t begin) {
    const auto* type = std::find_if(kTypeNames.begin(), kTypeNames.end(), [&](const TypeName& t) {
        return t.type == tensor.scalar_type();
    });
    if (type == kTypeNames.end()) {
        throw Error(ErrorCode::Unsupported, "safetensors has no type for tensor \"" + name + "\"",
                    {"", "", at::toString(tensor.scalar_type())});
    }
    return fmt::format(R"({}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})", quoted(name),
                       type->name, fmt::join(tensor.sizes(), ","), begin, begin + tensor.nbytes());
}

std::string buildHeader(const StateDict& state) {
    std::vector<std::string> entries;
    if (!state.metadata.empty()) {
        std::vector<std::string> texts;
        for (const auto& [key, text] : state.metadata) {
            texts.push_back(quoted(key) + ":" + quoted(text));
        }
        entries.push_back(fmt::format("{}:{{{}}}", quoted(kMetadataKey), fmt::join(texts, ",")));
    }
    std::set<std::string> seen{kMetadataKey};
    uint64_t offset = 0;
    for (const auto& [name, tensor] : state.tensors) {
        if (!tensor.defined()) {
            throw Error(ErrorCode::Internal, "tensor \"" + name + "\" is undefined");
        }
        if (!seen.insert(name).second) {
            throw Error(ErrorCode::InvalidArgument, "two tensors have one name", {name, "", ""});
        }
        entries.push_back(headerEntry(name, tensor, offset));
        offset += tensor.nbytes();
    }
    std::string header = fmt::format("{{{}}}", fmt::join(entries, ","));
    header.resize((header.size() + 7) / 8 * 8, ' ');
    return header;
}

StateDict stateFrom(const std::vector<uint8_t>& bytes, const std::string& source) {
    if (bytes.size() < kLengthBytes) {
        corrupt(source, "it is too short", "at least 8 bytes", std::to_string(bytes.size()));
    }
    const uint64_t headerBytes = littleEndian64(bytes.data());
    if (headerBytes > std::min<uint64_t>(bytes.size() - kLengthBytes, kMaxHeaderBytes)) {
        corrupt(source, "its header is longer than the file or than 100 MB",
                "at most " + std::to_string(bytes.size() - kLengthBytes) + " bytes",
                std::to_string(headerBytes));
    }
    const uint8_t* header = bytes.data() + kLengthBytes;
    const uint8_t* data = header + headerBytes;
    std::vector<std::string> order;
    const json parsed = parseHeader(header, data, source, order);

    StateDict state;
    std::vector<Entry> entries;
    for (const std::string& name : order) {
        if (name == kMetadataKey) {
            state.metadata = parseMetadata(parsed[name], source);
        } else {
            entries.push_back(parseEntry(name, parsed[name], source));
        }
    }
    checkLayout(entries, bytes.size() - kLengthBytes - headerBytes, source);
    for (const Entry& entry : entries) {
        state.tensors.emplace_back(entry.name,
                                   tensorFromBytes(data + entry.begin, entry.shape, entry.type,
                                                   source + ", tensor \"" + entry.name + "\""));
    }
    return state;
}

}  // namespace

StateDict parseSafetensors(const std::vector<uint8_t>& bytes, const std::string& source) {
    try {
        return stateFrom(bytes, source);
    } catch (...) {
        rethrowNaming(source);
    }
}

StateDict readSafetensors(const std::string& path) {
    return parseSafetensors(readFile(path), path);
}

std::vector<uint8_t> serializeSafetensors(const StateDict& state) {
    const std::string header = buildHeader(state);
    size_t total = kLengthBytes + header.size();
    for (const auto& [name, tensor] : state.tensors) {
        total += tensor.nbytes();
    }
    std::vector<uint8_t> bytes(total);
    for (size_t i = 0; i < kLengthBytes; ++i) {
        bytes[i] = static_cast<uint8_t>(static_cast<uint64_t>(header.size()) >> 8 * i);
    }
    std::memcpy(bytes.data() + kLengthBytes, header.data(), header.size());
    uint8_t* out = bytes.data() + kLengthBytes + header.size();
    for (const auto& [name, tensor] : state.tensors) {
        const at::Tensor flat = tensor.detach().cpu().contiguous();
        if (flat.nbytes() > 0) {
            std::memcpy(out, flat.data_ptr(), flat.nbytes());
        }
        out += flat.nbytes();
    }
    return bytes;
}

int64_t writeSafetensors(const std::string& path, const StateDict& state) {
    const std::vector<uint8_t> bytes = serializeSafetensors(state);
    writeFile(path, bytes.data(), bytes.size());
    return static_cast<int64_t>(bytes.size());
}

bool looksLikeSafetensors(const std::string& path) {
    const std::vector<uint8_t> start = readFileStart(path, kLengthBytes + 1);
    return start.size() == kLengthBytes + 1 && start[kLengthBytes] == '{' &&
           littleEndian64(start.data()) <= kMaxHeaderBytes;
}

}  // namespace secateur
