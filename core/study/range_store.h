#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/quant/range_choice.h"
#include "core/study/clips.h"

namespace SQLite {
class Database;
}

namespace secateur {

class Study;

/// Why the tensors of an INT8 variant have the ranges that they have, by layer.
using RangeReasons = std::map<std::pair<std::string, ClipTarget>, std::string>;
/// In the transaction that stores the variant: a network that is there has them.
void insertRangeReasons(SQLite::Database& database, int64_t variant,
                        const std::vector<RangeChoice>& choices);
/// Empty for a variant from before schema 6, when they were not recorded.
RangeReasons rangeReasons(Study& study, int64_t variant);

}  // namespace secateur
