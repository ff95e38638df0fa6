#pragma once

#include "core/base/size_unit.h"

namespace secateur::test {

/// While it lives sizes are said in this unit, then in megabytes as before.
class SizesIn {
 public:
    explicit SizesIn(SizeUnit unit) { setSizeUnit(unit); }
    ~SizesIn() { setSizeUnit(SizeUnit::Megabyte); }
    SizesIn(const SizesIn&) = delete;
    SizesIn& operator=(const SizesIn&) = delete;
};

}  // namespace secateur::test
