#include "ui/model_view/layer_table_model.h"

#include <cmath>

#include "ui/base/csv_text.h"
#include "ui/model_view/layer_text.h"

namespace secateur {

namespace {

using Column = LayerTableModel::Column;

struct Heading {
    const char* title;
    const char* csv;
    const char* tip;
};

constexpr std::array<Heading, LayerTableModel::kColumns> kHeadings{{
    {"Layer", "layer", "Name of the layer, as in PyTorch's state_dict."},
    {"Block", "block", "The block of the drawing that the layer belongs to."},
    {"Kind", "kind", "The operation; 3x3 dw/2 is a depthwise 3x3 convolution of stride 2."},
    {"Role", "role", "What the layer does in its block: expand, depthwise, project, shortcut."},
    {"Output", "output", "Shape of the output for one image: channels x height x width."},
    {"Parameters", "parameters", "Trainable numbers of the layer."},
    {"MACs", "macs", "Multiply-accumulate operations for one image."},
    {"Sparsity", "sparsity", "Share of the weights that are exactly zero."},
    {"Safe ratio", "safe_ratio",
     "Largest measured share of the weights that can be pruned within the tolerance; the larger, "
     "the more robust."},
    {"INT8 weight SQNR", "int8_weight_sqnr_db",
     "Signal-to-quantization-noise ratio of the weights in INT8; the larger, the smaller the "
     "error."},
}};

bool isNumber(int column) {
    return column >= static_cast<int>(Column::Parameters);
}

std::optional<double> found(const std::map<std::string, double>& values, const std::string& name) {
    const auto it = values.find(name);
    return it == values.end() || std::isnan(it->second) ? std::nullopt : std::optional(it->second);
}

}  // namespace

void LayerTableModel::setNetwork(std::shared_ptr<const GraphCost> cost) {
    beginResetModel();
    m_cost = std::move(cost);
    m_rows.clear();
    if (m_cost) {
        for (const LayerCost& layer : m_cost->layers) {
            m_rows.push_back(rowOf(layer));
        }
    }
    endResetModel();
}

void LayerTableModel::setValues(const LayerValues& values) {
    m_values = values;
    if (m_rows.empty()) {
        return;
    }
    for (size_t i = 0; i < m_rows.size(); ++i) {
        fillValues(m_rows[i], m_cost->layers[i]);
    }
    emit dataChanged(index(0, static_cast<int>(Column::SafeRatio)),
                     index(rowCount() - 1, static_cast<int>(Column::WeightSqnr)));
}

LayerTableModel::Row LayerTableModel::rowOf(const LayerCost& layer) const {
    Row row;
    const auto set = [&](Column column, const QString& text, const QVariant& sort,
                         const QString& csv) {
        row.cells[static_cast<size_t>(column)] = {text, sort, csv};
    };
    const auto setText = [&](Column column, const QString& text, const QVariant& sort) {
        set(column, text, sort, text);
    };
    const auto setCount = [&](Column column, int64_t count, bool any) {
        set(column, any ? formatCount(count) : QString(),
            any ? QVariant(static_cast<qlonglong>(count)) : QVariant(), QString::number(count));
    };
    setText(Column::Layer, QString::fromStdString(layer.name), layer.node);  // in network order
    setText(Column::Block, QString::fromStdString(layer.block), layer.node);
    setText(Column::Kind, QString::fromStdString(layer.kind), QString::fromStdString(layer.kind));
    setText(Column::Role, QString::fromStdString(layer.role), QString::fromStdString(layer.role));
    setText(Column::Output, formatShape(layer.output),
            static_cast<qlonglong>(layer.output[0] * layer.output[1] * layer.output[2]));
    setCount(Column::Parameters, layer.parameters, layer.parameters > 0);
    setCount(Column::Macs, layer.macs, layer.macs > 0);
    if (layer.weights > 0) {
        set(Column::Sparsity, formatPercent(layer.sparsity()), layer.sparsity(),
            csvNumber(layer.sparsity()));
    }
    fillValues(row, layer);
    row.search = QString::fromStdString(layer.name + "\n" + layer.block + "\n" + layer.kind + "\n" +
                                        layer.role + "\n" + opName(layer.op))
                     .toLower();
    return row;
}

void LayerTableModel::fillValues(Row& row, const LayerCost& layer) const {
    const auto set = [&](Column column, const std::optional<double>& value,
                         QString (*format)(double)) {
        row.cells[static_cast<size_t>(column)] =
            value && layer.weights > 0 ? Cell{format(*value), *value, csvNumber(*value)} : Cell{};
    };
    set(Column::SafeRatio, found(m_values.safeRatio, layer.name), formatPercent);
    set(Column::WeightSqnr, found(m_values.quantizationSqnrDb, layer.name), formatDecibels);
}

int LayerTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LayerTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QVariant LayerTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<size_t>(index.row())];
    const Cell& cell = row.cells[static_cast<size_t>(index.column())];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignVCenter |
                                       (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
        case SortRole:
            return cell.sort;
        case SearchRole:
            return row.search;
        case CsvRole:
            return cell.csv;
        default:
            return {};
    }
}

QVariant LayerTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) {
        return {};
    }
    const Heading& heading = kHeadings[static_cast<size_t>(section)];
    switch (role) {
        case Qt::DisplayRole:
            return QString(heading.title);
        case Qt::ToolTipRole:
            return QString(heading.tip);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(Qt::AlignVCenter |
                                       (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
        default:
            return {};
    }
}

QString LayerTableModel::csvHeader(int column) {
    return kHeadings[static_cast<size_t>(column)].csv;
}

}  // namespace secateur
