#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <string>

#include "core/io/pickle_value.h"
#include "core/io/zip_archive.h"

namespace secateur {

/// Makes tensors from recipes and the bytes of their storages. Checks before it takes memory: the
/// storage has the elements that the pickle claims, the view lies within it, and all tensors
/// together are no larger than `storedBytes` explains (strides of 0 could ask for anything).
class TensorAssembly {
 public:
    TensorAssembly(uint64_t storedBytes, std::string source);

    /// A fresh contiguous tensor. `storage` is the content under recipe.storageKey; `name` is for
    /// messages. Throws Error(CorruptData).
    at::Tensor make(const TensorRecipe& recipe, ByteView storage, const std::string& name);

 private:
    uint64_t m_budget;
    std::string m_source;
};

}  // namespace secateur
