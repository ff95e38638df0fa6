#include "core/base/run_context.h"

#include "core/base/error.h"

namespace secateur {

void RunContext::checkCancelled() const {
    if (stop.stop_requested()) {
        throw Cancelled();
    }
}

void RunContext::report(const Progress& progress) const {
    if (onProgress) {
        onProgress(progress);
    }
}

void RunContext::say(const std::string& line) const {
    if (onMessage) {
        onMessage(line);
    }
}

}  // namespace secateur
