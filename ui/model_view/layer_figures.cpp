#include "ui/model_view/layer_figures.h"

#include <QtGlobal>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/model_view/layer_text.h"

namespace secateur {

namespace {

/// Of layers with weights only.
Table::Cell valueCell(const LayerCost& layer, const std::map<std::string, double>& values,
                      QString (*format)(double)) {
    const auto found = values.find(layer.name);
    return layer.weights == 0 || found == values.end() || std::isnan(found->second)
               ? Table::Cell{}
               : Table::Cell{found->second, format(found->second).toStdString(), ""};
}

Table::Cell countCell(int64_t count) {
    return count > 0 ? cell::count(count) : Table::Cell{int64_t{0}, "", ""};
}

/// Names stand in network order; by their letters 10 would come before 2.
Table::Cell placed(const LayerCost& layer, const std::string& text) {
    Table::Cell cell = cell::text(text);
    cell.place = layer.node;
    return cell;
}

std::vector<Field<LayerCost>> whatItIs() {
    return {
        {{"layer", QT_TRANSLATE_NOOP("Tables", "Layer"),
          QT_TRANSLATE_NOOP("Tables", "Name of the layer, as in PyTorch's state_dict."), false},
         [](const LayerCost& layer) { return placed(layer, layer.name); }},
        {{"block", QT_TRANSLATE_NOOP("Tables", "Block"),
          QT_TRANSLATE_NOOP("Tables", "The block of the drawing that the layer belongs to."),
          false},
         [](const LayerCost& layer) { return placed(layer, layer.block); }},
        {{"kind", QT_TRANSLATE_NOOP("Tables", "Kind"),
          QT_TRANSLATE_NOOP("Tables",
                            "The operation; 3x3 dw/2 is a depthwise 3x3 convolution of stride 2."),
          false},
         [](const LayerCost& layer) { return cell::text(layer.kind); }},
        {{"role", QT_TRANSLATE_NOOP("Tables", "Role"),
          QT_TRANSLATE_NOOP(
              "Tables", "What the layer does in its block: expand, depthwise, project, shortcut."),
          false},
         [](const LayerCost& layer) { return cell::text(layer.role); }},
        {{"", "", "", false},  // for the filter
         [](const LayerCost& layer) { return cell::text(opName(layer.op)); }},
        {{"output", QT_TRANSLATE_NOOP("Tables", "Output"),
          QT_TRANSLATE_NOOP("Tables",
                            "Shape of the output for one image: channels x height x width."),
          false},
         [](const LayerCost& layer) {
             Table::Cell cell = cell::text(formatShape(layer.output).toStdString());
             cell.place = static_cast<double>(layer.output[0] * layer.output[1] * layer.output[2]);
             return cell;
         }}};
}

std::vector<Field<LayerCost>> timeFields(const std::map<std::string, LayerTime>& times) {
    const auto cellOf = [&times](auto make) {
        return [&times, make](const LayerCost& layer) {
            const auto found = times.find(layer.name);
            return found != times.end() ? make(found->second) : Table::Cell{};
        };
    };
    return {{{"ms", QT_TRANSLATE_NOOP("Tables", "ms"),
              QT_TRANSLATE_NOOP("Tables",
                                "Milliseconds for one image on one core, with what the layer's "
                                "kernel does besides; by the study's latest profile.")},
             cellOf([](const LayerTime& time) { return cell::number(1e3 * time.seconds, 3); })},
            {{"time_share", QT_TRANSLATE_NOOP("Tables", "Of the time"),
              QT_TRANSLATE_NOOP("Tables", "Share of the network's time.")},
             cellOf([](const LayerTime& time) { return cell::percent(time.share); })},
            {{"int8_speed_up", QT_TRANSLATE_NOOP("Tables", "INT8 speed-up"),
              QT_TRANSLATE_NOOP("Tables",
                                "Time in FP32 over time in INT8, of networks that were timed side "
                                "by side.")},
             cellOf([](const LayerTime& time) { return cell::number(time.speedUp, 2); })}};
}

}  // namespace

Table layerFigures(const GraphCost& cost, const LayerValues& values) {
    std::vector<Field<LayerCost>> fields = whatItIs();
    const std::vector<Field<LayerCost>> figures{
        {{"parameters", QT_TRANSLATE_NOOP("Tables", "Parameters"),
          QT_TRANSLATE_NOOP("Tables", "Trainable numbers of the layer.")},
         [](const LayerCost& layer) { return countCell(layer.parameters); }},
        {{"macs", QT_TRANSLATE_NOOP("Tables", "MACs"),
          QT_TRANSLATE_NOOP("Tables", "Multiply-accumulate operations for one image.")},
         [](const LayerCost& layer) { return countCell(layer.macs); }},
        {{"sparsity", QT_TRANSLATE_NOOP("Tables", "Sparsity"),
          QT_TRANSLATE_NOOP("Tables", "Share of the weights that are exactly zero.")},
         [](const LayerCost& layer) {
             return layer.weights > 0 ? cell::percent(layer.sparsity()) : Table::Cell{};
         }},
        {{"safe_ratio", QT_TRANSLATE_NOOP("Tables", "Safe ratio"),
          QT_TRANSLATE_NOOP(
              "Tables",
              "Largest measured share of the weights that can be pruned within the tolerance; the "
              "larger, the more robust.")},
         [&](const LayerCost& layer) {
             Table::Cell cell = valueCell(layer, values.safeRatio, percentText);
             const std::string prefix = safePrefix(values, layer.name).toStdString();
             cell.text = cell.text.empty() ? cell.text : prefix + cell.text;
             return cell;
         }},
        {{"int8_weight_sqnr_db", QT_TRANSLATE_NOOP("Tables", "INT8 weight SQNR"),
          QT_TRANSLATE_NOOP("Tables",
                            "Signal-to-quantization-noise ratio of the weights in INT8; the "
                            "larger, the smaller the "
                            "error.")},
         [&](const LayerCost& layer) {
             return valueCell(layer, values.quantizationSqnrDb, formatDecibels);
         }}};
    fields.insert(fields.end(), figures.begin(), figures.end());
    const std::vector<Field<LayerCost>> times = timeFields(values.times);
    fields.insert(fields.end(), times.begin(), times.end());
    Table table{"layers", "", columnsOf(fields), {}};
    for (const LayerCost& layer : cost.layers) {
        table.rows.push_back(rowOf(fields, layer, layer.name));
    }
    return table;
}

}  // namespace secateur
