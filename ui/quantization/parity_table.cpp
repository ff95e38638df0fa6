#include "ui/quantization/parity_table.h"

#include "ui/base/number_text.h"
#include "ui/quantization/translation.h"

namespace secateur {

namespace {

FigureTable::Cell countCell(int64_t count) {
    return {countText(count), qlonglong(count), QString::number(count), {}};
}

std::vector<FigureTable::Column> parityColumns() {
    const QString steps =
        ChecksText::tr("in steps of the output's scale, all ways given the same integers.");
    return {
        {ChecksText::tr("#"), ChecksText::tr("Place in the network."), "place"},
        {ChecksText::tr("Layer"), ChecksText::tr("A node of the INT8 network."), "layer", false},
        {ChecksText::tr("Kind"), ChecksText::tr("What the layer computes."), "kind", false},
        {ChecksText::tr("Outputs"), ChecksText::tr("Numbers that were compared."), "outputs"},
        {ChecksText::tr("Simulation"),
         ChecksText::tr(
             "Largest difference of the fake-quantized network from the integer reference, ") +
             steps,
         "simulated_largest_steps"},
        {ChecksText::tr("differ"), ChecksText::tr("Outputs of the simulation that differ."),
         "simulated_differing"},
        {ChecksText::tr("Kernels"),
         ChecksText::tr("Largest difference of the engine's kernels from the integer reference, ") +
             steps,
         "kernel_largest_steps"},
        {ChecksText::tr("differ"), ChecksText::tr("Outputs of the kernels that differ."),
         "kernel_differing"},
        {ChecksText::tr("Saturated sums"),
         ChecksText::tr(
             "Sums of two products that do not fit into 16 bits: where the engine adds in pairs "
             "(CPUs without VNNI), they are cut off."),
         "saturated"},
        {ChecksText::tr("of"), ChecksText::tr("Sums of two products that were looked at."),
         "pair_sums"}};
}

QString differenceText(const StepDifference& difference) {
    if (difference.differing == 0) {
        return ChecksText::tr("equal everywhere");
    }
    const QString text = difference.largest == 1
                             ? ChecksText::tr("at most %1 step off in %2 outputs")
                             : ChecksText::tr("at most %1 steps off in %2 outputs");
    return text.arg(countText(difference.largest), countText(difference.differing));
}

QString saturationText(const ParityReport& report) {
    const int64_t count = report.total.saturated;
    if (count == 0) {
        return ChecksText::tr("no sum would saturate in 16 bits");
    }
    const QString text = report.saturating
                             ? ChecksText::tr("%1 sums saturate")
                             : ChecksText::tr("%1 sums would saturate in 16 bits (no VNNI)");
    return text.arg(countText(count));
}

}  // namespace

FigureTable parityTable(const ParityReport& report, const QString& caption) {
    FigureTable table;
    table.name = QStringLiteral("parity");
    table.caption = caption;
    table.columns = parityColumns();
    int64_t place = 0;
    for (const LayerParity& line : report.layers) {
        const QString layer = QString::fromStdString(line.layer);
        const QString kind = QString::fromStdString(line.kind);
        table.rows.push_back(
            {layer,
             {countCell(++place),
              {layer, layer, layer, layer},
              {line.floatWeights ? ChecksText::tr("%1 (FP32)").arg(kind) : kind, kind, kind,
               line.floatWeights ? ChecksText::tr("Kept in FP32.") : QString()},
              countCell(line.outputs),
              countCell(line.simulated.largest),
              countCell(line.simulated.differing),
              countCell(line.kernels.largest),
              countCell(line.kernels.differing),
              countCell(line.saturated),
              countCell(line.pairSums)}});
    }
    return table;
}

QString parityHeading(const ParityReport& report) {
    if (report.layers.empty()) {
        return {};
    }
    QStringList lines{
        ChecksText::tr("Engine %1 on %2: %3")
            .arg(QString::fromStdString(report.engine),
                 QString::fromStdString(report.instructionSet),
                 report.saturating ? ChecksText::tr("it saturates sums of two products")
                                   : ChecksText::tr("it does not saturate")),
        ChecksText::tr("Against the integer reference on %1 images: simulation %2, kernels %3; %4")
            .arg(countText(report.images), differenceText(report.total.simulated),
                 differenceText(report.total.kernels), saturationText(report)),
        ChecksText::tr("Same class as the reference: simulation %1, kernels %2 of %3 images")
            .arg(countText(report.sameClassSimulated), countText(report.sameClassKernels),
                 countText(report.images))};
    return lines.join('\n');
}

}  // namespace secateur
