#include "core/analysis/evaluation.h"

#include <string>

#include "core/base/error.h"

namespace secateur {

PairedDrop dropBetween(const Evaluation& baseline, const Evaluation& changed) {
    if (baseline.count() != changed.count()) {
        throw Error(ErrorCode::InvalidArgument, "the two evaluations are of different images",
                    {"", std::to_string(baseline.count()), std::to_string(changed.count())});
    }
    int64_t lost = 0;
    int64_t gained = 0;
    for (size_t i = 0; i < baseline.predictions.size(); ++i) {
        const bool was = baseline.predictions[i] == baseline.labels[i];
        const bool is = changed.predictions[i] == changed.labels[i];
        lost += was && !is ? 1 : 0;
        gained += !was && is ? 1 : 0;
    }
    return pairedDrop(lost, gained, baseline.count());
}

}  // namespace secateur
