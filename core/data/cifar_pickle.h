#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace secateur {

/// A batch of CIFAR's version for Python.
struct CifarBatch {
    std::vector<uint8_t> planes;  ///< 3 * 32 * 32 bytes an image: red, green, blue
    std::vector<uint8_t> labels;
};

/// Reads a pickled batch (`data_batch_1`; CIFAR-100's `train`) as data, executing nothing. Labels
/// are those of `labels`, or `fine_labels`. Errors: NotFound, Io, CorruptData naming the file
/// (numbers that do not agree, a label of `classes` or more), Unsupported.
CifarBatch readCifarBatch(const std::string& path, int classes);

/// The class names of `batches.meta` or `meta`. Errors as above.
std::vector<std::string> readCifarNames(const std::string& path);

}  // namespace secateur
