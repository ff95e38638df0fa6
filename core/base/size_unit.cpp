#include "core/base/size_unit.h"

#include <atomic>

namespace secateur {

namespace {

std::atomic<SizeUnit> chosenUnit{SizeUnit::Megabyte};

}  // namespace

SizeUnit sizeUnit() {
    return chosenUnit;
}

void setSizeUnit(SizeUnit unit) {
    chosenUnit = unit;
}

}  // namespace secateur
