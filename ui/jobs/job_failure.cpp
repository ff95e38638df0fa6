#include "ui/jobs/job_failure.h"

#include <new>

namespace secateur {

namespace {

/// c10::Error appends "Exception raised from FUNCTION at FILE:LINE" and a frame a line.
std::string withoutBacktrace(const std::string& text) {
    const std::string mark = "Exception raised from";
    size_t cut = text.find(mark);
    while (cut != std::string::npos && cut > 0 && text[cut - 1] != '\n') {
        cut = text.find(mark, cut + 1);
    }
    const std::string kept = text.substr(0, cut);
    const size_t last = kept.find_last_not_of(" \t\r\n");
    return last == std::string::npos ? text : kept.substr(0, last + 1);
}

}  // namespace

std::string failureText(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::bad_alloc&) {
        return "there is not enough memory for this job; close other programs or choose smaller "
               "batches or images";
    } catch (const std::exception& error) {
        const std::string text = withoutBacktrace(error.what());
        return text.empty() ? "the job failed without saying why" : text;
    } catch (...) {
        return "the job failed with an exception of an unknown type";
    }
}

}  // namespace secateur
