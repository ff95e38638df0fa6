#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/table.h"
#include "core/ranking/rank.h"

namespace secateur {

/// A row a network, in the ranking's order; its key is the network's name. `ranking,data,network,
/// model,images,parameters,macs,top1,sparsity,sparsity_top1,channels,channels_top1,
/// channels_parameters,channels_macs,planned,planned_top1,planned_parameters,planned_macs,
/// sparsity_tuned,sparsity_tuned_top1,channels_tuned,channels_tuned_top1,channels_tuned_parameters,
/// channels_tuned_macs,planned_tuned,planned_tuned_top1,planned_tuned_parameters,
/// planned_tuned_macs,int8_top1,int8_drop,int8_drop_low,int8_drop_high,per_tensor_top1,
/// per_tensor_drop,per_tensor_drop_low,per_tensor_drop_high,int8_speedup,float_share,
/// pruning_place,quantization_place,place,claimed_place,claimed,reasons,digest,channels_failure`:
/// fractions, nothing where it is not measured (yet).
Table rankingTable(const StoredRanking& ranking, const Say& say = inEnglish);
/// All of a study.
Table rankingsTable(const std::vector<StoredRanking>& rankings);
/// The same for people, with what it was measured with. Also what compare-networks prints.
std::string rankingMarkdown(const StoredRanking& ranking);
/// The same, with everything that the ranking was measured with.
nlohmann::ordered_json rankingJson(const StoredRanking& ranking);

}  // namespace secateur
