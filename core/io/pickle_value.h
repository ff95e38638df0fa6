#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace secateur {

enum class PickleKind {
    None,
    Bool,         ///< integer
    Int,          ///< integer
    BigInt,       ///< text: little-endian two's complement
    Float,        ///< real
    Text,         ///< text
    Bytes,        ///< text
    List,         ///< items
    Tuple,        ///< items
    Set,          ///< items
    Dict,         ///< items: key, value, key, value ... in the order of insertion
    Callable,     ///< text: full name of a function or class
    Object,       ///< text: full name of its class; items as of a Dict, see pickle_globals.h
    Dtype,        ///< type
    StorageType,  ///< type
    NumpyType,    ///< text: "f8"; integer 1 if big-endian
    Storage,      ///< tensor, of which only the storage's part is set
    Tensor,       ///< tensor
};

/// How to make a tensor, once the storages are at hand. Counts in elements.
struct TensorRecipe {
    std::string storageKey;
    at::ScalarType storageType = at::kFloat;
    int64_t storageElements = 0;
    at::ScalarType type = at::kFloat;
    int64_t offset = 0;
    std::vector<int64_t> sizes;
    std::vector<int64_t> strides;
};

struct PickleValue {
    PickleKind kind = PickleKind::None;
    at::ScalarType type = at::kFloat;
    union {
        int64_t integer = 0;
        double real;
    };
    std::string text;
    /// Owned by the reader: values may refer to each other in circles and nest without limit, so
    /// nobody owns his neighbours and nothing here is recursive.
    std::vector<const PickleValue*> items;
    std::shared_ptr<const TensorRecipe> tensor;

    bool is(PickleKind wanted) const { return kind == wanted; }
    /// The value under a text key of a Dict (the last one, as in Python) or of an Object (also an
    /// attribute), or null.
    const PickleValue* find(const std::string& key) const;
};

}  // namespace secateur
