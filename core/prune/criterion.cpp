#include "core/prune/criterion.h"

#include "core/base/error.h"

namespace secateur {

const char* criterionName(PruneCriterion criterion) {
    switch (criterion) {
        case PruneCriterion::L1:
            return "l1";
        case PruneCriterion::L2:
            return "l2";
        case PruneCriterion::Random:
            return "random";
    }
    return "";
}

PruneCriterion criterionFromName(const std::string& name) {
    for (const auto criterion : {PruneCriterion::L1, PruneCriterion::L2, PruneCriterion::Random}) {
        if (name == criterionName(criterion)) {
            return criterion;
        }
    }
    throw Error(ErrorCode::InvalidArgument, "unknown criterion of pruning",
                {"", "l1, l2 or random", "'" + name + "'"});
}

}  // namespace secateur
