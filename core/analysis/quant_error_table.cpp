#include "core/analysis/quant_error_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/analysis/drop_text.h"
#include "core/base/error.h"
#include "core/base/figure_text.h"

namespace secateur {

namespace {

std::optional<QuantErrorPoint> pointOf(const std::vector<QuantErrorPoint>& points,
                                       const std::string& layer, QuantErrorMode mode) {
    for (const QuantErrorPoint& point : points) {
        if (point.layer == layer && point.mode == mode) {
            return point;
        }
    }
    return std::nullopt;
}

/// Smaller is costlier.
std::tuple<bool, double, double, double> orderOf(const LayerQuantError& error) {
    return {!error.only.has_value(), error.only ? -error.only->drop().drop : 0.0,
            error.allBut ? -error.allBut->accuracy() : 0.0, error.noise.activationSqnrDb};
}

using Point = std::optional<QuantErrorPoint>;

Table::Cell sqnrCell(const std::optional<double>& db) {
    if (!db) {
        return {{}, "–", "It has no weights."};
    }
    return {*db, std::isinf(*db) ? "exact" : text::decimals(*db, 1), ""};
}

/// What one way of quantizing a layer costs: `name` is "only" or "all_but".
void addPoint(std::vector<Field<LayerQuantError>>& fields, const std::string& name,
              const std::string& heading, const std::string& dropped, const std::string& right,
              Point LayerQuantError::*member, const Say& say) {
    fields.push_back({{name + "_correct", "", ""}, [member](const LayerQuantError& e) {
                          return (e.*member) ? cell::count((e.*member)->correct) : Table::Cell{};
                      }});
    const size_t first = fields.size();
    addDrop<LayerQuantError>(fields, name + "_drop", heading + ": drop", dropped,
                             [member](const LayerQuantError& e) -> std::optional<PairedDrop> {
                                 return (e.*member) ? std::optional((e.*member)->drop())
                                                    : std::nullopt;
                             });
    fields[first].cell = [member, say, plain = fields[first].cell](const LayerQuantError& e) {
        const Point& point = e.*member;
        return point ? cell::named(plain(e), dropText(point->drop()),
                                   said(say, "accuracy {} of {} images; {} lost, {} gained",
                                        text::percent(point->accuracy()), text::count(point->count),
                                        text::count(point->lost), text::count(point->gained)))
                     : Table::Cell{{}, "…", "Not measured yet."};
    };
    fields.push_back({{"", heading, right}, [member](const LayerQuantError& e) {
                          return (e.*member) ? cell::percent((e.*member)->accuracy())
                                             : Table::Cell{{}, "…", "Not measured yet."};
                      }});
}

std::vector<Field<LayerQuantError>> errorFields(const Say& say) {
    std::vector<Field<LayerQuantError>> fields{
        {{"layer", "Layer", "A layer with a quantization of its own.", false},
         [](const LayerQuantError& e) {
             return cell::named(cell::text(e.noise.layer), e.noise.layer, e.noise.layer);
         }},
        {{"kind", "Kind", "What the layer computes.", false},
         [](const LayerQuantError& e) { return cell::text(e.noise.kind); }},
        {{"weight_sqnr_db", "Weights, dB",
          "SQNR of the weights: power of the values over power of the rounding error. Higher is "
          "better; 6 dB are one bit."},
         [](const LayerQuantError& e) { return sqnrCell(e.noise.weightSqnrDb); }},
        {{"activation_sqnr_db", "Output, dB", "SQNR of the layer's output, from its histogram."},
         [](const LayerQuantError& e) { return sqnrCell(e.noise.activationSqnrDb); }},
        {{"count", "", ""}, [](const LayerQuantError& e) {
             return cell::count(e.only ? e.only->count : e.allBut ? e.allBut->count : 0);
         }}};
    addPoint(fields, "only", "Only this layer",
             "Points of top-1 that are lost when only this layer is quantized, with the 95 % "
             "interval.",
             "Top-1 with only this layer quantized.", &LayerQuantError::only, say);
    addPoint(fields, "all_but", "All but this one",
             "Points of top-1 that are lost when every layer but this one is quantized, with the "
             "95 % interval: far below the drop of all layers, this one is to blame.",
             "Top-1 with every layer but this one quantized.", &LayerQuantError::allBut, say);
    return fields;
}

}  // namespace

std::vector<LayerQuantError> rankedErrors(const std::vector<LayerNoise>& noises,
                                          const std::vector<QuantErrorPoint>& points) {
    std::vector<LayerQuantError> errors;
    for (const LayerNoise& noise : noises) {
        errors.push_back({noise, pointOf(points, noise.layer, QuantErrorMode::Only),
                          pointOf(points, noise.layer, QuantErrorMode::AllBut)});
    }
    std::stable_sort(
        errors.begin(), errors.end(),
        [](const LayerQuantError& a, const LayerQuantError& b) { return orderOf(a) < orderOf(b); });
    return errors;
}

Table quantErrorTable(const std::vector<LayerQuantError>& ranked, const Say& say) {
    const std::vector<Field<LayerQuantError>> fields = errorFields(say);
    Table table{"layer_errors", "", columnsOf(fields), {}};
    table.columns.insert(
        table.columns.begin(),
        {"rank", "Rank", "The layer whose quantization costs most comes first.", true});
    for (const LayerQuantError& error : ranked) {
        Table::Row row = rowOf(fields, error, error.noise.layer);
        row.cells.insert(row.cells.begin(),
                         cell::count(static_cast<int64_t>(table.rows.size()) + 1));
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace secateur
