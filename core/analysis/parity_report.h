#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/table.h"

namespace secateur {

/// How far one way of computing a layer is from the integer reference.
struct StepDifference {
    int largest = 0;  ///< in steps of the output's scale
    int64_t differing = 0;

    void add(const StepDifference& other);
};

/// One step of an INT8 network, as the engine runs it: a node, or a layer and the activation that
/// its kernel applies. All ways got the same input integers: the reference's.
struct LayerParity {
    std::string layer;  ///< the first node's name
    std::string kind;   ///< opLabel of each node, with " + " between
    int64_t outputs = 0;
    StepDifference simulated;   ///< the fake-quantized float32 network
    StepDifference kernels;     ///< what evaluates the network
    int64_t pairSums = 0;       ///< see PairSums
    int64_t saturated = 0;      ///< of those, that do not fit into int16
    bool floatWeights = false;  ///< kept in FP32
};

struct ParityReport {
    std::string engine;
    std::string instructionSet;  ///< cpuIntegerIsa()
    bool saturating = false;     ///< engineSaturates(): `saturated` happens in `kernels`
    int64_t images = 0;
    std::vector<LayerParity> layers;  ///< in the graph's order
    LayerParity total;
    /// Images to which the whole network, each way by itself, gives the reference's class.
    int64_t sameClassSimulated = 0;
    int64_t sameClassKernels = 0;
};

/// A row a layer, in the graph's order; its key is the layer. `layer,kind,fp32,outputs,
/// simulated_largest_steps,simulated_differing,kernel_largest_steps,kernel_differing,pair_sums,
/// saturated`
Table parityTable(const ParityReport& report);
/// A table for a terminal, a line a layer, and what it comes to.
std::string parityText(const ParityReport& report);

}  // namespace secateur
