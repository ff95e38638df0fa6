#include "ui/model_view/model_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/widgets.h"
#include "ui/model_view/layer_table.h"
#include "ui/model_view/network_view.h"

namespace secateur {

ModelPage::ModelPage(Selection* selection, QWidget* parent)
    : QWidget(parent),
      m_view(new NetworkView(selection, this)),
      m_table(new LayerTable(selection, this)),
      m_colourBy(new QComboBox(this)),
      m_stack(new QStackedWidget(this)) {
    setObjectName("modelPage");
    auto* drawing = new QWidget(this);
    auto* drawingLayout = new QVBoxLayout(drawing);
    drawingLayout->setContentsMargins(0, 0, 0, 0);
    drawingLayout->setSpacing(4);
    drawingLayout->addWidget(makeToolbar());
    drawingLayout->addWidget(m_view, 1);

    m_stack->addWidget(makeEmptyState());
    m_stack->addWidget(splitterOf("modelSplitter", Qt::Horizontal, {drawing, m_table}, {2, 1}));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_stack);
    // Ctrl++, Ctrl+- and Ctrl+0 also while the table has the focus.
    addActions({m_view->zoomInAction(), m_view->zoomOutAction(), m_view->fitAction()});
}

QWidget* ModelPage::makeToolbar() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    m_colourBy->setObjectName("colourBy");
    m_colourBy->setToolTip(tr("What the colour of a layer stands for."));
    for (const ColourBy by : allColourings()) {
        m_colourBy->addItem(colouringName(by), static_cast<int>(by));
        m_colourBy->setItemData(m_colourBy->count() - 1, colouringTip(by), Qt::ToolTipRole);
    }
    connect(m_colourBy, &QComboBox::currentIndexChanged, this, &ModelPage::takeColouring);
    layout->addWidget(labelFor(m_colourBy, tr("&Colour by")));
    layout->addWidget(m_colourBy);
    layout->addStretch(1);
    const std::pair<const char*, QAction*> buttons[] = {{"zoomOutButton", m_view->zoomOutAction()},
                                                        {"zoomInButton", m_view->zoomInAction()},
                                                        {"fitButton", m_view->fitAction()}};
    for (const auto& [name, action] : buttons) {
        auto* button = new QToolButton(bar);
        button->setObjectName(name);
        button->setDefaultAction(action);
        button->setAccessibleName(action->toolTip());
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    return bar;
}

QWidget* ModelPage::makeEmptyState() {
    return messageLabel(
        "modelEmptyState",
        tr("<h3>No network is open</h3>"
           "<p>Open a checkpoint or a study with File, Open (Ctrl+O), or drop a file on this "
           "window.</p>"
           "<p>The drawing of its blocks and the table of its layers appear here.</p>"));
}

std::vector<Exportable*> ModelPage::exportables() {
    return {m_view};
}

ColourBy ModelPage::colouring() const {
    return m_view->colouring();
}

void ModelPage::setNetwork(std::shared_ptr<const GraphCost> cost) {
    m_stack->setCurrentIndex(cost ? 1 : 0);
    m_view->setNetwork(cost);
    m_table->setNetwork(std::move(cost));
}

void ModelPage::setColouring(ColourBy by) {
    m_colourBy->setCurrentIndex(m_colourBy->findData(static_cast<int>(by)));
}

void ModelPage::takeColouring(int index) {
    const auto by = static_cast<ColourBy>(m_colourBy->itemData(index).toInt());
    m_colourBy->setToolTip(colouringTip(by));
    if (by != m_view->colouring()) {
        m_view->setColouring(by);
        emit colouringChanged(by);
    }
}

void ModelPage::setValues(const LayerValues& values) {
    m_view->setValues(values);
    m_table->setValues(values);
}

}  // namespace secateur
