#include "ui/jobs/job_failure.h"

#include "core/base/failure.h"

namespace secateur {

std::string failureText(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return isOutOfMemory(error) ? reasonOf(error) +
                                          " for this job; close other programs or "
                                          "choose smaller batches or images"
                                    : reasonOf(error);
    } catch (...) {
        return "the job failed with an exception of an unknown type";
    }
}

}  // namespace secateur
