#include "ui/jobs/job_failure.h"

#include "core/base/failure.h"
#include "ui/base/translation.h"

namespace secateur {

std::string failureText(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        return isOutOfMemory(error) ? Text::tr(
                                          "%1 for this job; close other programs or choose "
                                          "smaller batches or images")
                                          .arg(QString::fromStdString(reasonOf(error)))
                                          .toStdString()
                                    : reasonOf(error);
    } catch (...) {
        return Text::tr("the job failed with an exception of an unknown type").toStdString();
    }
}

}  // namespace secateur
