#pragma once

#include <exception>
#include <string>

namespace secateur {

/// The sentence for the user about an exception that ended a job: what() of an Error or of another
/// std::exception, without the C++ backtrace that c10::Error appends. Never empty. Any thread.
std::string failureText(const std::exception_ptr& failure);

}  // namespace secateur
