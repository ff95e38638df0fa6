#include "core/base/error.h"

namespace secateur {

namespace {

std::string describe(const std::string& message, const ErrorContext& context) {
    std::string text = message;
    if (!context.where.empty()) {
        text += ": " + context.where;
    }
    if (!context.expected.empty() && !context.got.empty()) {
        text += " (expected " + context.expected + ", got " + context.got + ")";
    } else if (!context.expected.empty()) {
        text += " (expected " + context.expected + ")";
    } else if (!context.got.empty()) {
        text += " (got " + context.got + ")";
    }
    return text;
}

}  // namespace

Error::Error(ErrorCode code, const std::string& message, ErrorContext context)
    : std::runtime_error(describe(message, context)),
      m_code(code),
      m_message(message),
      m_context(std::move(context)) {}

}  // namespace secateur
