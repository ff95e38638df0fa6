#pragma once

#include <string>

namespace secateur {

class Graph;

/// The engine that runs compiled networks (compiled_network.h); the others are LibTorch's.
inline constexpr const char* kCompiledEngine = "onednn";

/// The quantized engine to use: `requested` ("fbgemm", "x86", "onednn", "qnnpack"), or the best
/// that this LibTorch offers. Throws Error(Unsupported) that lists what is offered.
std::string chooseQuantizedEngine(const std::string& requested = "");
/// True if 8-bit activations times 8-bit weights can overflow the engine's 16-bit intermediate sums
/// on this CPU (x86 without VNNI: vpmaddubsw). For oneDNN's engines also where the environment
/// (ONEDNN_MAX_CPU_ISA, DNNL_MAX_CPU_ISA) keeps it from VNNI, as the library itself reads it.
bool engineSaturates(const std::string& engine);
/// What integer instructions oneDNN has: "VNNI", "AVX2 without VNNI", ...: for notes.
std::string cpuIntegerIsa();

/// Throws Error(InvalidArgument) unless the graph is an INT8 network.
void requireQuantized(const Graph& graph);

}  // namespace secateur
