#include "core/analysis/parity_report.h"

#include <fmt/format.h>

#include <algorithm>

namespace secateur {

namespace {

double percent(int64_t part, int64_t whole) {
    return whole > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

std::string lineOf(const LayerParity& p) {
    return fmt::format("{:<28} {:<8} {:>10} {:>5} {:>8.4f} % {:>5} {:>8.4f} % {:>12} {:>9.5f} %",
                       p.layer, p.floatWeights ? "FP32" : p.kind, p.outputs, p.simulated.largest,
                       percent(p.simulated.differing, p.outputs), p.kernels.largest,
                       percent(p.kernels.differing, p.outputs), p.saturated,
                       percent(p.saturated, p.pairSums));
}

std::string verdict(const ParityReport& report) {
    if (report.total.saturated == 0) {
        return "no 16-bit sum of two products would overflow: every CPU computes the same";
    }
    return report.saturating
               ? "16-bit sums overflow and saturate in the kernels of this CPU: quantize with "
                 "reduce_range on"
               : "16-bit sums would overflow on a CPU without VNNI; this one sums in 32 bits";
}

}  // namespace

void StepDifference::add(const StepDifference& other) {
    largest = std::max(largest, other.largest);
    differing += other.differing;
}

std::string parityText(const ParityReport& report) {
    std::string text = fmt::format(
        "parity on {} images, {} ({}); differences to the integer reference, every layer fed the "
        "same integers\n{:<28} {:<8} {:>10} {:>16} {:>16} {:>24}\n{:<37} {:>10} {:>5} {:>10} "
        "{:>5} {:>10} {:>24}\n",
        report.images, report.engine, report.instructionSet, "", "", "", "simulated", "kernels",
        "16-bit sums", "layer", "outputs", "steps", "differ", "steps", "differ", "that overflow");
    for (const LayerParity& layer : report.layers) {
        text += lineOf(layer) + "\n";
    }
    text += lineOf(report.total) + "\n";
    text += fmt::format("classes as the reference: simulated {} of {}, kernels {} of {}\n{}",
                        report.sameClassSimulated, report.images, report.sameClassKernels,
                        report.images, verdict(report));
    return text;
}

}  // namespace secateur
