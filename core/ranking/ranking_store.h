#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace secateur {

class Study;

/// What compareNetworks measures, one by one; the names stand in the study.
enum class ComparisonMeasure {
    Top1,            ///< of the network as it is
    Int8PerChannel,  ///< top-1 after PTQ with a scale for each output channel
    Int8PerTensor,   ///< with one scale for each weight
    Speed,           ///< of FP32 and of INT8 with scales per channel
    Prune,           ///< top-1 at a global sparsity (the level)
    Channels,        ///< top-1 without a share of all channels (the level)
    PruneTuned,      ///< the same after fine-tuning
    ChannelsTuned,
};
inline constexpr ComparisonMeasure kComparisonMeasures[] = {
    ComparisonMeasure::Top1,          ComparisonMeasure::Int8PerChannel,
    ComparisonMeasure::Int8PerTensor, ComparisonMeasure::Speed,
    ComparisonMeasure::Prune,         ComparisonMeasure::Channels,
    ComparisonMeasure::PruneTuned,    ComparisonMeasure::ChannelsTuned};

/// "top1", "int8-per-channel", ...
const char* comparisonMeasureName(ComparisonMeasure measure);

/// The settings of a comparison (a JSON object) that this measure depends on, as text: by them a
/// result is found again.
std::string measureSettings(ComparisonMeasure measure, const nlohmann::json& settings);

/// One network of a comparison. The results belong to the network, whatever its name.
struct NetworkRow {
    std::string digest;
    std::string name;
    std::string model;
    int64_t parameters = 0;
    int64_t macs = 0;
};

struct ComparisonRow {
    int64_t id = 0;
    nlohmann::json settings;
    std::string created;
    std::vector<NetworkRow> networks;  ///< in the order in which they were first given
};

/// Finds or makes the comparison with these settings.
int64_t openComparison(Study& study, const nlohmann::json& settings);
/// A network that is in the comparison already is given its new name.
void addComparedNetwork(Study& study, int64_t comparison, const NetworkRow& network);
std::vector<ComparisonRow> comparisonRows(Study& study);

/// The results of one network and measure, by level. Errors: CorruptData.
std::map<double, nlohmann::json> comparisonResults(Study& study, const std::string& network,
                                                   ComparisonMeasure measure,
                                                   const std::string& settings);
void addComparisonResult(Study& study, const std::string& network, ComparisonMeasure measure,
                         const std::string& settings, double level, const nlohmann::json& result);

}  // namespace secateur
