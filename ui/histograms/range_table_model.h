#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/histograms/range_subject.h"

namespace secateur {

/// The ranges that can be chosen for one tensor, one row a method, and what each would do. The last
/// row, "yours", is the one that stands in the fields.
class RangeTableModel : public QAbstractTableModel, public Exportable {
    Q_OBJECT

 public:
    enum Column { Method, Low, High, Clipped, Scale, ZeroPoint, Sqnr, Use, ColumnCount };

    explicit RangeTableModel(QObject* parent = nullptr);

    void setSubject(const RangeSubject& subject);  ///< forgets the rows
    void setCandidates(std::vector<RangeCandidate> candidates);
    /// A change of values alone keeps the rows.
    void setOwn(const RangeCandidate& own);
    void clear();

    const std::vector<RangeCandidate>& rows() const { return m_rows; }
    const RangeCandidate* find(const QString& method) const;  ///< null if there is none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    QString exportName() const override { return "clip_ranges"; }
    QSize exportSize() const override { return {820, 220}; }
    void renderTo(QPaintDevice& device, const QSize& size) override;
    QByteArray csv() const override;

 private:
    QString text(const RangeCandidate& row, int column) const;

    RangeSubject m_subject;
    std::vector<RangeCandidate> m_rows;
};

}  // namespace secateur
