#include "core/report/tables.h"

#include <fmt/format.h>

#include <iterator>

#include "core/analysis/drop_text.h"
#include "core/quant/range_effect.h"
#include "core/report/speed_text.h"
#include "core/stages/layer_ranges.h"

namespace secateur {

namespace {

template <class T>
Field<T> textField(const std::string& name, std::string T::*member,
                   const std::string& heading = {}) {
    return {{name, heading, "", false},
            [member](const T& item) { return cell::text(item.*member); }};
}

template <class T, class E>
Field<T> enumField(const std::string& name, E T::*member) {
    return {{name, "", "", false},
            [member](const T& item) { return cell::text(enumName(item.*member)); }};
}

template <class T>
Field<T> countField(const std::string& name, int64_t T::*member) {
    return {{name, "", "", true}, [member](const T& item) { return cell::count(item.*member); }};
}

/// The same text in every row of a part of a table.
Table::Column leading(const char* name) {
    return {name, "", "", false};
}

/// Adds the rows of `part`, each with `cells` before its own and `more` behind them.
void append(Table& table, const Table& part, const std::vector<Table::Cell>& cells,
            const std::vector<Table::Cell>& more = {}) {
    for (const Table::Row& row : part.rows) {
        Table::Row whole{row.key, cells};
        whole.cells.insert(whole.cells.end(), row.cells.begin(), row.cells.end());
        whole.cells.insert(whole.cells.end(), more.begin(), more.end());
        table.rows.push_back(std::move(whole));
    }
}

Table around(const std::string& name, std::vector<Table::Column> before, const Table& part,
             const std::vector<Table::Column>& after = {}) {
    before.insert(before.end(), part.columns.begin(), part.columns.end());
    before.insert(before.end(), after.begin(), after.end());
    return {name, "", std::move(before), {}};
}

/// On one core, or on most workers.
Field<StageRow> speedField(const char* name, bool oneCore, double SpeedFigure::*member) {
    return {{name, "", "", true}, [oneCore, member](const StageRow& r) {
                return r.speeds.empty()
                           ? Table::Cell{}
                           : cell::number((oneCore ? r.speeds.front() : r.speeds.back()).*member,
                                          0);
            }};
}

std::vector<Field<StageRow>> stageFields() {
    std::vector<Field<StageRow>> fields{
        textField("stage", &StageRow::stage, "stage"),
        enumField("split", &StageRow::split),
        countField("correct", &StageRow::correct),
        countField("count", &StageRow::count),
        {{"top1", "top-1", ""}, [](const StageRow& r) { return cell::percent(r.accuracy()); }}};
    addDrop<StageRow>(fields, "drop", "drop in points (95 % interval)", "",
                      [](const StageRow& r) { return r.drop; });
    const std::vector<Field<StageRow>> more{
        {{"size_bytes", "size", ""}, [](const StageRow& r) { return cell::size(r.sizeBytes); }},
        {{"gzip_bytes", "gzipped", ""}, [](const StageRow& r) { return cell::size(r.gzipBytes); }},
        {{"images_per_second", "images/s", ""},
         [](const StageRow& r) {
             return r.speeds.empty()
                        ? Table::Cell{{}, "not measured", ""}
                        : Table::Cell{r.speeds.back().median, speedText(r.speeds.back()), ""};
         }},
        {{"workers", "", ""},
         [](const StageRow& r) {
             return r.speeds.empty() ? Table::Cell{} : cell::count(r.speeds.back().workers);
         }},
        {{"sparsity", "sparsity", ""}, [](const StageRow& r) { return cell::percent(r.sparsity); }},
        textField("note", &StageRow::note, "note"),
        speedField("images_per_second_low", false, &SpeedFigure::lowest),
        speedField("images_per_second_high", false, &SpeedFigure::highest),
        speedField("one_core", true, &SpeedFigure::median),
        speedField("one_core_low", true, &SpeedFigure::lowest),
        speedField("one_core_high", true, &SpeedFigure::highest),
        countField("variant", &StageRow::variant)};
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

}  // namespace

Table stageTable(const std::vector<StageRow>& rows) {
    Table table = tableOf("pipeline", stageFields(), rows);
    for (size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].reference || !rows[i].drop) {
            table.rows[i].cells[table.column("drop")].text =
                rows[i].reference ? "reference" : "baseline not measured";
        }
    }
    return table;
}

