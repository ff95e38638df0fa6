#pragma once

#include <string>
#include <vector>

#include "core/analysis/profile.h"
#include "core/base/say.h"
#include "core/base/table.h"

namespace secateur {

/// A row a layer, in the order of the first network and then of the others: its kind and role and,
/// of every network, milliseconds an image, the share of the whole, giga multiply-accumulates a
/// second, their share of the machine's peak and the kernel.
/// `layer,kind,role,macs,NETWORK_ms,NETWORK_share,NETWORK_gmacs,NETWORK_peak,NETWORK_kernel,...`
Table profileTable(const std::vector<NetworkProfile>& profiles, const MachinePeak& peak);

/// The same summed up by role, most of the first network's time first, without kernels.
Table roleTable(const std::vector<NetworkProfile>& profiles, const MachinePeak& peak);

/// What one network reaches.
struct NetworkCurve {
    std::string network;
    std::vector<CurvePoint> points;
};

/// "network,batch,workers,images_per_second,median_ms,tail_ms", a row a point.
Table curveTable(const std::vector<NetworkCurve>& curves);

/// Why a step in integers gains no more, in a few words.
std::string slownessReason(const StepTime& step, int64_t batch, const Say& say = inEnglish);

/// "Why is INT8 not faster?", in one sentence: how much faster `int8` is than `fp32`, and which
/// share of its time goes to steps that gain less than kSmallGain times, by reason.
std::string gainText(const NetworkProfile& fp32, const NetworkProfile& int8,
                     const Say& say = inEnglish);
inline constexpr double kSmallGain = 1.5;

/// A line a layer of `int8` that takes longer than in `fp32`, with the reason.
std::vector<std::string> slowerLayers(const NetworkProfile& fp32, const NetworkProfile& int8,
                                      const Say& say = inEnglish);

/// The fastest point whose tail stays within `latency` seconds; null where none does.
const CurvePoint* bestWithin(const std::vector<CurvePoint>& curve, double latency);
/// The same as a sentence; 0: no limit. "NETWORK is fastest within 5 ms at batch 4 on 2 cores: 812
/// images/s, 99 % of batches within 4.93 ms."
std::string bestText(const NetworkCurve& curve, double latency, const Say& say = inEnglish);

}  // namespace secateur
