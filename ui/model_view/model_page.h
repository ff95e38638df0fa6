#pragma once

#include <QWidget>
#include <memory>
#include <utility>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/base/selection.h"
#include "ui/model_view/layer_colouring.h"

class QActionGroup;
class QComboBox;
class QLabel;
class QStackedWidget;

namespace secateur {

class LayerFacts;
class LayerTable;
class NetworkView;

/// The network as a drawing, on request another one beside it in step, to the right the facts of
/// what is selected, below it the layers as a table.
class ModelPage : public QWidget {
    Q_OBJECT

 public:
    explicit ModelPage(Selection* selection, QWidget* parent = nullptr);

    /// The networks that can be drawn beside, by id; `current` is drawn already.
    void setNetworks(const std::vector<std::pair<qint64, QString>>& networks, qint64 current);
    /// The one that is, or is to be; 0: none.
    qint64 beside() const;

    std::vector<Exportable*> exportables();
    ColourBy colouring() const;

 public slots:
    /// Null: no network is open.
    void setNetwork(std::shared_ptr<const secateur::GraphCost> cost);
    void setColouring(secateur::ColourBy by);
    void setValues(const secateur::LayerValues& values);
    /// Of beside(); null: it is not drawn.
    void setBeside(std::shared_ptr<const secateur::GraphCost> cost,
                   const secateur::LayerValues& values);

 signals:
    void besideChosen(qint64 network);

 private:
    QWidget* makeToolbar();
    QWidget* makeDrawings();
    void showCompared();
    QWidget* makeColourBar();
    QWidget* makeEmptyState();
    void takeColouring(ColourBy by);

    NetworkView* m_view;
    NetworkView* m_beside;
    QLabel* m_title;  ///< of each drawing, while there are two
    QLabel* m_besideTitle;
    QComboBox* m_besides;
    LayerFacts* m_facts;
    LayerTable* m_table;
    QActionGroup* m_colourings;
    QStackedWidget* m_stack;
    std::vector<std::pair<qint64, QString>> m_networks;
    qint64 m_current = 0;
    std::shared_ptr<const GraphCost> m_cost;
    std::shared_ptr<const GraphCost> m_besideCost;
    LayerValues m_values;
    LayerValues m_besideValues;
};

}  // namespace secateur