Table sweepTable(const std::vector<SensitivityPoint>& points) {
    using Point = SensitivityPoint;
    std::vector<Field<Point>> fields{
        {{"layer", "", "", false}, [](const Point& p) { return cell::text(p.target.text()); }},
        {{"ratio", "", ""}, [](const Point& p) { return cell::number(p.level.number, 2); }},
        countField("correct", &Point::correct),
        countField("count", &Point::count),
        {{"accuracy", "", ""}, [](const Point& p) { return cell::percent(p.accuracy()); }}};
    addDrop<Point>(fields, "drop", "", "", [](const Point& p) { return p.drop(); });
    const std::vector<Field<Point>> more{
        countField("pruned_weights", &Point::prunedWeights),
        {{"kind", "", "", false}, [](const Point& p) { return cell::text(enumName(p.kind)); }},
        countField("weights", &Point::weights),
        {{"unchanged", "", ""}, [](const Point& p) { return cell::flag(p.unchanged); }},
        {{"mode", "", "", false},
         [](const Point& p) { return cell::text(p.bounds ? "adaptive" : "exact"); }},
        {{"settled", "", ""}, [](const Point& p) { return cell::flag(p.settled); }}};
    fields.insert(fields.end(), more.begin(), more.end());
    return tableOf("sensitivity", fields, points);
}

Table sweepsTable(const StudySnapshot& study) {
    Table table =
        around("sensitivity", {leading("variant"), leading("split")}, sweepTable({}),
               {leading("criterion"), leading("grouping"), leading("recalibrated_images")});
    for (const StoredSweep& sweep : study.sweeps) {
        append(table, sweepTable(sweep.points),
               {cell::text(study.variant(sweep.variant)->name),
                cell::text(enumName(study.imageList(sweep.images)->split))},
               {cell::text(sweep.criterion), cell::text(enumName(sweep.grouping)),
                cell::count(sweep.recalibrated)});
    }
    return table;
}

Table variantsTable(const StudySnapshot& study) {
    const std::vector<Field<Variant>> fields{
        countField("id", &Variant::id),
        {{"parent", "", ""}, [](const Variant& v) { return cell::count(v.parent); }},
        textField("name", &Variant::name),
        enumField("kind", &Variant::kind),
        enumField("encoding", &Variant::encoding),
        countField("size_bytes", &Variant::sizeBytes),
        {{"gzip_bytes", "", ""}, [](const Variant& v) { return cell::count(v.gzipBytes); }},
        countField("parameters", &Variant::parameters),
        countField("weights", &Variant::weights),
        countField("zeros", &Variant::zeros),
        {{"sparsity", "", ""}, [](const Variant& v) { return cell::percent(v.sparsity()); }},
        textField("created", &Variant::created),
        textField("note", &Variant::note)};
    return tableOf("variants", fields, study.variants);
}

Table epochTable(const std::vector<EpochRecord>& epochs) {
    using Record = EpochRecord;
    const auto quantized = [](const char* name, Table::Cell (*cellOf)(const QuantEpoch&)) {
        return Field<Record>{{name, "", ""}, [cellOf](const Record& e) {
                                 return e.quantization ? cellOf(*e.quantization) : Table::Cell{};
                             }};
    };
    const bool measured = measuredWhileTraining(epochs);
    const std::vector<Field<Record>> fields{
        countField("epoch", &Record::epoch),
        {{"loss", "", ""}, [](const Record& e) { return cell::number(e.loss, 4); }},
        {{"train_accuracy", "", ""},
         [](const Record& e) { return cell::percent(e.trainAccuracy); }},
        {{"held_out_accuracy", "", ""},
         [measured](const Record& e) {
             return measured ? cell::percent(e.accuracy) : Table::Cell{};
         }},
        {{"seconds", "", ""}, [](const Record& e) { return cell::number(e.seconds, 1); }},
        quantized("simulated_accuracy",
                  [](const QuantEpoch& q) { return cell::percent(q.simulatedAccuracy); }),
        quantized("ranges_frozen",
                  [](const QuantEpoch& q) { return cell::flag(q.observersFrozen); }),
        quantized("batch_norm_frozen",
                  [](const QuantEpoch& q) { return cell::flag(q.normsFrozen); })};
    return tableOf("epochs", fields, epochs);
}

