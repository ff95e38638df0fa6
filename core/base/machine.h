#pragma once

#include <string>

namespace secateur {

/// The processor's name as the operating system gives it ("unknown processor" where it does not):
/// a speed means nothing without it. Any thread.
std::string processorName();

}  // namespace secateur
