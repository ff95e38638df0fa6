#include "ui/compare/compare_page.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QTreeView>
#include <algorithm>

#include "ui/compare/class_change_chart.h"
#include "ui/compare/compare_style.h"
#include "ui/compare/comparison_chart.h"
#include "ui/compare/comparison_table_model.h"
#include "ui/compare/confusion_matrix_view.h"
#include "ui/compare/flipped_images_view.h"
#include "ui/compare/variant_tree_model.h"

namespace secateur {

namespace {

constexpr int kOverviewTab = 0;
constexpr int kFlippedTab = 3;

/// Two snapshots of one study have the same first variant; there is no other name for a study in
/// memory.
bool sameStudy(const StudySnapshot& a, const StudySnapshot& b) {
    return a.label == b.label && a.variants.empty() == b.variants.empty() &&
           (a.variants.empty() || (a.variants.front().digest == b.variants.front().digest &&
                                   a.variants.front().created == b.variants.front().created));
}

/// Sets the current item without telling anyone; false if there is no such item.
bool select(QComboBox* combo, qint64 id) {
    const int place = combo->findData(id);
    if (place >= 0) {
        combo->setCurrentIndex(place);
    }
    return place >= 0;
}

}  // namespace

void ComparePage::connectViews() {
    connect(m_images, &QComboBox::activated, this, [this] {
        m_chosenImages = m_images->currentData().toLongLong();
        compare();
    });
    connect(m_reference, &QComboBox::activated, this, [this] {
        m_chosenReference = m_reference->currentData().toLongLong();
        compare();
    });
    connect(m_details, &QComboBox::activated, this,
            [this] { chooseDetails(m_details->currentData().toLongLong()); });
    connect(m_treeModel, &VariantTreeModel::inclusionChanged, this, &ComparePage::compare);
    connect(m_treeModel, &QAbstractItemModel::modelReset, m_tree, &QTreeView::expandAll);
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& index) {
        emit variantActivated(index.data(VariantTreeModel::VariantRole).toLongLong());
    });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        emit variantActivated(index.data(ComparisonTableModel::VariantRole).toLongLong());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                chooseDetails(index.data(ComparisonTableModel::VariantRole).toLongLong());
            });
    connect(m_chart, &ComparisonChart::variantClicked, this, &ComparePage::chooseDetails);
    for (QPushButton* button : {m_measure, m_measureAll}) {
        connect(button, &QPushButton::clicked, this,
                [this] { emit evaluateRequested(unmeasured()); });
    }
    connect(m_confusionMode, &QComboBox::currentIndexChanged, this, [this] {
        m_confusion->setMode(static_cast<ConfusionMode>(m_confusionMode->currentData().toInt()));
    });
    connect(m_confusion, &ConfusionMatrixView::currentChanged, this,
            &ComparePage::updateConfusionText);
    connect(m_confusion, &ConfusionMatrixView::cellActivated, this,
            [this](qint64 label, qint64 prediction) {
                m_flipped->showCell(label, prediction);
                showFlipped();
            });
    connect(m_classChart, &ClassChangeChart::classClicked, this, [this](qint64 label) {
        m_flipped->showClass(label);
        showFlipped();
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, &ComparePage::updateMessages);
}

void ComparePage::setSnapshot(std::shared_ptr<const StudySnapshot> snapshot) {
    if (!m_snapshot || !snapshot || !sameStudy(*m_snapshot, *snapshot)) {
        forgetChoices();
    }
    m_snapshot = std::move(snapshot);
    fillImages();
    compare();
    for (int column = 0; column < VariantTreeModel::ColumnCount; ++column) {
        m_tree->resizeColumnToContents(column);
    }
    const int widest = fontMetrics().averageCharWidth() * 34;
    m_tree->setColumnWidth(0, std::min(widest, m_tree->columnWidth(0)));
}

void ComparePage::setData(std::shared_ptr<const ImageData> data) {
    m_flipped->setData(std::move(data));
}

void ComparePage::forgetChoices() {
    m_chosenImages = 0;
    m_chosenReference = 0;
    m_chosenDetails = 0;
    m_treeModel->setExcluded({});
}

int64_t ComparePage::imageList() const {
    return m_images->currentData().toLongLong();
}

QString ComparePage::imagesText(const StoredImages& images) const {
    const auto data = std::find_if(m_snapshot->data.begin(), m_snapshot->data.end(),
                                   [&](const StoredData& d) { return d.id == images.dataSet; });
    const QString name =
        data == m_snapshot->data.end() ? QString() : QString::fromStdString(data->name) + ' ';
    const bool all = data != m_snapshot->data.end() && images.split == "test" &&
                     images.count == data->testImages;
    return QString(all ? "%1%2, all %3 images" : "%1%2, %3 images")
        .arg(name, QString::fromStdString(images.split), countText(images.count));
}

void ComparePage::fillImages() {
    m_images->clear();
    if (m_snapshot) {
        for (const StoredImages* images : comparableImages(*m_snapshot)) {
            m_images->addItem(imagesText(*images), qint64(images->id));
        }
    }
    select(m_images, m_chosenImages);
    m_images->setEnabled(m_images->count() > 0);
}

