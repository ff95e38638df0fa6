#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/ranking/ranking.h"

namespace secateur {

/// `comparison,data,network,model,images,parameters,macs,top1,sparsity,sparsity_top1,channels,
/// channels_top1,channels_parameters,channels_macs,sparsity_tuned,sparsity_tuned_top1,
/// channels_tuned,channels_tuned_top1,int8_top1,int8_drop,int8_drop_low,int8_drop_high,
/// per_tensor_top1,per_tensor_drop,per_tensor_drop_low,per_tensor_drop_high,int8_speedup,
/// float_share,pruning_place,quantization_place,place,claimed_place,claimed,reasons`: one line a
/// network; RFC 4180, fractions, empty where nothing is measured (yet).
std::string comparisonsCsv(const std::vector<StoredComparison>& comparisons);

/// The same for people, in percent and points: a table, then each network's place with its reasons
/// beside the place that was claimed. Also what compare-networks prints.
std::string comparisonMarkdown(const StoredComparison& comparison);

/// The same, with everything that the comparison was measured with.
nlohmann::ordered_json comparisonJson(const StoredComparison& comparison);

}  // namespace secateur
