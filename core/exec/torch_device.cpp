#include "core/exec/torch_device.h"

#include <torch/version.h>

#include "core/base/error.h"
#include "core/base/machine.h"
#include "core/base/parallel.h"

namespace secateur {

void requireDevice(Device device) {
    if (device == Device::Cuda && !at::hasCUDA()) {
        throw Error(ErrorCode::Unsupported, "there is no such device",
                    {"cuda", "a GPU, and a program built with a LibTorch that has CUDA",
                     "LibTorch " TORCH_VERSION " that finds none"});
    }
}

at::Device torchDevice(Device device) {
    return device == Device::Cuda ? at::Device(at::kCUDA, 0) : at::Device(at::kCPU);
}

Node nodeOn(const Node& node, at::Device device) {
    Node moved = node;
    for (Parameter& parameter : moved.parameters) {
        parameter.value = parameter.value.to(device);
    }
    return moved;
}

Graph graphOn(const Graph& graph, at::Device device) {
    Graph moved = graph;
    for (NodeId id = 0; id < moved.size(); ++id) {
        moved.node(id) = nodeOn(graph.node(id), device);
    }
    return moved;
}

int workersOn(Device device, int requested) {
    return device == Device::Cuda ? 1 : workerCount(requested);
}

std::string nameOf(Device device) {
    return device == Device::Cuda ? "CUDA" : processorName();
}

}  // namespace secateur
