#pragma once

#include <exception>
#include <string>

#include "core/base/error.h"

namespace secateur {

/// std::bad_alloc, or the words of torch's allocator.
bool isOutOfMemory(const std::exception& failure);

/// What a library or this program says went wrong, in a line: without the backtrace that c10::Error
/// appends; "there is not enough memory" whoever lacked it. Never empty.
std::string reasonOf(const std::exception& failure);

/// Within a catch (...) around the reading of `source`: an Error that does not name it gets it in
/// front of what it does name, Cancelled goes on as it is, anything else becomes an Error: Io for
/// want of memory, else CorruptData.
[[noreturn]] void rethrowNaming(const std::string& source);

}  // namespace secateur
