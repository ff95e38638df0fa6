#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/enum_names.h"
#include "core/ranking/ranking.h"

namespace secateur {

/// What measureRanking measures, one by one; the names stand in the study.
enum class RankingMeasure {
    Top1,            ///< of the network as it is
    Int8PerChannel,  ///< top-1 after PTQ with a scale for each output channel
    Int8PerTensor,   ///< with one scale for each weight
    Speed,           ///< of FP32 and of INT8 with scales per channel
    Prune,           ///< top-1 at a global sparsity (the level)
    Channels,        ///< top-1 without a share of all channels (the level)
    PruneTuned,      ///< the same after fine-tuning
    ChannelsTuned,
    Curves,   ///< answers that change when a group loses a share of its channels (the level)
    Planned,  ///< top-1 without a share of the multiply-adds (the level), planned by the curves
    PlannedTuned,
};
template <>
inline constexpr auto kEnumNames<RankingMeasure> = enumNames<RankingMeasure>(
    "measure of a ranking", {{RankingMeasure::Top1, "top1"},
                             {RankingMeasure::Int8PerChannel, "int8-per-channel"},
                             {RankingMeasure::Int8PerTensor, "int8-per-tensor"},
                             {RankingMeasure::Speed, "speed"},
                             {RankingMeasure::Prune, "prune"},
                             {RankingMeasure::Channels, "channels"},
                             {RankingMeasure::PruneTuned, "prune-tuned"},
                             {RankingMeasure::ChannelsTuned, "channels-tuned"},
                             {RankingMeasure::Curves, "curves"},
                             {RankingMeasure::Planned, "planned"},
                             {RankingMeasure::PlannedTuned, "planned-tuned"}});

/// What a measure cuts.
enum class RankedCut { None, Weights, Channels, Planned };
RankedCut cutOf(RankingMeasure measure);
/// Whether it fine-tunes after the cut.
bool isTuned(RankingMeasure measure);

/// Everything that decides a ranking's figures. Workers as they were, not 0.
struct RankingSettings {
    RankingOptions options;
    std::string data;  ///< the data set's digest
    std::string dataName;
    std::string processor;
};

/// What a measure classifies.
enum class MeasuredImages {
    Test,
    HeldOut,  ///< of Top1 and cuts: by which the size of a cut is chosen; of Curves
};

/// The settings that this measure depends on, as text: by them a result is found again.
std::string measureSettings(RankingMeasure measure, MeasuredImages images,
                            const RankingSettings& settings);
/// By what a cut's size is chosen.
MeasuredImages choosingImages(const RankingOptions& options);

/// Of a group that is cut by itself.
struct ChangedAnswers {
    int64_t lost = 0;
    int64_t gained = 0;
};

/// What one measurement of a network gave.
struct RankingResult {
    // Of every measure that classifies images.
    int64_t correct = 0;
    int64_t count = 0;
    int64_t lost = 0;    ///< right as the network is, wrong now
    int64_t gained = 0;  ///< the reverse
    /// Of Top1: which images are right.
    std::vector<bool> right;
    // Of cuts: what is left.
    int64_t parameters = 0;
    int64_t macs = 0;
    std::optional<double> floatShare;  ///< of INT8: see RankedNetwork::floatShare
    // Of Speed: medians, in images/s, and of their ratio.
    double fp32Speed = 0.0;
    double int8Speed = 0.0;
    double speedup = 0.0;
    double lowestSpeedup = 0.0;  ///< of the rounds; 0 in results of older versions
    double highestSpeedup = 0.0;
    // Of Channels at level 0: how many groups can be cut, or why none.
    int64_t cuttable = 0;
    std::string failure;  ///< also of Planned: why there is no such plan
    /// Of Curves, by group; correct is the unchanged network's.
    std::map<std::string, ChangedAnswers> groups;

    double top1() const { return static_cast<double>(correct) / static_cast<double>(count); }
};

/// One network of a ranking. The results belong to the network, whatever its name.
struct NetworkRow {
    std::string digest;
    std::string name;
    std::string model;
    int64_t parameters = 0;
    int64_t macs = 0;
};

struct RankingRow {
    int64_t id = 0;
    RankingSettings settings;
    std::string created;
    std::vector<NetworkRow> networks;  ///< in the order in which they were first given
};

/// Finds or makes the ranking with these settings.
int64_t openRanking(Study& study, const RankingSettings& settings);
/// A network that is in the ranking already is given its new name.
void addRankedNetwork(Study& study, int64_t ranking, const NetworkRow& network);
/// Errors: CorruptData, as for results.
std::vector<RankingRow> rankingRows(Study& study);

/// The results of one network and measure, by level. Errors: CorruptData.
std::map<double, RankingResult> rankingResults(Study& study, const std::string& network,
                                               RankingMeasure measure, const std::string& settings);
void addRankingResult(Study& study, const std::string& network, RankingMeasure measure,
                      const std::string& settings, double level, const RankingResult& result);

}  // namespace secateur
