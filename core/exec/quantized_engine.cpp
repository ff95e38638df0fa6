#include <ATen/Context.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/exec/int8_executor.h"

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

}  // namespace

std::string chooseQuantizedEngine(const std::string& requested) {
    std::vector<std::string> offered;
    for (const at::QEngine engine : at::globalContext().supportedQEngines()) {
        std::string name = toString(engine);
        std::transform(name.begin(), name.end(), name.begin(), ::tolower);
        offered.push_back(name);
    }
    const std::vector<std::string> wanted =
        requested.empty() ? std::vector<std::string>{"x86", "fbgemm", "onednn", "qnnpack"}
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
    return engine != "qnnpack" && !cpuHasVnni();
}

std::string cpuIntegerIsa() {
#if defined(__x86_64__)
    return cpuHasVnni() ? "VNNI" : __builtin_cpu_supports("avx2") ? "AVX2 without VNNI" : "SSE";
#else
    return "not x86";
#endif
}

}  // namespace secateur
