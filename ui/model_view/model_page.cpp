#include "ui/model_view/model_page.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
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
      m_colourings(new QActionGroup(this)),
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
    layout->addWidget(new QLabel(tr("Colour by"), bar));
    layout->addWidget(makeColourBar(), 1);
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

/// One click a colouring; where there is no room, the last ones are in its menu.
QWidget* ModelPage::makeColourBar() {
    auto* bar = new QToolBar(this);
    bar->setObjectName("colourBy");
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    for (const ColourBy by : allColourings()) {
        QAction* action = m_colourings->addAction(colouringName(by));
        action->setObjectName(colouringColumn(by));
        action->setCheckable(true);
        action->setChecked(by == m_view->colouring());
        action->setToolTip(colouringTip(by));
        action->setData(static_cast<int>(by));
        bar->addAction(action);
        connect(action, &QAction::triggered, this, [this, by] { takeColouring(by); });
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
    for (QAction* action : m_colourings->actions()) {
        action->setChecked(action->data().toInt() == static_cast<int>(by));
    }
    takeColouring(by);
}

void ModelPage::takeColouring(ColourBy by) {
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
