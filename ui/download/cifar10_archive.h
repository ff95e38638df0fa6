#pragma once

#include <cstdint>
#include <string>

#include "core/base/run_context.h"

namespace secateur {

/// What the files of the binary version of CIFAR-10 hold; tests use smaller ones.
struct Cifar10Layout {
    int64_t batchBytes = 30'730'000;  ///< 10,000 records of a label and 3 x 32 x 32 pixels
    int64_t textBytes = 65'536;       ///< at most, of batches.meta.txt and readme.html
    int64_t totalBytes() const { return 6 * batchBytes; }
};

/// Whether `folder` holds the six batches in full and batches.meta.txt.
bool cifar10Complete(const std::string& folder, const Cifar10Layout& layout = {});

/// Unpacks the tar.gz with data_batch_1..5.bin, test_batch.bin, batches.meta.txt and readme.html
/// into `folder` and gives its path. Only plain files of these names are taken, whatever folder
/// they stand in; they are written beside `folder` and renamed at the end, so that it appears whole
/// or not at all. A complete `folder` is left as it is. Any thread. Throws Cancelled,
/// Error(NotFound) (no archive), CorruptData (damaged, a file that is missing, there twice or of
/// another size), Io (full disk, permission, other files in `folder`).
std::string extractCifar10(const std::string& archive, const std::string& folder,
                           const RunContext& context, const Cifar10Layout& layout = {});

}  // namespace secateur
