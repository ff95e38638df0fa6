#include "ui/model_view/layer_facts.h"

#include <QLabel>

#include "ui/model_view/layer_text.h"

namespace secateur {

LayerFacts::LayerFacts(Selection* selection, QWidget* parent)
    : QScrollArea(parent), m_selection(selection), m_text(new QLabel) {
    setObjectName("layerFacts");
    setAccessibleName(tr("Facts of what is selected"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    m_text->setObjectName("layerFactsText");
    m_text->setTextFormat(Qt::RichText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setContentsMargins(8, 2, 4, 2);
    setWidget(m_text);
    constexpr int kLetters = 36;
    setMinimumWidth(kLetters * fontMetrics().averageCharWidth());
    connect(m_selection, &Selection::changed, this, &LayerFacts::show);
}

void LayerFacts::setNetwork(std::shared_ptr<const GraphCost> cost) {
    m_cost = std::move(cost);
    show();
}

void LayerFacts::setValues(const LayerValues& values) {
    m_values = values;
    show();
}

void LayerFacts::show() {
    if (!m_cost) {
        m_text->clear();
        return;
    }
    std::vector<size_t> block;
    for (size_t i = 0; i < m_cost->layers.size(); ++i) {
        const LayerCost& layer = m_cost->layers[i];
        if (!m_selection->layer().isEmpty() &&
            QString::fromStdString(layer.name) == m_selection->layer()) {
            m_text->setText(
                factsText(QString::fromStdString(layer.name), layerFacts(*m_cost, i, m_values)));
            return;
        }
        if (m_selection->layer().isEmpty() && !m_selection->block().isEmpty() &&
            QString::fromStdString(layer.block) == m_selection->block()) {
            block.push_back(i);
        }
    }
    QString title = m_selection->block();
    if (block.empty()) {
        title = tr("The whole network");
        for (size_t i = 0; i < m_cost->layers.size(); ++i) {
            block.push_back(i);
        }
    }
    m_text->setText(factsText(title, blockFacts(*m_cost, block, m_values)));
}

}  // namespace secateur
