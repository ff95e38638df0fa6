#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace secateur {

class Digest;

/// Bytes that a dense tensor takes; nothing if a size is negative, there are more than 64
/// dimensions, or the count does not fit (a zero does not excuse absurd sizes beside it).
std::optional<uint64_t> tensorBytes(const std::vector<int64_t>& shape, at::ScalarType type);

/// A fresh contiguous tensor with a copy of the bytes at `data`, which need not be aligned. The
/// caller has checked that tensorBytes(shape, type) bytes are there. Booleans other than 0 and 1:
/// Error(CorruptData) with `where`.
at::Tensor tensorFromBytes(const uint8_t* data, const std::vector<int64_t>& shape,
                           at::ScalarType type, const std::string& where);

/// "[32, 3, 1, 1]"
std::string shapeText(at::IntArrayRef shape);
/// Its name, shape, type and values.
void addTensor(Digest& digest, const std::string& name, const at::Tensor& tensor);

}  // namespace secateur
