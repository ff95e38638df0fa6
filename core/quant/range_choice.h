#pragma once

#include <limits>
#include <string>
#include <vector>

#include "core/graph/qparams.h"
#include "core/quant/observer.h"

namespace secateur {

/// What decided a range.
enum class RangeRule {
    ByHand,       ///< a clip
    FixedRelu6,   ///< [0, 6]
    Extremes,     ///< of the images and the logits, whatever the observer
    Observer,     ///< the options'
    Group,        ///< shared by what a concatenation reads and gives (rangeGroups)
    SameAsInput,  ///< pooling and flattening
    Stored        ///< in an INT8 network; the reason may have been recorded with it
};

/// The range of one tensor, what integers it becomes, and why.
struct RangeChoice {
    std::string layer;     ///< the node of the folded network
    bool weights = false;  ///< else the node's output
    /// What the integers are made to stand for; holds 0. Of weights with a scale for every channel:
    /// the widest channel's.
    ClipRange range;
    QuantScheme scheme;
    QuantParams params;          ///< of the output; of weights with the coarsest scale
    bool perChannel = false;     ///< weights with a scale for every output channel
    std::vector<double> scales;  ///< of weights: one for every output channel, or one
    RangeRule rule = RangeRule::Observer;
    std::string reason;              ///< for people
    std::vector<std::string> group;  ///< layers that share the range, this one too; empty: none do
    /// What it would be had nobody chosen by hand, and why; the same where nobody did. Not known of
    /// weights that were clipped.
    ClipRange automatic;
    std::string automaticReason;
    /// Signal to quantization noise ratio: of an output estimated from its histogram, of weights
    /// exact. NaN: not known.
    double sqnrDb = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace secateur
