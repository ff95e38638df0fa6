#include "core/prune/channel_recipe.h"

#include "core/base/error.h"

namespace secateur {

const char* channelCriterionName(ChannelCriterion criterion) {
    switch (criterion) {
        case ChannelCriterion::L1:
            return "l1";
        case ChannelCriterion::L2:
            return "l2";
        case ChannelCriterion::BnScale:
            return "bn-scale";
    }
    return "";
}

ChannelCriterion channelCriterionFromName(const std::string& name) {
    for (const auto criterion :
         {ChannelCriterion::L1, ChannelCriterion::L2, ChannelCriterion::BnScale}) {
        if (name == channelCriterionName(criterion)) {
            return criterion;
        }
    }
    throw Error(ErrorCode::InvalidArgument, "unknown criterion of channel pruning",
                {"", "l1, l2 or bn-scale", "'" + name + "'"});
}

}  // namespace secateur
