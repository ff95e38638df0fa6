#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/io/state_dict.h"

namespace secateur {

/// The safetensors format (huggingface/safetensors, README "Format"): 8 bytes little-endian header
/// length, JSON header, raw data. Types F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL.
/// Checked: header length against the file's size, offsets contiguous, in range, and equal to what
/// shape and dtype need; else Error(CorruptData) naming the file and the tensor.
StateDict readSafetensors(const std::string& path);
StateDict parseSafetensors(const std::vector<uint8_t>& bytes, const std::string& source);

/// Tensors in the given order, header padded with spaces to a multiple of 8; the same input gives
/// the same bytes. Non-contiguous tensors are written row-major.
std::vector<uint8_t> serializeSafetensors(const StateDict& state);
/// Writes through a temporary file and a rename, so that a full disk leaves the old file alone.
/// Returns the file's bytes. Errors: Io with the system's reason.
int64_t writeSafetensors(const std::string& path, const StateDict& state);

bool looksLikeSafetensors(const std::string& path);

}  // namespace secateur
