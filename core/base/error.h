#pragma once

#include <stdexcept>
#include <string>

namespace secateur {

/// What kind of thing went wrong; programs map it to an exit code, the workbench to an icon.
enum class ErrorCode {
    InvalidArgument,  ///< the caller asked for something that makes no sense (exit code 2)
    NotFound,         ///< a file, folder, layer or variant that is not there
    CorruptData,      ///< a file whose content contradicts itself
    Mismatch,         ///< two things that should agree do not (checkpoint and network, classes)
    Unsupported,      ///< understood, but not something this program can do
    Io,               ///< the operating system refused (permission, disk full)
    Busy,             ///< in use by another process
    Internal,         ///< a bug in Secateur or in a library under it
};

/// Where it happened, what was expected, what was found; empty parts are left out of the text.
struct ErrorContext {
    std::string where;
    std::string expected;
    std::string got;
};

/// The one exception for failures. `what()` is a complete sentence for the user:
/// "message: where (expected E, got G)".
class Error : public std::runtime_error {
 public:
    Error(ErrorCode code, const std::string& message, ErrorContext context = {});

    ErrorCode code() const { return m_code; }
    const std::string& message() const { return m_message; }
    const ErrorContext& context() const { return m_context; }

 private:
    ErrorCode m_code;
    std::string m_message;
    ErrorContext m_context;
};

/// Thrown when a stop was requested. Not an Error: the user asked for it and nothing failed.
class Cancelled : public std::exception {
 public:
    const char* what() const noexcept override { return "cancelled"; }
};

}  // namespace secateur
