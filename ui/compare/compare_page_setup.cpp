#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

#include "ui/compare/class_change_chart.h"
#include "ui/compare/compare_page.h"
#include "ui/compare/comparison_chart.h"
#include "ui/compare/comparison_table_model.h"
#include "ui/compare/confusion_matrix_view.h"
#include "ui/compare/flipped_images_view.h"
#include "ui/compare/variant_tree_model.h"

// How the page is put together; what it does stands in compare_page.cpp.
namespace secateur {

namespace {

QLabel* messageLabel(const char* name) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMargin(24);
    return label;
}

QScrollArea* scrolled(QWidget* widget) {
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(widget);
    return area;
}

/// A long name must not make the window wide.
void setUpCombo(QComboBox* combo, const char* name, const char* tip) {
    combo->setObjectName(name);
    combo->setToolTip(tip);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(18);
    combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

}  // namespace

ComparePage::ComparePage(QWidget* parent)
    : QWidget(parent),
      m_treeModel(new VariantTreeModel(this)),
      m_tableModel(new ComparisonTableModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_images(new QComboBox),
      m_reference(new QComboBox),
      m_details(new QComboBox),
      m_detailsLabel(new QLabel("&Variant:")),
      m_tree(new QTreeView),
      m_table(new QTableView),
      m_measure(new QPushButton),
      m_measureAll(new QPushButton),
      m_tabs(new QTabWidget),
      m_stack(new QStackedWidget),
      m_emptyText(messageLabel("compareMessage")),
      m_chart(new ComparisonChart),
      m_classChart(new ClassChangeChart),
      m_classStack(new QStackedWidget),
      m_confusion(new ConfusionMatrixView),
      m_confusionMode(new QComboBox),
      m_confusionText(new QLabel),
      m_flipped(new FlippedImagesView),
      m_treeDrawing(*this) {
    setObjectName("comparePage");
    auto* splitter = new QSplitter;
    splitter->setObjectName("compareSplitter");
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(setupLeft());
    splitter->addWidget(setupRight());
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({fontMetrics().averageCharWidth() * 56, 900});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(splitter);
    connectViews();
    compare();
}

ComparePage::~ComparePage() = default;

QWidget* ComparePage::setupLeft() {
    auto* panel = new QWidget;
    panel->setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    setUpCombo(m_images, "compareImages",
               "The images that the networks are compared on: only answers to the same images can "
               "be paired.");
    setUpCombo(m_reference, "compareReference",
               "The network that drops, class changes and flipped images are counted against.");
    m_tree->setObjectName("variantTree");
    m_tree->setAccessibleName("Family tree of the variants");
    m_tree->setToolTip(
        "Each network stands below the one that it was made from. Check those to compare; Enter "
        "opens one.");
    m_tree->setModel(m_treeModel);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(fontMetrics().averageCharWidth() * 2);
    m_tree->header()->setSectionsMovable(true);
    m_tree->header()->setStretchLastSection(false);
    // What is looked at most is beside the name.
    m_tree->header()->moveSection(VariantTreeModel::Top1Column, 1);
    m_tree->header()->moveSection(m_tree->header()->visualIndex(VariantTreeModel::SizeColumn), 2);
    m_measure->setObjectName("measureMissing");
    m_measure->setToolTip("Evaluates the checked variants that have no result on these images.");
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow("&Images:", m_images);
    form->addRow("&Reference:", m_reference);
    auto* layout = new QVBoxLayout(panel);
    layout->addLayout(form);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_measure);
    return panel;
}

QWidget* ComparePage::setupRight() {
    m_tabs->setObjectName("compareTabs");
    m_tabs->addTab(setupOverview(), "&Overview");
    m_tabs->addTab(setupClasses(), "&Classes");
    m_tabs->addTab(setupConfusion(), "C&onfusion");
    m_tabs->addTab(m_flipped, "&Flipped images");
    m_tabs->setTabToolTip(0, "Top-1, size and speed of the variants side by side.");
    m_tabs->setTabToolTip(1, "What each class gained or lost.");
    m_tabs->setTabToolTip(2, "Which classes are taken for which.");
    m_tabs->setTabToolTip(3, "The images that are answered otherwise than by the reference.");
    auto* corner = new QWidget;
    auto* layout = new QHBoxLayout(corner);
    layout->setContentsMargins(0, 0, 0, 2);
    setUpCombo(m_details, "compareDetails",
               "The network that the classes, the confusion matrix and the flipped images are of.");
    m_details->setMinimumContentsLength(12);  // the tabs need their room
    m_detailsLabel->setBuddy(m_details);
    layout->addWidget(m_detailsLabel);
    layout->addWidget(m_details);
    m_tabs->setCornerWidget(corner);
    m_stack->addWidget(setupEmpty());
    m_stack->addWidget(m_tabs);
    return m_stack;
}

QWidget* ComparePage::setupOverview() {
    m_sorted->setSourceModel(m_tableModel);
    m_sorted->setSortRole(ComparisonTableModel::SortRole);
    m_table->setObjectName("comparisonTable");
    m_table->setAccessibleName("The compared variants");
    m_table->setToolTip("A row a variant. Enter opens it.");
    m_table->setModel(m_sorted);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionsMovable(true);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName("overviewSplitter");
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(scrolled(m_chart));
    splitter->addWidget(m_table);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    return splitter;
}

QWidget* ComparePage::setupClasses() {
    auto* message = messageLabel("classMessage");
    message->setText(
        "Choose a measured variant above, other than the reference, to see what each "
        "class gained or lost.");
    m_classStack->addWidget(message);
    m_classStack->addWidget(scrolled(m_classChart));
    return m_classStack;
}

QWidget* ComparePage::setupConfusion() {
    auto* panel = new QWidget;
    m_confusionMode->setObjectName("confusionMode");
    m_confusionMode->setAccessibleName("What the confusion matrix shows");
    m_confusionMode->setToolTip(
        "Counts of the variant or of the reference, or what changed between them.");
    m_confusionMode->addItem("Counts of the variant", static_cast<int>(ConfusionMode::Variant));
    m_confusionMode->addItem("Counts of the reference", static_cast<int>(ConfusionMode::Reference));
    m_confusionMode->addItem("Variant minus reference",
                             static_cast<int>(ConfusionMode::Difference));
    m_confusion->setToolTip(
        "A row a true class, a column a prediction. Arrow keys move, Enter or a click shows the "
        "flipped images of a cell.");
    m_confusionText->setObjectName("confusionText");
    m_confusionText->setWordWrap(true);
    auto* top = new QHBoxLayout;
    top->addWidget(m_confusionMode);
    top->addWidget(m_confusionText, 1);
    auto* layout = new QVBoxLayout(panel);
    layout->addLayout(top);
    layout->addWidget(m_confusion, 1);
    return panel;
}

QWidget* ComparePage::setupEmpty() {
    auto* panel = new QWidget;
    m_measureAll->setObjectName("measureAll");
    m_measureAll->setToolTip("Evaluates the checked variants on the test images.");
    auto* layout = new QVBoxLayout(panel);
    layout->addStretch();
    layout->addWidget(m_emptyText);
    layout->addWidget(m_measureAll, 0, Qt::AlignHCenter);
    layout->addStretch();
    return panel;
}

}  // namespace secateur
