#include "core/io/tensor_assembly.h"

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/io/tensor_bytes.h"

namespace secateur {

namespace {

/// Expanded and shared tensors may be larger than what is stored, but not without limit.
constexpr uint64_t kSharedFactor = 4;
constexpr uint64_t kAlwaysAllowed = 64 << 20;

/// The elements from the first to the last one that the view reads, or -1 if that overflows.
int64_t viewExtent(const TensorRecipe& recipe) {
    int64_t last = recipe.offset;
    for (size_t i = 0; i < recipe.sizes.size(); ++i) {
        int64_t step = 0;
        if (recipe.sizes[i] == 0) {
            return 0;
        }
        if (__builtin_mul_overflow(recipe.sizes[i] - 1, recipe.strides[i], &step) ||
            __builtin_add_overflow(last, step, &last)) {
            return -1;
        }
    }
    return last + 1;
}

/// Copies the view element by element, last dimension fastest.
void copyStrided(const TensorRecipe& recipe, const uint8_t* storage, uint8_t* out) {
    const auto width = static_cast<int64_t>(c10::elementSize(recipe.type));
    const auto dimensions = static_cast<int64_t>(recipe.sizes.size());
    std::vector<int64_t> index(recipe.sizes.size(), 0);
    int64_t position = recipe.offset;
    for (;;) {
        std::memcpy(out, storage + position * width, static_cast<size_t>(width));
        out += width;
        int64_t d = dimensions - 1;
        for (; d >= 0; --d) {
            const auto i = static_cast<size_t>(d);
            position += recipe.strides[i];
            if (++index[i] < recipe.sizes[i]) {
                break;
            }
            position -= recipe.strides[i] * recipe.sizes[i];
            index[i] = 0;
        }
        if (d < 0) {
            return;
        }
    }
}

bool rowMajor(const TensorRecipe& recipe) {
    int64_t expected = 1;
    for (size_t i = recipe.sizes.size(); i > 0; --i) {
        if (recipe.sizes[i - 1] != 1 && recipe.strides[i - 1] != expected) {
            return false;
        }
        expected *= recipe.sizes[i - 1];
    }
    return true;
}

}  // namespace

TensorAssembly::TensorAssembly(uint64_t storedBytes, std::string source)
    : m_budget(kAlwaysAllowed + kSharedFactor * storedBytes), m_source(std::move(source)) {}

at::Tensor TensorAssembly::make(const TensorRecipe& recipe, ByteView storage,
                                const std::string& name) {
    const std::string where = m_source + ", tensor \"" + name + "\"";
    const auto fail = [&](const std::string& what, const std::string& expected,
                          const std::string& got) {
        throw Error(ErrorCode::CorruptData, what, {where, expected, got});
    };
    const uint64_t width = c10::elementSize(recipe.type);
    const uint64_t claimed =
        static_cast<uint64_t>(recipe.storageElements) * c10::elementSize(recipe.storageType);
    if (claimed > storage.size) {
        fail("a tensor's storage is cut off", std::to_string(claimed) + " bytes",
             std::to_string(storage.size));
    }
    const int64_t extent = viewExtent(recipe);
    if (extent < 0 || static_cast<uint64_t>(extent) > claimed / width) {
        fail("a tensor reads behind the end of its storage",
             "at most " + std::to_string(claimed / width) + " elements",
             "shape " + shapeText(recipe.sizes) + ", strides " + shapeText(recipe.strides));
    }
    const std::optional<uint64_t> bytes = tensorBytes(recipe.sizes, recipe.type);
    if (!bytes || *bytes > m_budget) {
        fail("a tensor is far larger than what is stored", "", shapeText(recipe.sizes));
    }
    m_budget -= *bytes;
    if (rowMajor(recipe) || *bytes == 0) {
        const uint8_t* start = *bytes == 0
                                   ? storage.data
                                   : storage.data + static_cast<uint64_t>(recipe.offset) * width;
        return tensorFromBytes(start, recipe.sizes, recipe.type, where);
    }
    std::vector<uint8_t> dense(*bytes);
    copyStrided(recipe, storage.data, dense.data());
    return tensorFromBytes(dense.data(), recipe.sizes, recipe.type, where);
}

}  // namespace secateur