Table trainingTable(const StudySnapshot& study) {
    Table table = around("training", {leading("training"), leading("kind")}, epochTable({}));
    for (const StoredTraining& training : study.trainings) {
        append(table, epochTable(training.epochs),
               {cell::count(training.id), cell::text(enumName(training.kind))});
    }
    return table;
}

Table scalesTable(const StudySnapshot& study) {
    const std::vector<Field<LayerScales>> fields{
        textField("layer", &LayerScales::layer),
        {{"scale", "", ""}, [](const LayerScales& s) { return cell::number(s.scale, 6); }},
        {{"zero_point", "", ""}, [](const LayerScales& s) { return cell::count(s.zeroPoint); }},
        {{"weight_scale", "", ""},
         [](const LayerScales& s) { return cell::number(s.weightScale, 6); }}};
    Table table{"scales", "", {leading("training"), leading("epoch")}, {}};
    const std::vector<Table::Column> columns = columnsOf(fields);
    table.columns.insert(table.columns.end(), columns.begin(), columns.end());
    for (const StoredTraining& training : study.trainings) {
        for (const EpochRecord& e : training.epochs) {
            if (e.quantization) {
                append(table, tableOf("", fields, e.quantization->scales),
                       {cell::count(training.id), cell::count(e.epoch)});
            }
        }
    }
    return table;
}

Table parityTable(const StudySnapshot& study, const std::vector<StoredParity>& parity) {
    Table table = around("parity",
                         {leading("variant"), leading("engine"), leading("instruction_set"),
                          leading("saturating"), leading("images")},
                         parityTable(ParityReport()));
    for (const auto& [variant, report] : parity) {
        append(table, parityTable(report),
               {cell::text(study.variant(variant)->name), cell::text(report.engine),
                cell::text(report.instructionSet), cell::flag(report.saturating),
                cell::count(report.images)});
    }
    return table;
}

Table rangesTable(Study& study) {
    using Choice = RangeChoice;
    const auto number = [](const char* name, double (*valueOf)(const Choice&)) {
        return Field<Choice>{{name, "", ""},
                             [valueOf](const Choice& c) { return cell::number(valueOf(c), 9); }};
    };
    const std::vector<Field<Choice>> fields{
        textField("layer", &Choice::layer),
        {{"target", "", ""},
         [](const Choice& c) { return cell::text(c.weights ? "weights" : "activations"); }},
        number("low", [](const Choice& c) { return c.range.low; }),
        number("high", [](const Choice& c) { return c.range.high; }),
        {{"bits", "", ""}, [](const Choice& c) { return cell::count(c.scheme.bits); }},
        number("scale", [](const Choice& c) { return c.params.scale; }),
        number("smallest_scale", [](const Choice& c) { return asChosen({}, c).smallestScale; }),
        {{"zero_point", "", ""}, [](const Choice& c) { return cell::count(c.params.zeroPoint); }},
        number("sqnr_db", [](const Choice& c) { return c.sqnrDb; }),
        textField("reason", &Choice::reason)};
    Table table =
        around("ranges", {leading("variant")}, tableOf("", fields, std::vector<Choice>()));
    for (const Variant& variant : listVariants(study)) {
        if (variant.quantized()) {
            append(table, tableOf("", fields, networkRanges(study, variant.id, {}).choices),
                   {cell::text(variant.name)});
        }
    }
    return table;
}

std::string predictionsCsv(const StudySnapshot& study) {
    fmt::memory_buffer text;
    fmt::format_to(std::back_inserter(text), "variant,split,index,label,predicted,confidence\n");
    for (const StoredEvaluation& evaluation : study.evaluations) {
        const StoredImages& list = *study.imageList(evaluation.images);
        const std::string start =
            csvField(study.variant(evaluation.variant)->name) + "," + enumName(list.split);
        for (size_t i = 0; i < list.indices.size(); ++i) {
            const std::optional<double> sure = evaluation.result.confidence(i);
            fmt::format_to(std::back_inserter(text), "{},{},{},{},{}\n", start, list.indices[i],
                           evaluation.result.labels[i], evaluation.result.predictions[i],
                           sure ? fmt::format("{:.4f}", *sure) : "");
        }
    }
    return fmt::to_string(text);
}

}  // namespace secateur
