#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace secateur {

/// "airplane" ... "truck", in the order of the labels.
const std::vector<std::string>& cifar10ClassNames();
/// Mean .4914 .4822 .4465, std .2023 .1994 .2010: what nearly every CIFAR-10 checkpoint used.
const Normalisation& cifar10Normalisation();

/// Whether the folder has files of CIFAR-10 or CIFAR-100, of the binary version or of that for
/// Python.
bool holdsCifar(const std::string& folder);

/// Opens CIFAR-10 or CIFAR-100 (A. Krizhevsky): the binary version, records of a label byte (of
/// CIFAR-100 two: the second is read) and 3 x 32 x 32 pixel bytes; or that for Python, pickles,
/// which are read as data (readCifarBatch). Class names are those of the data, where it has them.
/// All of it is read into memory (about 180 MB). Errors: NotFound (no test batch), Io, CorruptData
/// (size, label, names).
ImageData openCifar(const std::string& folder);

}  // namespace secateur
