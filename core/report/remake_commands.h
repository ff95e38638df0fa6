#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/report/study_snapshot.h"

namespace secateur {

/// The settings that a network was made with, by their keys, as far as its recipe holds them; among
/// them is what is no setting (digests, versions). Of one by quantization-aware training those of
/// the training; those of quantization are quantizedWith's. Errors: CorruptData (a recipe that is
/// no JSON).
nlohmann::json madeWith(const Variant& variant);
/// The settings of quantization that an INT8 network was made with. Errors: the same.
nlohmann::json quantizedWith(const Variant& variant);
/// Whether an INT8 network was made by quantization-aware training. Errors: the same.
bool madeByQat(const Variant& variant);

/// The lines of secateur-cli that make the study's networks and curves again, from the recipes that
/// it keeps, in the order in which they were made. The file of a network that came from outside is
/// NETWORK, with a comment line that says which one it was. How many images a training or
/// calibration saw is in the settings or, as a comment, in the network's note. Networks are called
/// as they will be when they are made again, whatever they were renamed to. Errors: CorruptData (a
/// recipe that is no JSON).
std::vector<std::string> remakeCommands(const StudySnapshot& study);
/// Those of one network and of those that it came from. Errors: the same.
std::vector<std::string> remakeCommandsOf(const StudySnapshot& study, int64_t variant);

}  // namespace secateur
