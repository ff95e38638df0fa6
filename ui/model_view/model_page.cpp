#include "ui/model_view/model_page.h"

#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/widgets.h"
#include "ui/model_view/layer_facts.h"
#include "ui/model_view/layer_table.h"
#include "ui/model_view/network_view.h"

namespace secateur {

ModelPage::ModelPage(Selection* selection, QWidget* parent)
    : QWidget(parent),
      m_view(new NetworkView(selection, this)),
      m_beside(new NetworkView(selection, this)),
      m_title(new QLabel(this)),
      m_besideTitle(new QLabel(this)),
      m_besides(comboBox("besideNetwork",
                         tr("Another network of the study, drawn beside this one: selection and "
                            "zoom go in step, and what is narrower has its width there as an "
                            "outline."),
                         14)),
      m_facts(new LayerFacts(selection, this)),
      m_table(new LayerTable(selection, this)),
      m_colourings(new QActionGroup(this)),
      m_stack(new QStackedWidget(this)) {
    setObjectName("modelPage");
    QWidget* top = splitterOf("factsSplitter", Qt::Horizontal, {makeDrawings(), m_facts}, {1, 0});
    auto* network = new QWidget(this);
    auto* networkLayout = new QVBoxLayout(network);
    networkLayout->setContentsMargins(0, 0, 0, 0);
    networkLayout->setSpacing(4);
    networkLayout->addWidget(makeToolbar());
    networkLayout->addWidget(splitterOf("modelSplitter", Qt::Vertical, {top, m_table}, {5, 2}), 1);
    m_stack->addWidget(makeEmptyState());
    m_stack->addWidget(network);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(m_stack);
    // Ctrl++, Ctrl+- and Ctrl+0 also while the table has the focus.
    addActions({m_view->zoomInAction(), m_view->zoomOutAction(), m_view->fitAction()});
}

QWidget* ModelPage::makeDrawings() {
    m_beside->setObjectName("besideView");
    m_beside->setAccessibleName(tr("Drawing of the other network"));
    m_beside->setExportName(QStringLiteral("model_beside"), m_beside->accessibleName());
    for (QAction* action : m_beside->actions()) {
        action->setShortcuts(QList<QKeySequence>());  // those of the first do it for both
    }
    const auto titled = [this](QLabel* title, NetworkView* view, const char* name) {
        title->setObjectName(name);
        title->setTextFormat(Qt::PlainText);
        auto* part = new QWidget(this);
        auto* layout = new QVBoxLayout(part);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(2);
        layout->addWidget(title);
        layout->addWidget(view, 1);
        return part;
    };
    QWidget* own = titled(m_title, m_view, "drawingTitle");
    QWidget* other = titled(m_besideTitle, m_beside, "besideTitle");
    connect(m_view, &NetworkView::moved, this, [this] { m_beside->follow(*m_view); });
    connect(m_beside, &NetworkView::moved, this, [this] { m_view->follow(*m_beside); });
    showCompared();
    return splitterOf("besideSplitter", Qt::Horizontal, {own, other}, {1, 1});
}

QWidget* ModelPage::makeToolbar() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new QLabel(tr("Colour by"), bar));
    layout->addWidget(makeColourBar(), 1);
    connect(m_besides, &QComboBox::activated, this, [this] { emit besideChosen(beside()); });
    layout->addWidget(labelFor(m_besides, tr("&Beside")));
    layout->addWidget(m_besides);
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
    return m_besideCost ? std::vector<Exportable*>{m_view, m_beside}
                        : std::vector<Exportable*>{m_view};
}

void ModelPage::setNetworks(const std::vector<std::pair<qint64, QString>>& networks,
                            qint64 current) {
    if (networks == m_networks && current == m_current) {
        return;  // whoever looks at the list goes on
    }
    m_networks = networks;
    m_current = current;
    const qint64 chosen = beside();
    m_besides->clear();
    m_besides->addItem(tr("nothing"), qint64{0});
    for (const auto& [id, name] : networks) {
        if (id == current) {
            m_title->setText(name);
        } else {
            m_besides->addItem(name, id);
        }
    }
    m_besides->setEnabled(m_besides->count() > 1);
    if (!selectItem(m_besides, chosen)) {
        m_besides->setCurrentIndex(0);
    }
    m_besideTitle->setText(m_besides->currentText());
    if (beside() != chosen) {
        emit besideChosen(beside());
    }
}

qint64 ModelPage::beside() const {
    return m_besides->currentData().toLongLong();
}

ColourBy ModelPage::colouring() const {
    return m_view->colouring();
}

void ModelPage::setNetwork(std::shared_ptr<const GraphCost> cost) {
    m_cost = std::move(cost);
    m_stack->setCurrentIndex(m_cost ? 1 : 0);
    m_view->setNetwork(m_cost);
    m_facts->setNetwork(m_cost);
    m_table->setNetwork(m_cost);
    showCompared();
}

void ModelPage::setBeside(std::shared_ptr<const GraphCost> cost, const LayerValues& values) {
    m_besideCost = std::move(cost);
    m_besideValues = values;
    m_besideTitle->setText(m_besides->currentText());
    m_beside->setNetwork(m_besideCost);
    m_beside->setValues(values);
    showCompared();
}

void ModelPage::showCompared() {
    const bool two = m_besideCost && m_cost;
    m_title->setVisible(two);
    m_besideTitle->setVisible(two);
    m_beside->parentWidget()->setVisible(two);
    m_view->setCompared(two ? m_besideCost : nullptr, m_besideValues);
    m_beside->setCompared(two ? m_cost : nullptr, m_values);
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
        m_beside->setColouring(by);
    }
}

void ModelPage::setValues(const LayerValues& values) {
    m_values = values;
    m_view->setValues(values);
    m_facts->setValues(values);
    m_table->setValues(values);
    showCompared();
}

}  // namespace secateur
