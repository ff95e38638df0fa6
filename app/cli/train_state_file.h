#pragma once

#include <optional>
#include <string>

#include "core/train/trainer.h"

namespace secateur::cli {

/// The saved state of a training run, or nothing if there is no such file or it is of a run with
/// another `identity` (its text is then reported as Error(Mismatch), so that nothing is
/// overwritten).
std::optional<TrainState> readTrainState(const std::string& path, const std::string& identity);
/// Atomically replaces the file.
void writeTrainState(const std::string& path, const std::string& identity, const TrainState& state);

}  // namespace secateur::cli
