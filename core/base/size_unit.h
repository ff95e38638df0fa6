#pragma once

#include "core/base/enum_names.h"

namespace secateur {

/// What sizes of networks and weights are said in to people; files for programs have bytes.
enum class SizeUnit { Megabyte, Mebibyte };

template <>
inline constexpr auto kEnumNames<SizeUnit> =
    enumNames<SizeUnit>("unit of sizes", {{SizeUnit::Megabyte, "MB"}, {SizeUnit::Mebibyte, "MiB"}});

/// Bytes: a million, or 2^20.
constexpr double bytesPer(SizeUnit unit) {
    return unit == SizeUnit::Megabyte ? 1e6 : 1048576.0;
}

/// The process's unit: Megabyte until it is set. The window sets it when it starts and when
/// preferences are kept; the command line never does. What says a size reads it once, so that
/// figure and name belong together. Any thread.
SizeUnit sizeUnit();
void setSizeUnit(SizeUnit unit);

}  // namespace secateur
