#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace secateur {

/// The content of one IDX file of unsigned bytes.
struct IdxArray {
    std::vector<int64_t> shape;
    std::vector<uint8_t> bytes;
};

/// Reads an IDX file (format: Y. LeCun, "The MNIST database"), plain or gzip, told apart by
/// content. The header is checked against what the file can hold before memory is taken, memory
/// grows with what really comes out of it, and a gzip file may unpack to 64 MiB and 64 times its
/// size. Errors: NotFound, Io, CorruptData (not IDX, other rank
/// or element type, truncated, trailing bytes, gzip damaged).
IdxArray readIdx(const std::string& path, int rank);

/// Whether the folder has a train or test image file of the MNIST family
/// (train-images-idx3-ubyte[.gz], t10k-images-idx3-ubyte[.gz]).
bool holdsIdx(const std::string& folder);

/// Opens such a folder, without normalisation (left empty unless it is Fashion-MNIST, which is
/// recognised by its test images or by "fashion" in the path). Errors: as readIdx, and
/// CorruptData for labels that do not fit the images, Mismatch for splits of two image sizes.
ImageData openIdx(const std::string& folder);

/// Opens Debian's Fashion-MNIST. Errors: NotFound naming the package to install.
ImageData openInstalledFashionMnist(
    const std::string& folder = "/usr/share/datasets/fashion-mnist");

}  // namespace secateur
