#include "ui/compare/compare_choice.h"

#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>
#include <algorithm>

#include "core/report/image_set.h"
#include "ui/base/number_text.h"
#include "ui/base/widgets.h"
#include "ui/compare/variant_tree.h"

namespace secateur {

CompareChoice::CompareChoice(QWidget* parent)
    : QWidget(parent),
      m_tree(new VariantTree),
      m_images(comboBox("compareImages",
                        tr("The images that the networks are compared on: only answers to the same "
                           "images can be paired."),
                        18)),
      m_reference(comboBox("compareReference",
                           tr("The network that drops, class changes and flipped images are "
                              "counted against."),
                           18)),
      m_measure(new QPushButton) {
    setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    for (QComboBox* box : {m_images, m_reference}) {
        box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    m_measure->setObjectName("measureMissing");
    m_measure->setToolTip(
        tr("Evaluates the checked variants that have no result on these images."));
    setupLayout();
    connectViews();
}

void CompareChoice::setupLayout() {
    auto* form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(tr("&Images:"), m_images);
    form->addRow(tr("&Reference:"), m_reference);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_measure);
}

void CompareChoice::connectViews() {
    connect(m_images, &QComboBox::activated, this, [this] {
        m_chosenImages = m_images->currentData().toLongLong();
        refresh();
        emit imagesChosen(m_chosenImages);
    });
    connect(m_reference, &QComboBox::activated, this, [this] {
        m_chosenReference = m_reference->currentData().toLongLong();
        refresh();
    });
    connect(m_tree, &VariantTree::inclusionChanged, this, &CompareChoice::refresh);
    connect(m_tree, &VariantTree::variantActivated, this, &CompareChoice::variantActivated);
    connect(m_measure, &QPushButton::clicked, this,
            [this] { emit evaluateRequested(unmeasured()); });
}

bool CompareChoice::setSnapshot(std::shared_ptr<const StudySnapshot> snapshot) {
    const bool another = !m_snapshot || !snapshot || m_snapshot->identity != snapshot->identity;
    if (another) {
        m_chosenReference = 0;
        m_tree->setExcluded({});
    }
    m_snapshot = std::move(snapshot);
    m_chosenImages = m_snapshot ? shownImageSet(*m_snapshot).images : 0;
    fillImages();
    refresh();
    for (int column = 0; column < VariantTree::ColumnCount; ++column) {
        m_tree->resizeColumnToContents(column);
    }
    const int widest = fontMetrics().averageCharWidth() * 34;
    m_tree->setColumnWidth(0, std::min(widest, m_tree->columnWidth(0)));
    return another;
}

int64_t CompareChoice::imageList() const {
    return m_images->currentData().toLongLong();
}

bool CompareChoice::anyMeasured() const {
    return m_images->count() > 0;
}

std::shared_ptr<const Comparison> CompareChoice::comparison() const {
    return std::make_shared<Comparison>(compareVariants(m_snapshot, imageList(), included(),
                                                        m_reference->currentData().toLongLong()));
}

QString CompareChoice::imagesText(const StoredImages& images) const {
    const StoredData* data = m_snapshot->dataSet(images.dataSet);
    const QString name = data ? QString::fromStdString(data->name) + ' ' : QString();
    const bool all = data && images.split == Split::Test && images.count == data->testImages;
    return (all ? tr("%1%2, all %3 images") : tr("%1%2, %3 images"))
        .arg(name, QString::fromLatin1(enumName(images.split)), countText(images.count));
}

void CompareChoice::fillImages() {
    m_images->clear();
    if (m_snapshot) {
        for (const StoredImages* images : comparableImages(*m_snapshot)) {
            m_images->addItem(imagesText(*images), qint64(images->id));
        }
    }
    selectItem(m_images, m_chosenImages);
    m_images->setEnabled(anyMeasured());
}

void CompareChoice::fillReferences() {
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
    selectItem(m_reference, m_chosenReference) || selectItem(m_reference, root);
    m_reference->setEnabled(m_reference->count() > 0);
}

void CompareChoice::refresh() {
    m_tree->setStudy(m_snapshot, imageList());
    fillReferences();
    const auto missing = static_cast<int64_t>(unmeasured().size());
    m_measure->setVisible(missing > 0 && anyMeasured());
    m_measure->setText(
        missing == 1 ? tr("&Measure the variant without a result")
                     : tr("&Measure the %1 variants without a result").arg(countText(missing)));
    emit changed();
}

std::vector<int64_t> CompareChoice::included() const {
    std::vector<int64_t> ids;
    if (m_snapshot) {
        for (const Variant& variant : m_snapshot->variants) {
            if (!m_tree->excluded().contains(variant.id)) {
                ids.push_back(variant.id);
            }
        }
    }
    return ids;
}

std::vector<int64_t> CompareChoice::unmeasured() const {
    std::vector<int64_t> ids = included();
    std::erase_if(ids,
                  [this](int64_t id) { return newestEvaluation(*m_snapshot, id, imageList()); });
    return ids;
}

}  // namespace secateur
