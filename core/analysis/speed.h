#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/data/dataset.h"

namespace secateur {

class Graph;
template <class Options>
class SettingsOf;

/// How fast a network is, in images a second: the median round and the slowest and fastest one.
struct SpeedFigure {
    int workers = 0;
    double median = 0.0;
    double lowest = 0.0;
    double highest = 0.0;
};

/// Of the rates of several rounds (at least one); of an even number the mean of the middle two.
SpeedFigure speedFigure(int workers, std::vector<double> rates);

/// How networks are measured together.
struct SpeedOptions {
    int rounds = 5;
    int64_t images = 128;  ///< at most; held in memory as tensors, so that decoding does not count
};
const SettingsOf<SpeedOptions>& speedSettings();

/// One of the networks that are measured together, and the images as it takes them. Subjects of
/// one dataset have one normalisation.
struct SpeedSubject {
    const Graph* graph = nullptr;
    const Dataset* dataset = nullptr;
    const Normalisation* normalisation = nullptr;
    std::string engine;  ///< of an INT8 graph, as EvaluateOptions has it
};

/// Calls `run(subject)` for every subject once unheard, to warm up, then for every subject in turn,
/// `rounds` times, so that whatever else the machine does meanwhile hits all of them. Gives what it
/// returned by subject, then round.
std::vector<std::vector<double>> takeTurns(size_t subjects, int rounds,
                                           const std::function<double(size_t subject)>& run);

/// The rates of `subjects` (by subject, then round) with so many workers, in images a second, in
/// batches of EvaluateOptions, `indices` passed through as often as every worker needs for a few
/// batches. Errors: those of loadBatch and of the executors, InvalidArgument (no images, no
/// rounds); Cancelled. The one way in which speeds are measured.
std::vector<std::vector<double>> measureRates(const std::vector<SpeedSubject>& subjects,
                                              const std::vector<int64_t>& indices, int workers,
                                              int rounds, const RunContext& context);

}  // namespace secateur
