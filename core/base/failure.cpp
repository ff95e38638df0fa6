#include "core/base/failure.h"

#include <new>
#include <stdexcept>

namespace secateur {

bool isOutOfMemory(const std::exception& failure) {
    const std::string words = failure.what();
    return dynamic_cast<const std::bad_alloc*>(&failure) != nullptr ||
           dynamic_cast<const std::length_error*>(&failure) != nullptr ||
           words.find("can't allocate memory") != std::string::npos ||  // c10's allocator
           words.find("not enough memory") != std::string::npos;
}

std::string reasonOf(const std::exception& failure) {
    if (dynamic_cast<const Error*>(&failure) != nullptr) {
        return failure.what();
    }
    if (isOutOfMemory(failure)) {
        return "there is not enough memory";
    }
    std::string words = failure.what();
    words = words.substr(0, words.find("\nException raised from"));  // c10::Error's backtrace
    return words.empty() ? "an error without a message" : words;
}

void rethrowNaming(const std::string& source) {
    try {
        throw;
    } catch (const Error& error) {
        if (std::string(error.what()).find(source) != std::string::npos) {
            throw;
        }
        ErrorContext context = error.context();
        context.where = context.where.empty() ? source : source + ", " + context.where;
        throw Error(error.code(), error.message(), context);
    } catch (const Cancelled&) {
        throw;
    } catch (const std::exception& failure) {
        if (isOutOfMemory(failure)) {
            throw Error(ErrorCode::Io, reasonOf(failure), {source, "", ""});
        }
        throw Error(ErrorCode::CorruptData, "cannot be read", {source, "", reasonOf(failure)});
    }
}

}  // namespace secateur
