#pragma once

#include <string>
#include <vector>

#include "core/base/setting.h"
#include "core/data/dataset.h"
#include "core/data/folder_layout.h"
#include "core/data/splits.h"

namespace secateur {

/// How images become one shape.
const SettingsOf<ImageFolderOptions>& imageFolderSettings();

/// Opens the images of layoutOf, without normalisation (left empty unless the classes are
/// CIFAR-10's). Images of several sizes, none below 128 pixels, are resized to 256 and cropped to
/// 224 where nothing else is asked for, as ImageNet's networks are evaluated; a note says so.
/// Images are decoded when read, or ahead (Dataset::expect), and kept within imageCacheLimits().
/// Errors: InvalidArgument (options), NotFound (no test split), CorruptData (a damaged first
/// image), those of layoutOf. Reading an image adds Mismatch for one of another size, or smaller
/// than the crop.
ImageData openImageFolder(const std::string& folder, const ImageFolderOptions& options);

/// Paths of the images of one split ("test", or else train), in the order of their indices, without
/// opening one. Errors: NotFound, CorruptData, Io, as above.
std::vector<std::string> imageFiles(const std::string& folder, Split split);

}  // namespace secateur
