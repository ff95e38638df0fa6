#pragma once

#include <optional>
#include <string>

#include "core/data/dataset.h"

namespace secateur {

/// A folder that image data are read from.
struct DataFolder {
    std::string path;
    /// Idx also for Fashion-MNIST, Cifar10 also for CIFAR-100; none: no kind that is read.
    std::optional<DatasetKind> kind;
};

/// The folder itself, or the only one in it that holds image data: what openImageData opens. Only
/// names are looked at.
DataFolder findData(const std::string& location);

/// Whether the names in the folder leave no doubt: files of IDX or CIFAR, or folders of splits.
/// Folders of pictures without a split may be anything.
bool isSurelyData(const std::string& folder);

/// The first by name of such folders beside a file, else beside the folder that the file is in, of
/// the first 200 there; empty: there is none.
std::string dataNear(const std::string& file);

}  // namespace secateur
