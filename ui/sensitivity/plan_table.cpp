#include "ui/sensitivity/plan_table.h"

#include <QLocale>

#include "core/base/size_unit.h"
#include "ui/base/number_text.h"
#include "ui/base/translation.h"
#include "ui/models/perturbation_kinds.h"

namespace secateur {

namespace {

constexpr double kMillion = 1e6;

QString inUnits(int64_t number, double unit, int decimals) {
    return QLocale().toString(static_cast<double>(number) / unit, 'f', decimals);
}

bool isPlanned(const PlanRow& row) {
    return row.override || row.proposed || row.safe;
}

QString planText(const PlanRow& row) {
    // The asterisk says what the bold font says, without needing the eye for it.
    return isPlanned(row) ? ratioText(row.ratio()) + (row.override ? " *" : "") : Text::tr("–");
}

QString planTip(const PlanRow& row) {
    if (row.override) {
        return row.safe ? Text::tr("Set by hand; the safe ratio is %1. Delete takes yours back.")
                              .arg(safeNumberText(*row.safe))
                        : Text::tr("Set by hand; this layer's sensitivity is not measured.");
    }
    if (row.proposed) {
        return Text::tr(
            "What loses least for the budget, by the curves. Edit it to plan another one.");
    }
    return row.safe ? Text::tr("The safe ratio. Edit it to plan another one.")
                    : Text::tr("Not measured: the plan leaves this layer as it is.");
}

Table::Cell planCell(const PlanRow& row) {
    return {row.ratio(), planText(row).toStdString(), planTip(row).toStdString(),
            isPlanned(row) ? row.ratio() : -1.0};
}

Table::Cell safeCell(const PlanRow& row) {
    if (!row.safe) {
        return row.untested
                   ? Table::Cell{{},
                                 Text::tr("nothing pruned").toStdString(),
                                 Text::tr("The sweep pruned no weight of this layer, so it says "
                                          "nothing about it.")
                                     .toStdString()}
                   : Table::Cell{
                         {}, Text::tr("–").toStdString(), Text::tr("Not measured.").toStdString()};
    }
    const std::string text = safeNumberText(*row.safe).toStdString();
    return {row.safe->level.number, text,
            row.safe->hardestTried
                ? Text::tr("Nothing larger was tried: more may be safe.").toStdString()
                : text};
}

Table::Cell nothing(const PlanRow&) {
    return {};
}

std::vector<Field<PlanRow>> planFields() {
    return {{{"layer", QT_TRANSLATE_NOOP("Tables", "Layer"),
              QT_TRANSLATE_NOOP("Tables", "A convolution or linear layer."), false},
             [](const PlanRow& row) { return cell::text(row.layer); }},
            {{"weights", QT_TRANSLATE_NOOP("Tables", "Weights"),
              QT_TRANSLATE_NOOP("Tables", "Elements of the layer's weight tensor.")},
             [](const PlanRow& row) { return cell::count(row.weights); }},
            {{"safe_ratio", QT_TRANSLATE_NOOP("Tables", "Safe ratio"),
              QT_TRANSLATE_NOOP("Tables",
                                "The largest measured ratio up to which the drop stays within the "
                                "tolerance, this layer pruned alone.")},
             safeCell},
            {{"largest_tried", "", ""},
             [](const PlanRow& row) {
                 return row.safe ? cell::flag(row.safe->hardestTried) : Table::Cell{};
             }},
            {{"plan_ratio", QT_TRANSLATE_NOOP("Tables", "Plan ratio"),
              QT_TRANSLATE_NOOP("Tables",
                                "The share of the layer's weights that the plan prunes: the safe "
                                "ratio, what the budget proposes, or what you type.")},
             planCell},
            {{"weights_kept", QT_TRANSLATE_NOOP("Tables", "Kept"),
              QT_TRANSLATE_NOOP("Tables", "Weights kept: those that the plan leaves nonzero.")},
             [](const PlanRow& row) { return cell::count(row.kept()); }},
            {{"predicted_drop", "", ""}, nothing},
            {{"predicted_low", "", ""}, nothing},
            {{"predicted_high", "", ""}, nothing},
            {{"calibrated_by", "", ""}, nothing},
            {{"", QT_TRANSLATE_NOOP("Tables", "Role"),
              QT_TRANSLATE_NOOP("Tables", "What the layer does in its block."), false},
             [](const PlanRow& row) { return cell::text(row.role); }}};
}

}  // namespace

QString planTotalsText(const PlanTotals& totals) {
    const SizeUnit size = sizeUnit();
    return Text::tr(
               "%1 of %2 parameters remain, %3 sparsity; %4 of %5 M multiply-adds are not by "
               "zero, %6 of %7 %8 of weights")
        .arg(countText(totals.parametersKept), countText(totals.parameters),
             percentText(totals.sparsity()), inUnits(totals.macsKept, kMillion, 1),
             inUnits(totals.macs, kMillion, 1), inUnits(totals.bytesKept, bytesPer(size), 2),
             inUnits(totals.bytes, bytesPer(size), 2), QLatin1String(enumName(size)));
}

Table planTable(const EditablePlan& plan) {
    const std::vector<Field<PlanRow>> fields = planFields();
    Table table{"pruning_plan", "", columnsOf(fields), {}};
    for (const PlanRow& row : plan.rows()) {
        table.rows.push_back(rowOf(fields, row, row.layer));
        // Layers by their place in the network; the names alone would put 10 before 2.
        table.rows.back().cells.front().place = static_cast<double>(table.rows.size());
    }
    return table;
}

Table printedPlan(const EditablePlan& plan, const QString& caption,
                  const ExpectedDrop& prediction) {
    Table table = planTable(plan);
    const PlanTotals totals = plan.totals();
    QStringList lines{caption, planTotalsText(totals), prediction.text};
    if (plan.hasOverrides()) {
        lines << Text::tr("* set by hand");
    }
    table.caption = lines.join('\n').toStdString();
    if (prediction.drop) {
        const PredictedDrop& drop = *prediction.drop;
        std::vector<Table::Cell> cells(table.columns.size());
        cells[table.column("layer")] = cell::named(cell::text(Target::global().text()),
                                                   Text::tr("All layers together").toStdString());
        cells[table.column("weights")] = cell::count(totals.weights);
        cells[table.column("plan_ratio")] = cell::number(totals.sparsity(), 2);
        cells[table.column("weights_kept")] = cell::count(totals.weightsKept);
        cells[table.column("predicted_drop")].figure = drop.drop.drop;
        cells[table.column("predicted_low")].figure = drop.drop.low;
        cells[table.column("predicted_high")].figure = drop.drop.high;
        cells[table.column("calibrated_by")].figure = static_cast<int64_t>(drop.measuredPlans);
        table.rows.push_back({Target::global().text(), std::move(cells)});
    }
    return table;
}

}  // namespace secateur
