#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace secateur {

/// Whole file. Errors: NotFound, Io.
std::vector<uint8_t> readFile(const std::string& path);
/// The first `count` bytes, fewer if the file is shorter. Errors: NotFound, Io.
std::vector<uint8_t> readFileStart(const std::string& path, size_t count);
/// Atomically: temporary file beside it, fsync, rename. Errors: Io with the system's reason.
void writeFile(const std::string& path, const void* data, size_t size);
/// What gzip makes of the bytes at its default level (zlib deflate with gzip framing), in bytes.
/// Level 9 takes eight times as long on a pruned network for one per cent.
int64_t gzipSize(const void* data, size_t size);

}  // namespace secateur
