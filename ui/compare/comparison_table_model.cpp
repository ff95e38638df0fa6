#include "ui/compare/comparison_table_model.h"

#include "ui/compare/compare_style.h"

namespace secateur {

namespace {

struct Header {
    const char* title;
    const char* explanation;
};

constexpr std::array<Header, ComparisonTableModel::ColumnCount> kComparisonHeaders{{
    {"Variant", "A network of the study; the others were made from it or from its parent."},
    {"Kind", "How the variant was made."},
    {"Encoding",
     "How the weights are stored: 32-bit floats, all or only those that are not zero, "
     "or 8-bit integers."},
    {"Top-1",
     "Share of images whose largest logit is the true class, with Wilson's 95 % interval."},
    {"Drop (points)",
     "Top-1 of the reference minus top-1 of this variant on the same images, with "
     "the 95 % interval of the paired difference (Tango)."},
    {"Size", "Bytes of the stored file, as encoded; 1 MB is a million bytes."},
    {"Gzip", "Bytes of the stored file after gzip, which makes sparse networks comparable."},
    {"Images/s", "Speed of evaluation, loading included, on the machine in the last column."},
    {"Sparsity", "Share of the weights of convolution and linear layers that are zero."},
    {"Measured on",
     "Processor and number of workers; speeds of different ones cannot be compared."},
}};

}  // namespace

void ComparisonTableModel::setComparison(std::shared_ptr<const Comparison> comparison) {
    beginResetModel();
    m_rows.clear();
    if (comparison) {
        for (const ComparedVariant& item : comparison->variants) {
            m_rows.push_back(rowOf(item, comparison->reference.variant == item.variant));
        }
    }
    endResetModel();
}

ComparisonTableModel::Row ComparisonTableModel::rowOf(const ComparedVariant& item, bool reference) {
    const Variant& variant = *item.variant;
    Row row;
    row.variant = variant.id;
    row.colour = kindColour(variant.kind);
    row.note = QString::fromStdString(variant.note);
    const auto set = [&](Column column, const QString& text, const QVariant& sort) {
        row.cells[column] = {text, sort};
    };
    const auto setText = [&](Column column, const std::string& text) {
        set(column, QString::fromStdString(text), QString::fromStdString(text));
    };
    setText(NameColumn, variant.name);
    setText(KindColumn, variant.kind);
    setText(EncodingColumn, variant.encoding);
    set(SizeColumn, megabyteText(variant.sizeBytes), qint64(variant.sizeBytes));
    set(GzipColumn, megabyteText(variant.gzipBytes), qint64(variant.gzipBytes));
    set(SparsityColumn, percentText(variant.sparsity()), variant.sparsity());
    if (!item.evaluation) {
        row.cells[Top1Column].text = "not measured";
        return row;
    }
    const StoredEvaluation& evaluation = *item.evaluation;
    const double speed = evaluation.result.imagesPerSecond();
    set(Top1Column,
        QString("%1 (%2)").arg(percentText(item.top1()), percentText(item.top1Interval)),
        item.top1());
    if (reference) {
        set(DropColumn, "reference", 0.0);
    } else if (item.drop) {
        set(DropColumn, dropText(item.drop), item.drop->drop);
    }
    if (speed > 0) {
        set(SpeedColumn, speedText(speed), speed);
    }
    setText(MachineColumn, evaluation.processor + ", " + std::to_string(evaluation.workers) +
                               (evaluation.workers == 1 ? " worker" : " workers"));
    return row;
}

int ComparisonTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ComparisonTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ComparisonTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<size_t>(index.row())];
    const Cell& cell = row.cells[static_cast<size_t>(index.column())];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case SortRole:
            return cell.sort;
        case VariantRole:
            return row.variant;
        case Qt::ToolTipRole:
            return index.column() == NameColumn && !row.note.isEmpty() ? row.note : cell.text;
        case Qt::DecorationRole:
            return index.column() == KindColumn ? QVariant(row.colour) : QVariant();
        case Qt::TextAlignmentRole: {
            const bool text = index.column() <= EncodingColumn || index.column() == MachineColumn;
            return QVariant((text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        }
        default:
            return {};
    }
}

QVariant ComparisonTableModel::headerData(int section, Qt::Orientation orientation,
                                          int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    const Header& header = kComparisonHeaders[static_cast<size_t>(section)];
    if (role == Qt::DisplayRole) {
        return QString::fromUtf8(header.title);
    }
    return role == Qt::ToolTipRole ? QVariant(QString::fromUtf8(header.explanation)) : QVariant();
}

}  // namespace secateur
