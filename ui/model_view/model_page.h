#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "ui/base/exportable.h"
#include "ui/base/selection.h"
#include "ui/model_view/layer_colouring.h"

class QActionGroup;
class QStackedWidget;

namespace secateur {

class LayerTable;
class NetworkView;

/// The network as a drawing, and beside it as a table of layers.
class ModelPage : public QWidget {
    Q_OBJECT

 public:
    explicit ModelPage(Selection* selection, QWidget* parent = nullptr);

    std::vector<Exportable*> exportables();
    ColourBy colouring() const;

 public slots:
    /// Null: no network is open.
    void setNetwork(std::shared_ptr<const secateur::GraphCost> cost);
    void setColouring(secateur::ColourBy by);
    void setValues(const secateur::LayerValues& values);

 signals:
    void colouringChanged(secateur::ColourBy by);

 private:
    QWidget* makeToolbar();
    QWidget* makeColourBar();
    QWidget* makeEmptyState();
    void takeColouring(ColourBy by);

    NetworkView* m_view;
    LayerTable* m_table;
    QActionGroup* m_colourings;
    QStackedWidget* m_stack;
};

}  // namespace secateur
