#include "core/io/sparse_encoding.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/base/json_text.h"
#include "core/io/tensor_bytes.h"

namespace secateur {

namespace {

using nlohmann::json;

constexpr const char* kSparseKey = "secateur.sparse";
constexpr const char* kBitmask = ".bitmask";
constexpr const char* kValues = ".values";
/// The second header entry and the shape in the metadata cost about this much.
constexpr size_t kHeaderCost = 128;

bool isZero(const uint8_t* element, size_t width) {
    return std::all_of(element, element + width, [](uint8_t byte) { return byte == 0; });
}

size_t countNonZero(const uint8_t* data, size_t count, size_t width) {
    size_t result = 0;
    for (size_t i = 0; i < count; ++i) {
        result += isZero(data + i * width, width) ? 0 : 1;
    }
    return result;
}

/// Appends the two tensors; false if the tensor is better stored as it is.
bool encodeTensor(const std::string& name, const at::Tensor& tensor, StateDict& encoded) {
    const at::Tensor dense = tensor.detach().cpu().contiguous();
    const auto* data = static_cast<const uint8_t*>(dense.data_ptr());
    const auto count = static_cast<size_t>(dense.numel());
    const size_t width = dense.element_size();
    const size_t maskBytes = (count + 7) / 8;
    const size_t kept = countNonZero(data, count, width);
    if (count == 0 || 2 * kept > count || maskBytes + kept * width + kHeaderCost >= count * width) {
        return false;
    }
    at::Tensor mask = at::zeros({static_cast<int64_t>(maskBytes)}, at::kByte);
    at::Tensor values = at::empty({static_cast<int64_t>(kept)}, dense.options());
    auto* bits = mask.data_ptr<uint8_t>();
    auto* out = static_cast<uint8_t*>(values.data_ptr());
    for (size_t i = 0; i < count; ++i) {
        if (!isZero(data + i * width, width)) {
            bits[i / 8] = static_cast<uint8_t>(bits[i / 8] | 1u << i % 8);
            std::memcpy(out, data + i * width, width);
            out += width;
        }
    }
    encoded.tensors.emplace_back(name + kBitmask, std::move(mask));
    encoded.tensors.emplace_back(name + kValues, std::move(values));
    return true;
}

[[noreturn]] void corruptSparse(const std::string& source, const std::string& name,
                                const std::string& what) {
    throw Error(ErrorCode::CorruptData, "a sparse tensor is damaged, " + what,
                {source + ", tensor \"" + name + "\"", "", ""});
}

at::Tensor decodeTensor(const std::string& name, const std::vector<int64_t>& shape,
                        const at::Tensor& mask, const at::Tensor& values,
                        const std::string& source) {
    const std::optional<uint64_t> bytes = tensorBytes(shape, values.scalar_type());
    const size_t width = values.element_size();
    if (!bytes || mask.scalar_type() != at::kByte || mask.dim() != 1 || values.dim() != 1 ||
        static_cast<uint64_t>(mask.numel()) != (*bytes / width + 7) / 8) {
        corruptSparse(source, name, "its bitmask does not fit its shape");
    }
    const auto* bits = mask.data_ptr<uint8_t>();
    int64_t set = 0;
    for (int64_t i = 0; i < mask.numel(); ++i) {
        set += std::popcount(bits[i]);
    }
    const size_t count = *bytes / width;
    const bool padded = count % 8 != 0 && bits[count / 8] >> count % 8 != 0;
    if (set != values.numel() || padded) {
        corruptSparse(source, name, "its bitmask does not fit its values");
    }
    at::Tensor dense = at::zeros(shape, values.options());
    auto* out = static_cast<uint8_t*>(dense.data_ptr());
    const auto* in = static_cast<const uint8_t*>(values.data_ptr());
    for (size_t i = 0; i < count; ++i) {
        if ((bits[i / 8] >> i % 8 & 1) != 0) {
            std::memcpy(out + i * width, in, width);
            in += width;
        }
    }
    return dense;
}

json parseShapes(const std::string& text, const std::string& source) {
    json shapes = parseJson(text, source + ", shapes of sparse tensors");
    if (!shapes.is_object()) {
        throw Error(ErrorCode::CorruptData, "the shapes of sparse tensors are damaged",
                    {source, "a JSON object", ""});
    }
    return shapes;
}

}  // namespace

StateDict encodeSparse(const StateDict& state) {
    StateDict encoded;
    encoded.metadata = state.metadata;
    json shapes = json::object();
    for (const auto& [name, tensor] : state.tensors) {
        if (encodeTensor(name, tensor, encoded)) {
            shapes[name] = tensor.sizes().vec();
        } else {
            encoded.tensors.emplace_back(name, tensor);
        }
    }
    encoded.metadata[kSparseKey] = shapes.dump();
    return encoded;
}

StateDict decodeSparse(const StateDict& state, const std::string& source) {
    const auto metadata = state.metadata.find(kSparseKey);
    if (metadata == state.metadata.end()) {
        return state;
    }
    const json shapes = parseShapes(metadata->second, source);
    const JsonFields fields(shapes, source + ", sparse shapes");
    std::map<std::string, at::Tensor> parts(state.tensors.begin(), state.tensors.end());
    StateDict decoded;
    decoded.metadata = state.metadata;
    decoded.metadata.erase(kSparseKey);
    size_t found = 0;
    for (const auto& [part, tensor] : state.tensors) {
        const size_t dot = part.rfind('.');
        const std::string name = part.substr(0, dot);
        const std::string kind = dot == std::string::npos ? "" : part.substr(dot);
        if ((kind != kBitmask && kind != kValues) || !shapes.contains(name)) {
            decoded.tensors.emplace_back(part, tensor);
        } else if (kind == kBitmask) {
            const auto values = parts.find(name + kValues);
            if (values == parts.end()) {
                corruptSparse(source, name, "its values are missing");
            }
            const auto shape = fields.integers(name.c_str(), 0, int64_t{1} << 40);
            decoded.tensors.emplace_back(name,
                                         decodeTensor(name, shape, tensor, values->second, source));
            ++found;
        }
    }
    if (found != shapes.size()) {
        throw Error(ErrorCode::CorruptData, "a sparse tensor is missing", {source, "", ""});
    }
    return decoded;
}

}  // namespace secateur
