#include "ui/histograms/range_table_model.h"

#include <QFont>
#include <QHash>
#include <QPainter>
#include <cmath>
#include <utility>

#include "ui/base/csv_text.h"
#include "ui/base/plot_style.h"
#include "ui/histograms/range_text.h"

namespace secateur {

namespace {

const char* const kOwn = "yours";

struct RangeColumn {
    const char* title;
    const char* tip;
};

constexpr RangeColumn kRangeColumns[RangeTableModel::ColumnCount] = {
    {"Method", "Who chooses the range."},
    {"Low", "The smallest real number that the integers stand for."},
    {"High", "The largest real number that the integers stand for."},
    {"Clipped", "Share of the values outside the range: they become its ends."},
    {"Scale",
     "Real numbers between two neighbouring integers; per channel from the finest to the "
     "coarsest."},
    {"Zero point", "The integer that stands for the real number 0."},
    {"SQNR",
     "Signal to quantization noise ratio: the power of the values over the power of the "
     "error that rounding and clipping make, estimated from the histogram. Higher is better; "
     "6 dB are one bit."},
    {"", "Takes this range."}};

/// Where the columns of the picture begin; scales per channel are long.
constexpr double kColumnStarts[RangeTableModel::Use + 1] = {0, 2, 3, 4, 5, 7.5, 8.6, 9.8};

QString methodTip(const QString& method) {
    static const QHash<QString, QString> kTips{
        {"min-max", "From the smallest to the largest value: nothing is clipped."},
        {"percentile", "Leaves out the rarest values at the ends."},
        {"mse",
         "The least mean squared error of rounding and clipping, under one scale for the "
         "whole tensor."},
        {"entropy",
         "The least divergence (KL) between the values' distribution and what is left of it."},
        {"moving-average", "The batches' extremes, each new batch moving the last ones a little."},
        {"relu6", "ReLU6 gives nothing outside [0, 6]."},
        {"automatic", "What the recipe gives this layer, and why."},
        {kOwn, "The range of the handles and the fields."}};
    return kTips.value(method);
}

QString scaleText(const RangeEffect& effect) {
    return effect.smallestScale == effect.largestScale
               ? valueText(effect.largestScale)
               : valueText(effect.smallestScale) + " to " + valueText(effect.largestScale);
}

}  // namespace

RangeTableModel::RangeTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void RangeTableModel::setSubject(const RangeSubject& subject) {
    beginResetModel();
    m_subject = subject;
    m_rows.clear();
    endResetModel();
}

void RangeTableModel::clear() {
    setSubject({});
}

void RangeTableModel::setCandidates(std::vector<RangeCandidate> candidates) {
    const RangeCandidate* own = find(kOwn);
    if (own != nullptr) {
        candidates.push_back(*own);
    }
    beginResetModel();
    m_rows = std::move(candidates);
    endResetModel();
}

void RangeTableModel::setOwn(const RangeCandidate& own) {
    if (m_rows.empty() || m_rows.back().method != kOwn) {
        const int row = rowCount();
        beginInsertRows({}, row, row);
        m_rows.push_back(own);
        endInsertRows();
        return;
    }
    m_rows.back() = own;
    const int row = rowCount() - 1;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

const RangeCandidate* RangeTableModel::find(const QString& method) const {
    for (const RangeCandidate& row : m_rows) {
        if (row.method == method) {
            return &row;
        }
    }
    return nullptr;
}

int RangeTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RangeTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString RangeTableModel::text(const RangeCandidate& row, int column) const {
    switch (column) {
        case Method:
            return row.automatic ? row.label + " (automatic)" : row.label;
        case Low:
            return valueText(row.range.low);
        case High:
            return valueText(row.range.high);
        case Clipped:
            return shareText(row.effect.clippedFraction);
        case Scale:
            return scaleText(row.effect);
        case ZeroPoint:
            return QString::number(row.effect.zeroPoint);
        case Sqnr:
            return decibelText(row.effect.sqnrDb);
        default:
            return {};
    }
}

QVariant RangeTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const RangeCandidate& row = m_rows[static_cast<size_t>(index.row())];
    if (role == Qt::DisplayRole) {
        return text(row, index.column());
    }
    if (role == Qt::TextAlignmentRole && index.column() != Method) {
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role == Qt::FontRole && row.method == kOwn) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role == Qt::ToolTipRole) {
        return index.column() == Method ? methodTip(row.method)
                                        : QString(kRangeColumns[index.column()].tip);
    }
    return {};
}

QVariant RangeTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return kRangeColumns[section].title;
    }
    return role == Qt::ToolTipRole ? QVariant(kRangeColumns[section].tip) : QVariant();
}

void RangeTableModel::renderTo(QPaintDevice& device, const QSize& size) {
    const Theme theme = paperTheme();
    QPainter painter(&device);
    painter.fillRect(QRect(QPoint(0, 0), size), theme.background);
    const double margin = 12.0;
    const double height = (size.height() - 2 * margin) / (rowCount() + 2);
    const double unit = (size.width() - 2 * margin) / kColumnStarts[Use];
    const auto cell = [&](int line, int column) {
        return QRectF(margin + kColumnStarts[column] * unit, margin + line * height,
                      (kColumnStarts[column + 1] - kColumnStarts[column]) * unit, height);
    };
    painter.setPen(theme.text);
    painter.drawText(QRectF(margin, margin, size.width() - 2 * margin, height),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QString("%1, %2, %3 bits%4")
                         .arg(m_subject.layer, targetName(m_subject.target))
                         .arg(m_subject.scheme.bits)
                         .arg(m_subject.perChannel() ? ", one scale a channel" : ""));
    for (int column = 0; column < Use; ++column) {
        const auto alignment = (column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
        painter.setPen(theme.mutedText);
        painter.drawText(cell(1, column), alignment, kRangeColumns[column].title);
        painter.setPen(theme.text);
        for (int row = 0; row < rowCount(); ++row) {
            painter.drawText(cell(row + 2, column), alignment,
                             text(m_rows[static_cast<size_t>(row)], column));
        }
    }
    painter.setPen(theme.grid);
    const double line = margin + 2 * height;
    painter.drawLine(QPointF(margin, line), QPointF(size.width() - margin, line));
}

QByteArray RangeTableModel::csv() const {
    if (m_rows.empty()) {
        return {};
    }
    QByteArray text = csvLine({"layer", "target", "method", "low", "high", "clipped_fraction",
                               "scale", "zero_point", "sqnr_db", "largest_scale"});
    for (const RangeCandidate& row : m_rows) {
        const RangeEffect& effect = row.effect;
        text += csvLine({m_subject.layer, targetName(m_subject.target), row.method,
                         csvNumber(row.range.low), csvNumber(row.range.high),
                         csvNumber(effect.clippedFraction), csvNumber(effect.smallestScale),
                         QString::number(effect.zeroPoint), csvNumber(effect.sqnrDb),
                         csvNumber(effect.largestScale)});
    }
    return text;
}

}  // namespace secateur
