#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/graph/op.h"

namespace secateur {

class Graph;

/// How much of an INT8 network runs without INT8 kernels: in float, between a dequantize and a
/// quantize. The input, flattening and dropout compute nothing and are not counted.
struct KernelShare {
    int64_t nodes = 0;
    int64_t floatNodes = 0;
    double floatShareOfMacs = 0.0;              ///< of the network's multiply-accumulates
    double floatShareOfElements = 0.0;          ///< of the numbers that all nodes put out
    std::map<std::string, int64_t> floatKinds;  ///< float nodes by opLabel

    bool operator==(const KernelShare&) const = default;
};

/// Of an INT8 graph whose nodes `floatNodes` have no kernel.
KernelShare kernelShareOf(const Graph& graph, const std::vector<NodeId>& floatNodes);

/// One line for notes and reports.
std::string kernelShareText(const KernelShare& share);

}  // namespace secateur
