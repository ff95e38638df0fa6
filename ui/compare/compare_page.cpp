#include "ui/compare/compare_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>

#include "core/report/comparison_tables.h"
#include "core/report/image_set.h"
#include "ui/base/core_text.h"
#include "ui/base/number_text.h"
#include "ui/base/widgets.h"
#include "ui/compare/compare_style.h"
#include "ui/compare/comparison_bars.h"
#include "ui/compare/confusion_matrix_view.h"
#include "ui/compare/confusion_tab.h"
#include "ui/compare/flipped_images_view.h"
#include "ui/compare/front_plot.h"
#include "ui/models/bar_chart.h"
#include "ui/models/figure_view.h"

namespace secateur {

namespace {

constexpr int kOverviewTab = 0;
constexpr int kFrontTab = 1;
constexpr int kFlippedTab = 4;

QScrollArea* scrolled(QWidget* widget) {
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(widget);
    return area;
}

}  // namespace

ComparePage::ComparePage(QWidget* parent)
    : QWidget(parent),
      m_subject(new QLabel),
      m_measure(new QPushButton),
      m_details(comboBox(
          "compareDetails",
          tr("The network that the classes, the confusion matrix and the flipped images are of."),
          12)),  // the tabs need their room
      m_detailsLabel(labelFor(m_details, tr("&Variant:"))),
      m_table(new FigureView("comparisonTable", comparisonTable({}))),
      m_measureAll(new QPushButton),
      m_tabs(new QTabWidget),
      m_stack(new QStackedWidget),
      m_emptyText(messageLabel("compareMessage")),
      m_chart(new BarChart("comparison", tr("Top-1, size and speed of the compared variants"))),
      m_classChart(new BarChart("class_change", tr("Change of top-1 in each class"))),
      m_classStack(new QStackedWidget),
      m_front(new FrontPlot),
      m_confusion(new ConfusionTab),
      m_flipped(new FlippedImagesView),
      m_treeDrawing(*this) {
    setObjectName("comparePage");
    setupTabs();
    m_stack->addWidget(setupEmpty());
    m_stack->addWidget(m_tabs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addLayout(setupSubject());
    layout->addWidget(m_stack, 1);
    connectViews();
    compare();
}

ComparePage::~ComparePage() = default;

QLayout* ComparePage::setupSubject() {
    m_subject->setObjectName("compareSubject");
    m_subject->setToolTip(
        tr("Which networks are compared, on which images and with which "
           "reference is chosen in the list of networks at the left."));
    m_subject->setWordWrap(true);
    m_measure->setObjectName("measureMissing");
    m_measure->setToolTip(tr("Evaluates the ticked networks that have no result on these images."));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(6, 4, 6, 0);
    row->addWidget(m_subject, 1);
    row->addWidget(m_measure);
    return row;
}

void ComparePage::setupTabs() {
    m_tabs->setObjectName("compareTabs");
    addTab(m_tabs, setupOverview(), tr("&Overview"),
           tr("Top-1, size and speed of the variants side by side."));
    addTab(m_tabs, setupFront(), tr("Fro&nt"),
           tr("Accuracy over size, multiply-adds or time: which networks no other one beats in "
              "both."));
    addTab(m_tabs, setupClasses(), tr("&Classes"), tr("What each class gained or lost."));
    addTab(m_tabs, m_confusion, tr("Conf&usion"), tr("Which classes are taken for which."));
    addTab(m_tabs, m_flipped, tr("Fl&ipped images"),
           tr("The images that are answered otherwise than by the reference."));
    auto* corner = new QWidget;
    auto* layout = new QHBoxLayout(corner);
    layout->setContentsMargins(0, 0, 0, 2);
    layout->addWidget(m_detailsLabel);
    layout->addWidget(m_details);
    m_tabs->setCornerWidget(corner);
}

QWidget* ComparePage::setupOverview() {
    m_chart->setObjectName("comparisonChart");
    m_table->setAccessibleName(tr("The compared variants"));
    m_table->setToolTip(tr("A row a variant. Enter opens it."));
    m_table->figures().decorate("kind", [this](int role, const QString& key) {
        const Variant* variant = m_snapshot ? m_snapshot->variant(key.toLongLong()) : nullptr;
        return role == Qt::DecorationRole && variant ? QVariant(kindColour(variant->kind))
                                                     : QVariant();
    });
    return splitterOf("overviewSplitter", Qt::Vertical, {scrolled(m_chart), m_table}, {3, 2});
}

QWidget* ComparePage::setupFront() {
    auto* cost = comboBox("frontCost", tr("What the networks are weighed by."), 12);
    cost->addItem(tr("Size"), static_cast<int>(CostKind::Bytes));
    cost->addItem(tr("Multiply-adds"), static_cast<int>(CostKind::Macs));
    cost->addItem(tr("Time"), static_cast<int>(CostKind::Milliseconds));
    connect(cost, &QComboBox::activated, this,
            [this, cost] { m_front->setCost(static_cast<CostKind>(cost->currentData().toInt())); });
    auto* row = new QHBoxLayout;
    row->addWidget(labelFor(cost, tr("Over t&he:")));
    row->addWidget(cost);
    row->addStretch();
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->addLayout(row);
    layout->addWidget(m_front, 1);
    return page;
}

QWidget* ComparePage::setupClasses() {
    m_classChart->setObjectName("classChangeChart");
    m_classStack->addWidget(messageLabel(
        "classMessage",
        tr("Choose a measured variant above, other than the reference, to see what each class "
           "gained or lost.")));
    m_classStack->addWidget(scrolled(m_classChart));
    return m_classStack;
}

QWidget* ComparePage::setupEmpty() {
    m_measureAll->setObjectName("measureAll");
    m_measureAll->setToolTip(tr("Evaluates the checked variants on the test images."));
    return messagePage(m_emptyText, m_measureAll);
}

void ComparePage::connectViews() {
    connect(m_details, &QComboBox::activated, this,
            [this] { chooseDetails(m_details->currentData().toLongLong()); });
    connect(m_table, &FigureView::keyActivated, this,
            [this](const QString& key) { emit variantActivated(key.toLongLong()); });
    connect(m_table, &FigureView::keyChosen, this,
            [this](const QString& key) { chooseDetails(key.toLongLong()); });
    connect(m_front, &FrontPlot::variantClicked, this, &ComparePage::chooseDetails);
    connect(m_chart, &BarChart::rowClicked, this, &ComparePage::chooseDetails);
    for (QPushButton* button : {m_measure, m_measureAll}) {
        connect(button, &QPushButton::clicked, this,
                [this] { emit evaluateRequested(unmeasured()); });
    }
    connect(m_confusion, &ConfusionTab::cellActivated, this,
            [this](qint64 label, qint64 prediction) {
                m_flipped->showCell(label, prediction);
                showFlipped();
            });
    connect(m_classChart, &BarChart::rowClicked, this, [this](qint64 label) {
        m_flipped->showClass(label);
        showFlipped();
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, &ComparePage::updateMessages);
}

void ComparePage::setSnapshot(std::shared_ptr<const StudySnapshot> snapshot) {
    if (!m_snapshot || !snapshot || m_snapshot->identity != snapshot->identity) {
        m_chosenDetails = 0;
    }
    m_snapshot = std::move(snapshot);
    compare();
}

void ComparePage::setChoice(const std::set<int64_t>& excluded, int64_t reference) {
    m_excluded = excluded;
    m_chosenReference = reference;
    compare();
}

void ComparePage::setData(std::shared_ptr<const ImageData> data) {
    m_flipped->setData(std::move(data));
}

void ComparePage::setMacs(const std::map<int64_t, int64_t>& macs) {
    m_front->setMacs(macs);
}

void ComparePage::showFront() {
    m_tabs->setCurrentIndex(kFrontTab);
}

int64_t ComparePage::imageList() const {
    return m_snapshot ? shownImageSet(*m_snapshot).images : 0;
}

std::vector<int64_t> ComparePage::included() const {
    std::vector<int64_t> ids;
    if (m_snapshot) {
        for (const Variant& variant : m_snapshot->variants) {
            if (!m_excluded.contains(variant.id)) {
                ids.push_back(variant.id);
            }
        }
    }
    return ids;
}

std::vector<int64_t> ComparePage::unmeasured() const {
    std::vector<int64_t> ids = included();
    std::erase_if(ids,
                  [this](int64_t id) { return newestEvaluation(*m_snapshot, id, imageList()); });
    return ids;
}

int64_t ComparePage::reference() const {
    int64_t first = 0;
    int64_t root = 0;
    if (m_snapshot) {
        for (const Variant& variant : m_snapshot->variants) {
            if (newestEvaluation(*m_snapshot, variant.id, imageList())) {
                if (variant.id == m_chosenReference) {
                    return variant.id;
                }
                first = first == 0 ? variant.id : first;
                root = root == 0 && !variant.parent ? variant.id : root;
            }
        }
    }
    return root != 0 ? root : first;
}

void ComparePage::showSubject() {
    const Variant* against = m_comparison->reference.variant;
    m_subject->setText(against == nullptr
                           ? QString()
                           : tr("%1 networks against %2, on %3")
                                 .arg(m_comparison->variants.size())
                                 .arg(QString::fromStdString(against->name),
                                      QString::fromStdString(imageSetText(
                                          shownImageSet(*m_snapshot), inWindowLanguage))));
    const auto missing = static_cast<int64_t>(unmeasured().size());
    m_measure->setVisible(missing > 0 && imageList() != 0);
    m_measure->setText(missing == 1 ? tr("&Measure the network without a result")
                                    : tr("&Measure the %1 networks without a result").arg(missing));
}

void ComparePage::compare() {
    m_treeDrawing.setStudy(m_snapshot, imageList());
    m_comparison = std::make_shared<Comparison>(
        compareVariants(m_snapshot, imageList(), included(), reference()));
    showSubject();
    m_chart->setBars(comparisonBars(*m_comparison));
    m_table->setTable(comparisonTable(*m_comparison, inWindowLanguage));
    m_front->setComparison(m_comparison);
    fillDetails();
    showDetails();
}

void ComparePage::fillDetails() {
    m_details->clear();
    for (const ComparedVariant& item : m_comparison->variants) {
        if (item.evaluation && item.variant != m_comparison->reference.variant) {
            m_details->addItem(QString::fromStdString(item.variant->name),
                               qint64(item.variant->id));
        }
    }
    if (!selectItem(m_details, m_chosenDetails)) {
        m_details->setCurrentIndex(m_details->count() - 1);
    }
    m_details->setEnabled(m_details->count() > 0);
}

void ComparePage::chooseDetails(qint64 variant) {
    if (m_details->findData(variant) >= 0) {
        m_chosenDetails = variant;
        selectItem(m_details, variant);
        showDetails();
    }
}

void ComparePage::follow(qint64 variant) {
    if (variant != reference()) {
        m_chosenDetails = variant;  // also one that is not measured yet
        chooseDetails(variant);
    }
}

void ComparePage::showDetails() {
    // Without another variant the matrix still shows the reference's.
    const Variant* reference = m_comparison->reference.variant;
    const qint64 variant = m_details->count() > 0 ? m_details->currentData().toLongLong()
                           : reference            ? reference->id
                                                  : 0;
    m_classChart->setBars(classBars(*m_comparison, variant));
    m_confusion->setComparison(m_comparison, variant);
    m_flipped->setComparison(m_comparison, variant);
    m_table->select(QString::number(variant));
    m_front->setSelected(variant);
    updateMessages();
}

void ComparePage::updateMessages() {
    const bool open = m_snapshot && !m_snapshot->variants.empty();
    const bool measured = imageList() != 0;
    const auto missing = static_cast<int64_t>(unmeasured().size());
    m_stack->setCurrentIndex(measured && !m_comparison->variants.empty() ? 1 : 0);
    m_emptyText->setText(
        !open ? tr("Nothing to compare yet. Open a checkpoint or a study with File, Open; what is "
                   "pruned, fine-tuned or quantized from it then stands here side by side.")
        : included().empty()
            ? tr("Tick at least one network in the list at the left.")
            : tr("No variant has been measured yet: the networks are compared by their answers to "
                 "the same images."));
    m_measureAll->setVisible(missing > 0 && !measured);
    m_measureAll->setText(missing == 1 ? tr("&Measure the variant")
                                       : tr("&Measure the %1 variants").arg(countText(missing)));
    const bool details =
        m_tabs->currentIndex() != kOverviewTab && m_tabs->currentIndex() != kFrontTab;
    m_details->setVisible(details);
    m_detailsLabel->setVisible(details);
    m_classStack->setCurrentIndex(m_classChart->bars().rows.empty() ? 0 : 1);
}

void ComparePage::showFlipped() {
    m_tabs->setCurrentIndex(kFlippedTab);
}

std::vector<Exportable*> ComparePage::exportables() {
    return {m_chart, m_front, m_classChart, &m_confusion->view(), m_flipped, &m_treeDrawing};
}

}  // namespace secateur
