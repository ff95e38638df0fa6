#pragma once

#include <QTableView>
#include <QTreeView>

namespace secateur {

/// The first column of a tree or a table once more, above it while it is scrolled to the right, so
/// that figures keep the name that they belong to. A child of the view, with its model and
/// selection.
template <class View>
class FrozenColumn : public View {
 public:
    /// `original` has its model already.
    explicit FrozenColumn(View& original);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void follow();

    View& m_original;
};

extern template class FrozenColumn<QTreeView>;
extern template class FrozenColumn<QTableView>;

}  // namespace secateur
