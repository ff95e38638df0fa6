#pragma once

#include <string>
#include <vector>

#include "core/base/setting.h"
#include "core/data/dataset.h"
#include "core/data/splits.h"

namespace secateur {

/// How images become one shape.
const SettingsOf<ImageFolderOptions>& imageFolderSettings();

/// Whether the folder has a sub-folder train, test or val.
bool holdsImageFolder(const std::string& folder);

/// Opens train/<class>/* and test/<class>/* (val/ where there is no test/), classes and files
/// sorted by name, without normalisation (left empty unless the classes are CIFAR-10's).
/// Files other than *.jpg, *.jpeg and *.png (any case) and hidden ones are ignored. Images are
/// decoded when read; a set of at most 256 MB keeps what it has decoded.
/// Errors: InvalidArgument (options), NotFound (no test split, no class folder), CorruptData (a
/// class without images, a damaged first image), Mismatch (train and test differ in classes), Io.
/// Reading an image adds Mismatch for one of another size, or smaller than the crop.
ImageData openImageFolder(const std::string& folder, const ImageFolderOptions& options);

/// Paths of the images of one split ("test", or else train), in the order of their indices, without
/// opening one. Errors: NotFound, CorruptData, Io, as above.
std::vector<std::string> imageFiles(const std::string& folder, Split split);

}  // namespace secateur
