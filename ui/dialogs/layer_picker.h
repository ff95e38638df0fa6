#pragma once

#include <QStringList>
#include <QWidget>
#include <string>
#include <vector>

class QComboBox;
class QListWidget;

namespace secateur {

/// All layers of a network, or only those that are ticked.
class LayerPicker : public QWidget {
    Q_OBJECT

 public:
    /// `selected` is ticked, so that choosing "only these" needs nothing more. `whole`: what it is
    /// called where nothing is to be ticked; empty: "All 58 layers".
    LayerPicker(const QStringList& layers, const QString& selected, const QString& whole = {},
                QWidget* parent = nullptr);

    bool all() const;
    /// Ticked ones, in the network's order; empty where all are meant.
    std::vector<std::string> layers() const;
    /// Ticks these and no others; none: all are meant.
    void setLayers(const std::vector<std::string>& layers);
    /// How many are meant.
    int count() const;
    QString problem() const;  ///< empty if there is none

 signals:
    void changed();

 private:
    QStringList ticked() const;

    QComboBox* m_which;
    QListWidget* m_list;
    int m_total;
};

}  // namespace secateur
