#pragma once

#include <QAbstractTableModel>
#include <QFont>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ui/sensitivity/editable_plan.h"

namespace secateur {

/// A pruning plan as a table; the plan ratio can be edited. Texts are made when a row changes.
class PlanTableModel : public QAbstractTableModel {
    Q_OBJECT

 public:
    enum Column { Layer, Role, Weights, SafeRatio, PlanRatio, WeightsKept, ColumnCount };
    enum DataRole {
        SortRole = Qt::UserRole,
        LayerRole,      ///< QString, of every column
        OverriddenRole  ///< bool: the plan ratio was set by hand
    };

    explicit PlanTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {
        setFont({});
    }

    const EditablePlan& plan() const { return m_plan; }
    void setPlan(EditablePlan plan);
    /// `untested`: layers of which the sweep changed nothing.
    void setSafeLevels(const std::map<std::string, SafeLevel>& levels,
                       const std::set<std::string>& untested = {});
    void setProposal(const std::optional<std::map<std::string, double>>& ratios);
    void clearOverrides();
    /// Back to what is proposed.
    void clearOverride(const QModelIndex& index);
    /// Of the plan ratio's cells that were set by hand.
    void setFont(const QFont& font);
    QModelIndex indexOf(const QString& layer, Column column = Layer) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    /// Of PlanRatio: a number in [0, 0.99].
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

 signals:
    /// A ratio, and with it the totals.
    void planChanged();

 private:
    struct Texts {
        QString columns[ColumnCount];
        QString safeTip;
        QString planTip;
    };
    void refresh(const EditablePlan& before);
    void change(const EditablePlan& before);
    QVariant sortKey(const PlanRow& row, int column) const;

    EditablePlan m_plan;
    std::vector<Texts> m_texts;
    QFont m_bold;
};

}  // namespace secateur
