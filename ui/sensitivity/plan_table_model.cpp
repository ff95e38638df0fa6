#include "ui/sensitivity/plan_table_model.h"

#include <QLocale>

#include <cmath>

#include "ui/models/perturbation_kinds.h"

namespace secateur {

namespace {

constexpr double kLargestRatio = 0.99;

bool sameRow(const PlanRow& a, const PlanRow& b) {
    return a.safe == b.safe && a.proposed == b.proposed && a.override == b.override &&
           a.untested == b.untested;
}

QString planText(const PlanRow& row) {
    if (!row.override && !row.proposed && !row.safe) {
        return PlanTableModel::tr("–");
    }
    // The asterisk says what the bold font says, without needing the eye for it.
    return ratioText(row.ratio()) + (row.override ? QStringLiteral(" *") : QString());
}

QString planTip(const PlanRow& row) {
    if (row.override) {
        return row.safe
                   ? PlanTableModel::tr(
                         "Set by hand; the safe ratio is %1. Delete takes yours back.")
                         .arg(safeNumberText(*row.safe))
                   : PlanTableModel::tr("Set by hand; this layer's sensitivity is not measured.");
    }
    if (row.proposed) {
        return PlanTableModel::tr(
            "What loses least for the budget, by the curves. Edit it to plan another one.");
    }
    return row.safe ? PlanTableModel::tr("The safe ratio. Edit it to plan another one.")
                    : PlanTableModel::tr("Not measured: the plan leaves this layer as it is.");
}

QString safeText(const PlanRow& row) {
    return row.safe       ? safeNumberText(*row.safe)
           : row.untested ? PlanTableModel::tr("nothing pruned")
                          : PlanTableModel::tr("–");
}

QString safeTip(const PlanRow& row) {
    return row.safe ? (row.safe->hardestTried
                           ? PlanTableModel::tr("Nothing larger was tried: more may be safe.")
                           : safeText(row))
           : row.untested
               ? PlanTableModel::tr(
                     "The sweep pruned no weight of this layer, so it says nothing about it.")
               : PlanTableModel::tr("Not measured.");
}

}  // namespace

void PlanTableModel::setPlan(EditablePlan plan) {
    beginResetModel();
    m_plan = std::move(plan);
    m_texts.assign(m_plan.rows().size(), {});
    refresh({});
    endResetModel();
    emit planChanged();
}

void PlanTableModel::refresh(const EditablePlan& before) {
    const QLocale locale;
    for (size_t i = 0; i < m_texts.size(); ++i) {
        const PlanRow& row = m_plan.rows()[i];
        if (i < before.rows().size() && sameRow(row, before.rows()[i])) {
            continue;
        }
        Texts& texts = m_texts[i];
        texts.columns[Layer] = QString::fromStdString(row.layer);
        texts.columns[Role] = QString::fromStdString(row.role);
        texts.columns[Weights] = locale.toString(static_cast<qlonglong>(row.weights));
        texts.columns[SafeRatio] = safeText(row);
        texts.safeTip = safeTip(row);
        texts.columns[PlanRatio] = planText(row);
        texts.columns[WeightsKept] = locale.toString(static_cast<qlonglong>(row.kept()));
        texts.planTip = planTip(row);
    }
}

void PlanTableModel::change(const EditablePlan& before) {
    refresh(before);
    bool any = false;
    for (size_t i = 0; i < m_texts.size(); ++i) {
        if (!sameRow(m_plan.rows()[i], before.rows()[i])) {
            any = true;
            const int row = static_cast<int>(i);
            emit dataChanged(index(row, SafeRatio), index(row, WeightsKept));
        }
    }
    if (any) {
        emit planChanged();
    }
}

void PlanTableModel::setSafeLevels(const std::map<std::string, SafeLevel>& levels,
                                   const std::set<std::string>& untested) {
    const EditablePlan before = m_plan;
    m_plan.setSafeLevels(levels, untested);
    change(before);
}

void PlanTableModel::setProposal(const std::optional<std::map<std::string, double>>& ratios) {
    const EditablePlan before = m_plan;
    m_plan.setProposal(ratios);
    change(before);
}

void PlanTableModel::clearOverrides() {
    const EditablePlan before = m_plan;
    m_plan.clearOverrides();
    change(before);
}

void PlanTableModel::clearOverride(const QModelIndex& index) {
    const EditablePlan before = m_plan;
    m_plan.setOverride(static_cast<size_t>(index.row()), {});
    change(before);
}

void PlanTableModel::setFont(const QFont& font) {
    m_bold = font;
    m_bold.setBold(true);
}

QModelIndex PlanTableModel::indexOf(const QString& layer, Column column) const {
    for (size_t i = 0; i < m_texts.size(); ++i) {
        if (m_texts[i].columns[Layer] == layer) {
            return index(static_cast<int>(i), column);
        }
    }
    return {};
}

int PlanTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_texts.size());
}

int PlanTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PlanTableModel::sortKey(const PlanRow& row, int column) const {
    switch (column) {
        case Weights:
            return static_cast<qlonglong>(row.weights);
        case SafeRatio:
            return row.safe ? row.safe->level.number : -1.0;
        case PlanRatio:
            return row.override || row.proposed || row.safe ? row.ratio() : -1.0;
        case WeightsKept:
            return static_cast<qlonglong>(row.kept());
        default:
            return {};
    }
}

QVariant PlanTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const auto i = static_cast<size_t>(index.row());
    const PlanRow& row = m_plan.rows()[i];
    const Texts& texts = m_texts[i];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return texts.columns[column];
        case Qt::EditRole:
            return column == PlanRatio ? QVariant(row.ratio()) : QVariant(texts.columns[column]);
        case Qt::TextAlignmentRole:
            return column >= Weights ? int(Qt::AlignRight | Qt::AlignVCenter)
                                     : int(Qt::AlignLeft | Qt::AlignVCenter);
        case Qt::FontRole:
            return column == PlanRatio && row.override ? QVariant(m_bold) : QVariant();
        case Qt::ToolTipRole:
            return column == PlanRatio   ? texts.planTip
                   : column == SafeRatio ? texts.safeTip
                                         : texts.columns[column];
        case SortRole:
            // Layers by their place in the network; the names alone would put 10 before 2.
            return column == Layer  ? QVariant(index.row())
                   : column == Role ? QVariant(texts.columns[Role])
                                    : sortKey(row, column);
        case LayerRole:
            return texts.columns[Layer];
        case OverriddenRole:
            return row.override.has_value();
        default:
            return {};
    }
}

bool PlanTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    bool number = false;
    const double ratio = value.toDouble(&number);
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.column() != PlanRatio ||
        role != Qt::EditRole || !number || !(ratio >= 0.0 && ratio <= kLargestRatio)) {
        return false;
    }
    const EditablePlan before = m_plan;
    m_plan.setOverride(static_cast<size_t>(index.row()), ratio);
    change(before);
    return true;
}

QVariant PlanTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    static const std::pair<const char*, const char*> kTexts[ColumnCount] = {
        {QT_TR_NOOP("Layer"), QT_TR_NOOP("A convolution or linear layer.")},
        {QT_TR_NOOP("Role"), QT_TR_NOOP("What the layer does in its block.")},
        {QT_TR_NOOP("Weights"), QT_TR_NOOP("Elements of the layer's weight tensor.")},
        {QT_TR_NOOP("Safe ratio"),
         QT_TR_NOOP("The largest measured ratio up to which the drop stays within the tolerance, "
                    "this layer pruned alone.")},
        {QT_TR_NOOP("Plan ratio"),
         QT_TR_NOOP("The share of the layer's weights that the plan prunes: the safe ratio, what "
                    "the budget proposes, or what you type.")},
        {QT_TR_NOOP("Kept"), QT_TR_NOOP("Weights kept: those that the plan leaves nonzero.")}};
    if (role == Qt::DisplayRole) {
        return tr(kTexts[section].first);
    }
    if (role == Qt::ToolTipRole) {
        return tr(kTexts[section].second);
    }
    return QAbstractTableModel::headerData(section, orientation, role);
}

Qt::ItemFlags PlanTableModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && index.column() == PlanRatio ? flags | Qt::ItemIsEditable : flags;
}

}  // namespace secateur
