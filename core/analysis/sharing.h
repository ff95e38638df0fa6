#pragma once

#include "core/data/splits.h"

namespace secateur {

class WorkSharing;

/// With whom something is computed on images, and how the others find these.
struct Sharing {
    WorkSharing* cluster = nullptr;  ///< null: this process computes alone
    Split split = Split::Test;       ///< what the images are of
};

}  // namespace secateur
