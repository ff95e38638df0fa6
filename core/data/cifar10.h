#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace secateur {

/// "airplane" ... "truck", in the order of the labels.
const std::vector<std::string>& cifar10ClassNames();
/// Mean .4914 .4822 .4465, std .2023 .1994 .2010: what nearly every CIFAR-10 checkpoint used.
const Normalisation& cifar10Normalisation();

/// Whether the folder has test_batch.bin or a data_batch_*.bin.
bool holdsCifar10(const std::string& folder);

/// Opens the binary version of CIFAR-10 (A. Krizhevsky): records of a label byte and 3 x 32 x 32
/// pixel bytes; class names from batches.meta.txt where there is one. All of it is read into
/// memory (about 180 MB). Errors: NotFound (test_batch.bin), Io, CorruptData (size, label, names).
ImageData openCifar10(const std::string& folder);

}  // namespace secateur
