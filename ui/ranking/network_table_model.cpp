#include "ui/ranking/network_table_model.h"

#include "ui/base/number_text.h"

namespace secateur {

namespace {

QString millions(int64_t count) {
    return QString("%1 M").arg(static_cast<double>(count) / 1e6, 0, 'f', 2);
}

QString intervalText(const QuantizedFigures& figures) {
    return QString("%1 points, 95 % interval %2 to %3; INT8 top-1 %4")
        .arg(pointsText(figures.drop.drop), pointsText(figures.drop.low),
             pointsText(figures.drop.high), percentText(figures.top1));
}

/// What stands behind a criterion's figure.
QString criterionTip(const ComparedNetwork& network, size_t criterion) {
    const auto cut = [](const std::optional<SafeCut>& safe) {
        return safe ? QString("top-1 %1 with %2 parameters and %3 MACs left")
                          .arg(percentText(safe->top1), millions(safe->parameters),
                               millions(safe->macs))
                    : QString();
    };
    switch (criterion) {
        case 0:
            return cut(network.sparsity);
        case 1:
            return network.channelsFailure.empty()
                       ? cut(network.channels)
                       : QString::fromStdString(network.channelsFailure);
        case 2:
            return cut(network.sparsityTuned);
        case 3:
            return cut(network.channelsTuned);
        case 4:
            return network.perChannel ? intervalText(*network.perChannel) : QString();
        case 5:
            return network.perTensor ? intervalText(*network.perTensor) : QString();
        default:
            return {};
    }
}

QString criterionExplanation(const RankCriterion& criterion) {
    return QString("%1; %2 is better. Figures closer than %3 %4 share a place.")
        .arg(criterion.pruning ? "Counts for pruning" : "Counts for quantization",
             criterion.moreIsBetter ? "more" : "less")
        .arg(criterion.alike)
        .arg(QString::fromStdString(criterion.unit));
}

int criteria() {
    return static_cast<int>(rankCriteria().size());
}

}  // namespace

int NetworkTableModel::placeColumn() {
    return FirstCriterionColumn + criteria();
}
int NetworkTableModel::claimedColumn() {
    return placeColumn() + 1;
}
int NetworkTableModel::reasonsColumn() {
    return placeColumn() + 2;
}

void NetworkTableModel::setComparison(std::shared_ptr<const RankedComparison> comparison) {
    beginResetModel();
    m_rows.clear();
    if (comparison) {
        for (size_t n = 0; n < comparison->ranks.size(); ++n) {
            m_rows.push_back(rowOf(comparison->comparison.networks[n], comparison->ranks[n]));
        }
    }
    endResetModel();
}

std::vector<NetworkTableModel::Cell> NetworkTableModel::rowOf(const ComparedNetwork& network,
                                                              const NetworkRank& rank) {
    const QString name = QString::fromStdString(network.name);
    std::vector<Cell> cells{{name, name, QString::fromStdString(network.model)},
                            {millions(network.parameters), qint64(network.parameters), {}},
                            {millions(network.macs), qint64(network.macs), {}},
                            {network.top1 ? percentText(*network.top1) : "not measured",
                             network.top1 ? QVariant(*network.top1) : QVariant(),
                             QString("of %1 test images").arg(countText(network.images))}};
    for (size_t c = 0; c < rankCriteria().size(); ++c) {
        const RankCriterion& criterion = rankCriteria()[c];
        const std::optional<double> figure = criterion.figure(network);
        Cell cell{figure ? QString("%1 %2")
                               .arg(*figure, 0, 'f', 2)
                               .arg(QString::fromStdString(criterion.unit))
                         : "–",
                  figure ? QVariant(*figure) : QVariant(), criterionTip(network, c)};
        if (rank.byCriterion[c]) {
            cell.tip +=
                QString("%1place %2").arg(cell.tip.isEmpty() ? "" : "\n").arg(*rank.byCriterion[c]);
        }
        cells.push_back(cell);
    }
    const std::optional<ClaimedRank> claim = claimedRank(network.model);
    const QString reasons = QString::fromStdString(rank.reasons);
    cells.push_back({rank.place ? QString::number(*rank.place) : "–",
                     rank.place ? QVariant(*rank.place) : QVariant(), reasons});
    cells.push_back({claim ? QString("%1, %2").arg(claim->place).arg(claim->reason.c_str()) : "–",
                     claim ? QVariant(claim->place) : QVariant(),
                     {}});
    cells.push_back({reasons, reasons, reasons});
    return cells;
}

int NetworkTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int NetworkTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : reasonsColumn() + 1;
}

QVariant NetworkTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const int column = index.column();
    const Cell& cell = m_rows[static_cast<size_t>(index.row())][static_cast<size_t>(column)];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case SortRole:
            return cell.sort;
        case Qt::ToolTipRole:
            return cell.tip;
        case Qt::TextAlignmentRole: {
            const bool text = column == NameColumn || column >= claimedColumn();
            return QVariant((text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        }
        default:
            return {};
    }
}

QVariant NetworkTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section > reasonsColumn()) {
        return {};
    }
    const bool tip = role == Qt::ToolTipRole;
    if (!tip && role != Qt::DisplayRole) {
        return {};
    }
    if (section >= FirstCriterionColumn && section < placeColumn()) {
        const RankCriterion& criterion =
            rankCriteria()[static_cast<size_t>(section - FirstCriterionColumn)];
        QString title = QString::fromStdString(criterion.name);
        title[0] = title[0].toUpper();
        return tip ? criterionExplanation(criterion) : title;
    }
    if (section == placeColumn()) {
        return tip ? "1 is the easiest: by the mean of the places in pruning and in quantization."
                   : "Place";
    }
    if (section == claimedColumn()) {
        return tip ? "What was claimed before anything was measured." : "Claimed";
    }
    if (section == reasonsColumn()) {
        return tip ? "The figures that the place follows from." : "Because";
    }
    static const std::pair<const char*, const char*> kFirst[] = {
        {"Network", "The name that it was given."},
        {"Parameters", "Trainable numbers of the network as it is."},
        {"MACs", "Multiply-accumulates for one image."},
        {"Top-1", "Share of the test images whose most likely class is the right one, in FP32."}};
    return tip ? kFirst[section].second : kFirst[section].first;
}

}  // namespace secateur
