#include "core/analysis/parity_report.h"

#include <fmt/format.h>

#include <algorithm>

namespace secateur {

namespace {

void addDifference(std::vector<Field<LayerParity>>& fields, const std::string& name,
                   const std::string& heading, const std::string& what,
                   StepDifference LayerParity::*member) {
    fields.push_back({{name + "_largest_steps", heading,
                       "Largest difference of " + what +
                           " from the integer reference, in steps of the output's scale, all ways "
                           "given the same integers."},
                      [member](const LayerParity& p) { return cell::count((p.*member).largest); }});
    fields.push_back(
        {{name + "_differing", "differ", "Outputs of " + what + " that differ."},
         [member](const LayerParity& p) { return cell::count((p.*member).differing); }});
}

std::vector<Field<LayerParity>> parityFields() {
    std::vector<Field<LayerParity>> fields{
        {{"layer", "Layer", "A node of the INT8 network.", false},
         [](const LayerParity& p) { return cell::named(cell::text(p.layer), p.layer, p.layer); }},
        {{"kind", "Kind", "What the layer computes.", false},
         [](const LayerParity& p) {
             return p.floatWeights
                        ? cell::named(cell::text(p.kind), p.kind + " (FP32)", "Kept in FP32.")
                        : cell::text(p.kind);
         }},
        {{"fp32", "", ""}, [](const LayerParity& p) { return cell::flag(p.floatWeights); }},
        {{"outputs", "Outputs", "Numbers that were compared."},
         [](const LayerParity& p) { return cell::count(p.outputs); }}};
    addDifference(fields, "simulated", "Simulation", "the fake-quantized network",
                  &LayerParity::simulated);
    addDifference(fields, "kernel", "Kernels", "the engine's kernels", &LayerParity::kernels);
    fields.push_back({{"pair_sums", "Pair sums", "Sums of two products that were looked at."},
                      [](const LayerParity& p) { return cell::count(p.pairSums); }});
    fields.push_back(
        {{"saturated", "Saturated",
          "Sums of two products that do not fit into 16 bits: where the engine adds in pairs (CPUs "
          "without VNNI), they are cut off."},
         [](const LayerParity& p) { return cell::count(p.saturated); }});
    return fields;
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

Table parityTable(const ParityReport& report) {
    const std::vector<Field<LayerParity>> fields = parityFields();
    Table table{"parity", "", columnsOf(fields), {}};
    for (const LayerParity& layer : report.layers) {
        table.rows.push_back(rowOf(fields, layer, layer.layer));
    }
    return table;
}

std::string parityText(const ParityReport& report) {
    Table table = parityTable(report);
    LayerParity total = report.total;
    total.layer = "all layers";
    table.rows.push_back(rowOf(parityFields(), total));
    return fmt::format(
        "parity on {} images, {} ({}); differences to the integer reference, every layer fed the "
        "same integers\n{}classes as the reference: simulated {} of {}, kernels {} of {}\n{}",
        report.images, report.engine, report.instructionSet, terminalOf(table),
        report.sameClassSimulated, report.images, report.sameClassKernels, report.images,
        verdict(report));
}

}  // namespace secateur
