#include "core/io/tensor_bytes.h"

#include <algorithm>
#include <cstring>

#include "core/base/digest.h"
#include "core/base/error.h"

namespace secateur {

std::optional<uint64_t> tensorBytes(const std::vector<int64_t>& shape, at::ScalarType type) {
    constexpr size_t kMaxDimensions = 64;
    constexpr uint64_t kMaxBytes = uint64_t{1} << 62;
    if (shape.size() > kMaxDimensions) {
        return std::nullopt;
    }
    uint64_t bytes = c10::elementSize(type);
    bool empty = false;
    for (const int64_t size : shape) {
        if (size < 0) {
            return std::nullopt;
        }
        empty = empty || size == 0;
        const uint64_t factor = std::max<uint64_t>(static_cast<uint64_t>(size), 1);
        if (factor > kMaxBytes / bytes) {
            return std::nullopt;
        }
        bytes *= factor;
    }
    return empty ? 0 : bytes;
}

at::Tensor tensorFromBytes(const uint8_t* data, const std::vector<int64_t>& shape,
                           at::ScalarType type, const std::string& where) {
    at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(type));
    const size_t bytes = tensor.nbytes();
    if (type == at::kBool && std::any_of(data, data + bytes, [](uint8_t b) { return b > 1; })) {
        throw Error(ErrorCode::CorruptData, "a boolean is neither 0 nor 1", {where, "", ""});
    }
    if (bytes > 0) {
        std::memcpy(tensor.data_ptr(), data, bytes);
    }
    return tensor;
}

std::string shapeText(at::IntArrayRef shape) {
    std::string text;
    for (const int64_t size : shape) {
        text += (text.empty() ? "" : ", ") + std::to_string(size);
    }
    return "[" + text + "]";
}

void addTensor(Digest& digest, const std::string& name, const at::Tensor& tensor) {
    const at::Tensor dense = tensor.contiguous();
    digest.addText(name);
    digest.addText(shapeText(dense.sizes()) + at::toString(dense.scalar_type()));
    digest.addBytes(dense.data_ptr(), dense.nbytes());
}

}  // namespace secateur