void ComparePage::fillReferences() {
    m_reference->clear();
    qint64 root = 0;
    if (m_snapshot) {
        for (const Variant& variant : m_snapshot->variants) {
            if (newestEvaluation(*m_snapshot, variant.id, imageList())) {
                m_reference->addItem(QString::fromStdString(variant.name), qint64(variant.id));
                root = root == 0 && !variant.parent ? variant.id : root;
            }
        }
    }
    select(m_reference, m_chosenReference) || select(m_reference, root);
    m_reference->setEnabled(m_reference->count() > 0);
}

void ComparePage::fillDetails() {
    m_details->clear();
    for (const ComparedVariant& item : m_comparison->variants) {
        if (item.evaluation && item.variant != m_comparison->reference.variant) {
            m_details->addItem(QString::fromStdString(item.variant->name),
                               qint64(item.variant->id));
        }
    }
    if (!select(m_details, m_chosenDetails)) {
        m_details->setCurrentIndex(m_details->count() - 1);
    }
    m_details->setEnabled(m_details->count() > 0);
}

std::vector<int64_t> ComparePage::included() const {
    std::vector<int64_t> ids;
    if (m_snapshot) {
        for (const Variant& variant : m_snapshot->variants) {
            if (!m_treeModel->excluded().contains(variant.id)) {
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

void ComparePage::compare() {
    m_treeModel->setStudy(m_snapshot, imageList());
    m_treeDrawing.setStudy(m_snapshot, imageList());
    fillReferences();
    m_comparison = std::make_shared<Comparison>(compareVariants(
        m_snapshot, imageList(), included(), m_reference->currentData().toLongLong()));
    m_chart->setComparison(m_comparison);
    m_tableModel->setComparison(m_comparison);
    m_table->resizeColumnsToContents();
    fillDetails();
    showDetails();
    updateMeasure();
}

void ComparePage::chooseDetails(qint64 variant) {
    if (m_details->findData(variant) >= 0) {
        m_chosenDetails = variant;
        select(m_details, variant);
        showDetails();
    }
}

void ComparePage::showDetails() {
    // Without another variant the matrix still shows the reference's.
    const qint64 variant = m_details->count() > 0 ? m_details->currentData().toLongLong()
                                                  : m_reference->currentData().toLongLong();
    m_classChart->setComparison(m_comparison, variant);
    m_confusion->setComparison(m_comparison, variant);
    m_flipped->setComparison(m_comparison, variant);
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        const QModelIndex index = m_sorted->index(row, 0);
        if (index.data(ComparisonTableModel::VariantRole).toLongLong() == variant) {
            const QSignalBlocker blocker(m_table->selectionModel());
            m_table->selectionModel()->setCurrentIndex(
                index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
            m_table->viewport()->update();
        }
    }
    updateMessages();
}

void ComparePage::updateMeasure() {
    const auto missing = static_cast<int64_t>(unmeasured().size());
    const bool any = m_images->count() > 0;
    m_measure->setVisible(missing > 0 && any);
    m_measure->setText(
        missing == 1
            ? QString("&Measure the variant without a result")
            : QString("&Measure the %1 variants without a result").arg(countText(missing)));
    m_measureAll->setVisible(missing > 0 && !any);
    m_measureAll->setText(missing == 1
                              ? QString("&Measure the variant")
                              : QString("&Measure the %1 variants").arg(countText(missing)));
}

void ComparePage::updateMessages() {
    const bool open = m_snapshot && !m_snapshot->variants.empty();
    const bool measured = m_images->count() > 0;
    m_stack->setCurrentIndex(open && measured && !m_comparison->variants.empty() ? 1 : 0);
    m_emptyText->setText(
        !open ? "Nothing to compare yet. Open a checkpoint or a study with File, Open; what is "
                "pruned, fine-tuned or quantized from it then stands here side by side."
        : included().empty() ? "Check at least one variant in the tree."
                             : "No variant has been measured yet: the networks are compared by "
                               "their answers to the same images.");
    const bool details = m_tabs->currentIndex() != kOverviewTab;
    m_details->setVisible(details);
    m_detailsLabel->setVisible(details);
    m_classStack->setCurrentIndex(m_classChart->changes().empty() ? 0 : 1);
    updateConfusionText();
}

void ComparePage::updateConfusionText() {
    const QString cell = m_confusion->currentText();
    const QString colours = m_confusion->mode() == ConfusionMode::Difference
                                ? "Blue: better than the reference; orange: worse."
                                : "Blue: right; orange: errors, stronger with their share of the "
                                  "row.";
    m_confusionText->setText(m_confusion->isEmpty()
                                 ? "Choose a measured variant above to see its matrix."
                             : cell.isEmpty() ? colours + " Click a cell for its flipped images."
                                              : cell + '.');
}

void ComparePage::showFlipped() {
    m_tabs->setCurrentIndex(kFlippedTab);
}

std::vector<Exportable*> ComparePage::exportables() {
    return {m_chart, m_classChart, m_confusion, m_flipped, &m_treeDrawing};
}

}  // namespace secateur
