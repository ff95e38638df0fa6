#pragma once

#include <QScrollArea>
#include <memory>

#include "core/graph/cost.h"
#include "ui/base/selection.h"
#include "ui/model_view/layer_colouring.h"

class QLabel;

namespace secateur {

/// All that is known of the selected layer, of the selected block, or of the whole network.
class LayerFacts : public QScrollArea {
    Q_OBJECT

 public:
    explicit LayerFacts(Selection* selection, QWidget* parent = nullptr);

 public slots:
    /// Null: no network is open.
    void setNetwork(std::shared_ptr<const secateur::GraphCost> cost);
    void setValues(const secateur::LayerValues& values);

 private:
    void show();

    Selection* m_selection;
    QLabel* m_text;
    std::shared_ptr<const GraphCost> m_cost;
    LayerValues m_values;
};

}  // namespace secateur
