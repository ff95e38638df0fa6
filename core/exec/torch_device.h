#pragma once

#include <ATen/ATen.h>

#include <string>

#include "core/base/device.h"
#include "core/graph/graph.h"

namespace secateur {

/// Error(Unsupported) where LibTorch or the machine has no such device.
void requireDevice(Device device);

/// What torch calls it.
at::Device torchDevice(Device device);

/// A copy with its parameters there; those that are there already are shared.
Node nodeOn(const Node& node, at::Device device);
Graph graphOn(const Graph& graph, at::Device device);

/// Workers that share the work there: as many as were asked for (0: one a core) on the processor;
/// one on a GPU, which a batch fills.
int workersOn(Device device, int requested);

/// The processor's name, or "CUDA": what measured figures are of.
std::string nameOf(Device device);

}  // namespace secateur
