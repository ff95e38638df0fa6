#include "core/exec/quantized_engine.h"

#include <ATen/Context.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/graph/graph.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace secateur {

namespace {

bool cpuHasVnni() {
#if defined(__x86_64__)
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    const bool avx512 = __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (c & (1U << 11)) != 0;
    const bool avx = __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a & (1U << 4)) != 0;
    return avx512 || avx;
#else
    return true;
#endif
}

/// The instruction set that the environment allows oneDNN at most, in capitals; empty: any.
std::string allowedIsa() {
    for (const char* name : {"ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"}) {
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0') {
            std::string isa = value;
            std::transform(isa.begin(), isa.end(), isa.begin(), ::toupper);
            return isa;
        }
    }
    return {};
}

/// oneDNN's names of instruction sets without 8-bit dot products.
bool oneDnnMayUseVnni() {
    static const std::set<std::string> without{"SSE41",      "AVX",         "AVX2",
                                               "AVX512_MIC", "AVX512_CORE", "AVX512_MIC_4OPS"};
    return !without.contains(allowedIsa());
}

bool usesVnni(const std::string& engine) {
    return cpuHasVnni() && (engine == "fbgemm" || oneDnnMayUseVnni());
}

}  // namespace

std::string chooseQuantizedEngine(const std::string& requested) {
    std::vector<std::string> offered;
    for (const at::QEngine engine : at::globalContext().supportedQEngines()) {
        std::string name = toString(engine);
        std::transform(name.begin(), name.end(), name.begin(), ::tolower);
        offered.push_back(name);
    }
    const std::vector<std::string> wanted =
        requested.empty() ? std::vector<std::string>{"onednn", "x86", "fbgemm", "qnnpack"}
                          : std::vector<std::string>{requested};
    for (const std::string& name : wanted) {
        if (std::find(offered.begin(), offered.end(), name) != offered.end()) {
            return name;
        }
    }
    throw Error(ErrorCode::Unsupported, "this LibTorch has no such quantized engine",
                {"", fmt::format("one of {}", fmt::join(offered, ", ")),
                 requested.empty() ? "none that runs convolutions" : "'" + requested + "'"});
}

bool engineSaturates(const std::string& engine) {
    return engine != "qnnpack" && !usesVnni(engine);
}

std::string cpuIntegerIsa() {
#if defined(__x86_64__)
    const std::string own = cpuHasVnni()                     ? "VNNI"
                            : __builtin_cpu_supports("avx2") ? "AVX2 without VNNI"
                                                             : "SSE";
    return oneDnnMayUseVnni() ? own
                              : fmt::format("{}, as the environment limits oneDNN", allowedIsa());
#else
    return "not x86";
#endif
}

void requireQuantized(const Graph& graph) {
    if (!graph.quantized()) {
        throw Error(ErrorCode::InvalidArgument, "not an INT8 network",
                    {graph.spec.name, "quantization parameters", "none"});
    }
}

}  // namespace secateur
