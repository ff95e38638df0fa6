#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/say.h"
#include "core/report/study_snapshot.h"

namespace secateur {

/// What the study's latest profile says of a layer.
struct LayerTime {
    double seconds = 0.0;  ///< for one image, with what its kernel does besides
    double share = 0.0;    ///< of the network's time
    /// FP32 over INT8; nothing where one of the two was not timed.
    std::optional<double> speedUp = {};
    bool integers = false;  ///< the network is INT8
    /// In seconds, of this network and of its counterpart.
    std::optional<double> fp32() const;
    std::optional<double> int8() const;
    bool operator==(const LayerTime&) const = default;
};

/// Whom a network of the latest profile is compared with: an INT8 one with the nearest FP32 network
/// that it was made from, else with the first FP32 one; an FP32 one with the first INT8 network
/// that is compared with it. Null: with nobody.
const ProfileRun::Entry* counterpart(const StudySnapshot& study, int64_t variant);

/// By layer; empty where the network took no part in the latest profile.
std::map<std::string, LayerTime> layerTimes(const StudySnapshot& study, int64_t variant);

/// "Why is INT8 not faster?"
struct SpeedAnswer {
    std::string sentence;             ///< gainText
    std::vector<std::string> slower;  ///< slowerLayers
};
/// For every INT8 network of the latest profile that has a counterpart.
std::vector<SpeedAnswer> speedAnswers(const StudySnapshot& study, const Say& say = inEnglish);

}  // namespace secateur
