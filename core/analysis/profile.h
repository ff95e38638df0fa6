#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/run_context.h"

namespace secateur {

class Graph;
template <class Options>
class SettingsOf;

/// One step of a network, as it runs: a layer and what its primitive applies to the result.
struct StepTime {
    std::string layer;  ///< of its first node
    std::string kind;   ///< opLabel of its nodes, " + " between
    std::string role;   ///< of its first node; its kind where it has none
    std::string implementation;
    bool integers = false;
    bool depthwise = false;  ///< one channel a group: no dot products over channels
    int64_t macs = 0;        ///< for one image
    int64_t bytes = 0;       ///< weights, and one image's inputs and output
    double seconds = 0.0;    ///< for one image: the median of the rounds
    double macsPerSecond() const { return seconds > 0 ? static_cast<double>(macs) / seconds : 0.0; }
};

/// Where the time of a network goes, on one core.
struct NetworkProfile {
    std::string name;
    int64_t batch = 1;
    std::vector<StepTime> steps;
    double seconds = 0.0;  ///< for one image: the sum of the steps'
    double spread = 0.0;   ///< of whole rounds: (third quartile - first) / median
};

/// Multiply-accumulates a second that one core reaches in a large layer.
struct MachinePeak {
    double fp32 = 0.0;
    double int8 = 0.0;
};

struct ProfileOptions {
    int rounds = 15;
    int64_t batch = 0;  ///< images at once; 0: what the network likes (CompiledNetwork)
};
const SettingsOf<ProfileOptions>& profileSettings();

/// A network that is profiled. INT8 graphs run on oneDNN, whatever engine they were made for.
struct ProfileSubject {
    std::string name;
    const Graph* graph = nullptr;
};

/// A spread above this says that the machine does something else: no figure is then worth reading.
inline constexpr double kLargestSpread = 0.2;

/// Times the steps of networks that take turns, on random images, on the calling thread. Rounds are
/// added, up to four times as many, while the spread is above kLargestSpread. Reports "profile".
/// Errors: InvalidArgument (no rounds), Unsupported (activations too large); Cancelled.
std::vector<NetworkProfile> profileNetworks(const std::vector<ProfileSubject>& subjects,
                                            const ProfileOptions& options,
                                            const RunContext& context);

/// Throws Error(Unsupported) where the spread of a profile is above kLargestSpread.
void requireQuiet(const std::vector<NetworkProfile>& profiles);

/// Of a convolution 1x1 of 512 channels, the best of several runs, on the calling thread.
MachinePeak measurePeak();

/// One point of a curve.
struct CurvePoint {
    int64_t batch = 1;
    int workers = 1;
    double imagesPerSecond = 0.0;
    double median = 0.0;  ///< latency of a batch, seconds
    double tail = 0.0;    ///< its 99th percentile
};

/// What a curve is measured over, unless told otherwise: one core and all of `workers`.
std::vector<int64_t> curveBatches();
std::vector<int> curveWorkers(int workers);

/// Images a second and latency over batch sizes and workers, each with batches of its own, for
/// about `seconds` a point. Errors: as profileNetworks.
std::vector<CurvePoint> profileCurve(const Graph& graph, const std::vector<int64_t>& batches,
                                     const std::vector<int>& workers, double seconds,
                                     const RunContext& context);

}  // namespace secateur
