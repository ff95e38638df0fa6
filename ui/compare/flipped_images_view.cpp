#include "ui/compare/flipped_images_view.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <iterator>

#include "core/report/comparison_tables.h"
#include "ui/base/widgets.h"
#include "ui/compare/compare_style.h"
#include "ui/compare/flipped_sheet.h"

namespace secateur {

namespace {

constexpr int kEvery = -1;  // item data of "all"

}  // namespace

FlippedImagesView::FlippedImagesView(QWidget* parent)
    : QWidget(parent),
      m_loader(new PictureLoader(this)),
      m_model(new FlippedImagesModel(*m_loader, this)),
      m_delegate(new FlippedTileDelegate(this)),
      m_kinds(new QComboBox),
      m_classes(new QComboBox),
      m_cellButton(new QToolButton),
      m_size(new QSlider(Qt::Horizontal)),
      m_list(new QListView),
      m_message(messageLabel("flippedMessage")),
      m_pictureNote(new QLabel),
      m_details(new QLabel),
      m_stack(new QStackedWidget) {
    setObjectName("flippedImagesView");
    setupFilters();
    setupList();
    setupLayout();
    m_requestTimer.setSingleShot(true);
    m_requestTimer.setInterval(0);
    connect(&m_requestTimer, &QTimer::timeout, this, &FlippedImagesView::requestVisible);
    updateMessages();
}

void FlippedImagesView::setupFilters() {
    m_kinds->setObjectName("flipKindFilter");
    m_kinds->setAccessibleName(tr("What happened"));
    m_kinds->setToolTip(
        tr("Broken: right with the reference, wrong with the variant. Repaired: the reverse. Both "
           "wrong: another wrong class than before."));
    m_classes->setObjectName("flipClassFilter");
    m_classes->setAccessibleName(tr("True class"));
    m_classes->setToolTip(tr("The true class of the images that are shown."));
    m_cellButton->setObjectName("flipCellFilter");
    m_cellButton->setToolTip(tr("Chosen in the confusion matrix. Press to show all pairs again."));
    m_cellButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_size->setObjectName("flipPictureSize");
    m_size->setAccessibleName(tr("Size of the pictures"));
    m_size->setToolTip(tr("Size of the pictures."));
    m_size->setRange(56, 280);
    m_size->setSingleStep(28);
    m_size->setPageStep(56);
    m_size->setValue(m_delegate->side());
    m_size->setFixedWidth(fontMetrics().averageCharWidth() * 18);
    connect(m_kinds, &QComboBox::currentIndexChanged, this, &FlippedImagesView::filter);
    connect(m_classes, &QComboBox::currentIndexChanged, this, &FlippedImagesView::filter);
    connect(m_size, &QSlider::valueChanged, this, &FlippedImagesView::setSide);
    connect(m_cellButton, &QToolButton::clicked, this, [this] {
        m_cell.reset();
        filter();
    });
}

void FlippedImagesView::setupList() {
    m_list->setObjectName("flippedImagesList");
    m_list->setAccessibleName(tr("Images that flipped"));
    m_list->setViewMode(QListView::ListMode);
    m_list->setFlow(QListView::LeftToRight);
    m_list->setWrapping(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setSpacing(2);
    m_list->setItemDelegate(m_delegate);
    m_list->setModel(m_model);
    m_list->viewport()->installEventFilter(this);
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, &m_requestTimer,
            qOverload<>(&QTimer::start));
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &FlippedImagesView::updateDetails);
}

void FlippedImagesView::setupLayout() {
    m_pictureNote->setObjectName("flippedPictureNote");
    m_pictureNote->setWordWrap(true);
    m_details->setObjectName("flippedDetails");
    m_details->setWordWrap(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_list);

    auto* filters = new QHBoxLayout;
    filters->addWidget(m_kinds);
    filters->addWidget(m_classes);
    filters->addWidget(m_cellButton);
    filters->addStretch();
    filters->addWidget(labelFor(m_size, tr("Picture si&ze:")));
    filters->addWidget(m_size);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(filters);
    layout->addWidget(m_pictureNote);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_details);
}

void FlippedImagesView::setComparison(std::shared_ptr<const Comparison> comparison,
                                      int64_t variant) {
    m_comparison = std::move(comparison);
    const ComparedVariant* changed = m_comparison ? m_comparison->find(variant) : nullptr;
    const bool complete = changed && m_comparison->isPaired(*changed);
    m_variant = complete ? changed : nullptr;
    m_all = complete ? flippedImages(m_comparison->reference.evaluation->result,
                                     changed->evaluation->result, m_comparison->images->indices)
                     : std::vector<FlippedImage>();
    fillKinds();
    fillClasses();
    findPictures();
    filter();
}

void FlippedImagesView::setData(std::shared_ptr<const ImageData> data) {
    m_data = std::move(data);
    findPictures();
    updateMessages();
    m_list->viewport()->update();
    m_requestTimer.start();
}

void FlippedImagesView::showCell(int64_t label, int64_t prediction) {
    m_cell = Cell{label, prediction};
    const QSignalBlocker kinds(m_kinds);
    const QSignalBlocker classes(m_classes);
    m_kinds->setCurrentIndex(0);
    m_classes->setCurrentIndex(0);
    filter();
}

void FlippedImagesView::showClass(int64_t label) {
    m_cell.reset();
    const QSignalBlocker kinds(m_kinds);
    const QSignalBlocker classes(m_classes);
    m_kinds->setCurrentIndex(0);
    m_classes->setCurrentIndex(std::max(0, m_classes->findData(qint64(label))));
    filter();
}

QString FlippedImagesView::className(int64_t label) const {
    return QString::fromStdString(m_comparison->className(label));
}

void FlippedImagesView::fillKinds() {
    std::array<int64_t, 3> counts{};
    for (const FlippedImage& image : m_all) {
        ++counts[static_cast<size_t>(image.kind)];
    }
    const QSignalBlocker blocker(m_kinds);
    const int before = std::max(0, m_kinds->currentIndex());
    m_kinds->clear();
    m_kinds->addItem(tr("All flipped (%1)").arg(countText(int64_t(m_all.size()))), kEvery);
    m_kinds->addItem(tr("✗ Broken (%1)").arg(countText(counts[0])),
                     static_cast<int>(FlipKind::Broken));
    m_kinds->addItem(tr("✓ Repaired (%1)").arg(countText(counts[1])),
                     static_cast<int>(FlipKind::Repaired));
    m_kinds->addItem(tr("≠ Changed, both wrong (%1)").arg(countText(counts[2])),
                     static_cast<int>(FlipKind::BothWrong));
    m_kinds->setCurrentIndex(before);
}

void FlippedImagesView::fillClasses() {
    const QSignalBlocker blocker(m_classes);
    const QVariant before = m_classes->currentData();
    m_classes->clear();
    m_classes->addItem(tr("All classes"), qint64(kEvery));
    const int64_t classes = m_comparison ? m_comparison->classCount() : 0;
    for (int64_t label = 0; label < classes; ++label) {
        m_classes->addItem(className(label), qint64(label));
    }
    m_classes->setCurrentIndex(std::max(0, m_classes->findData(before)));
}

bool FlippedImagesView::passes(const FlippedImage& image) const {
    const int kind = m_kinds->currentData().toInt();
    const qint64 label = m_classes->currentData().toLongLong();
    return (kind == kEvery || kind == static_cast<int>(image.kind)) &&
           (label == kEvery || label == image.label) &&
           (!m_cell ||
            (m_cell->label == image.label && (m_cell->prediction == image.prediction ||
                                              m_cell->prediction == image.referencePrediction)));
}

void FlippedImagesView::filter() {
    const qint64 current = m_list->currentIndex().data(FlippedImagesModel::IndexRole).toLongLong();
    const bool hadCurrent = m_list->currentIndex().isValid();
    std::vector<FlippedImage> images;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(images),
                 [this](const FlippedImage& image) { return passes(image); });
    const auto same = std::find_if(images.begin(), images.end(), [&](const auto& image) {
        return hadCurrent && image.index == current;
    });
    const int row = same == images.end() ? -1 : static_cast<int>(same - images.begin());
    m_model->setImages(m_comparison, m_variant ? m_variant->variant->id : 0, std::move(images));
    if (row >= 0) {
        m_list->setCurrentIndex(m_model->index(row));
    }
    updateMessages();
    updateDetails();
    m_requestTimer.start();
}

void FlippedImagesView::updateMessages() {
    m_cellButton->setVisible(m_cell.has_value() && m_variant);
    if (m_cell && m_variant) {
        m_cellButton->setText(
            tr("%1, taken for %2  ✕").arg(className(m_cell->label), className(m_cell->prediction)));
    }
    const bool any = !m_model->images().empty();
    m_stack->setCurrentIndex(any ? 1 : 0);
    m_message->setText(
        !m_variant
            ? tr("Choose a measured variant and another one as its reference above to see the "
                 "images on which they differ.")
        : m_all.empty() ? tr("The two networks answer alike on every one of these images.")
                        : tr("No image that flipped passes these filters. Choose others above."));
    const bool missing = any && !m_loader->images();
    m_pictureNote->setVisible(missing);
    if (missing) {
        m_pictureNote->setText(
            tr("The pictures are of %1 (%2), which is not open. Open it with File, Open to "
               "see them.")
                .arg(QString::fromStdString(m_comparison->data ? m_comparison->data->name : ""),
                     QString::fromStdString(m_comparison->data ? m_comparison->data->location
                                                               : "")));
    }
}

void FlippedImagesView::updateDetails() {
    const QModelIndex current = m_list->currentIndex();
    m_details->setText(current.isValid() ? current.data(FlippedImagesModel::DetailsRole).toString()
                       : m_model->images().empty()
                           ? QString()
                           : tr("%1 of %2 flipped images. Arrow keys go from one to the next.")
                                 .arg(countText(int64_t(m_model->images().size())),
                                      countText(int64_t(m_all.size()))));
}

void FlippedImagesView::findPictures() {
    std::shared_ptr<const Dataset> images;
    if (m_comparison && m_comparison->data && m_data &&
        m_data->digest == m_comparison->data->digest) {
        images = m_comparison->images->split == Split::Test ? m_data->test : m_data->train;
    }
    m_loader->setImages(std::move(images));
}

void FlippedImagesView::requestVisible() {
    const QRect view = m_list->viewport()->rect();
    const int rows = m_model->rowCount();
    int first = 0;
    for (int last = rows; first < last;) {
        const int middle = (first + last) / 2;
        if (m_list->visualRect(m_model->index(middle)).bottom() < view.top()) {
            first = middle + 1;
        } else {
            last = middle;
        }
    }
    std::vector<int64_t> wanted;
    for (int row = first; row < rows; ++row) {
        if (m_list->visualRect(m_model->index(row)).top() > view.bottom()) {
            break;
        }
        wanted.push_back(m_model->images()[static_cast<size_t>(row)].index);
    }
    m_loader->request(wanted);
}

void FlippedImagesView::setSide(int side) {
    m_delegate->setSide(side);
    m_list->doItemsLayout();
    m_requestTimer.start();
}

void FlippedImagesView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_list->doItemsLayout();
        m_requestTimer.start();
    }
}

bool FlippedImagesView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show) {
        m_requestTimer.start();
    }
    return QWidget::eventFilter(watched, event);
}

QString FlippedImagesView::sheetTitle() const {
    if (!m_variant) {
        return {};
    }
    return tr("%1 of %2 flipped images: true class, prediction of %3 → prediction of %4")
        .arg(countText(int64_t(std::min(kMostOnSheet, shown().size()))),
             countText(int64_t(m_all.size())),
             QString::fromStdString(m_comparison->reference.variant->name),
             QString::fromStdString(m_variant->variant->name));
}

QSize FlippedImagesView::exportSize() const {
    return flippedSheetSize(std::min(kMostOnSheet, shown().size()), drawingFont(*this));
}

void FlippedImagesView::renderTo(QPaintDevice& device, const QSize& size) {
    QPainter painter(&device);
    paintFlippedSheet(painter, size, drawingFont(*this), sheetTitle(),
                      std::min(kMostOnSheet, shown().size()), [this](size_t i) {
                          const FlippedImage& image = shown()[i];
                          const QModelIndex row = m_model->index(static_cast<int>(i));
                          const auto& images = m_loader->images();
                          return FlippedTile{
                              images ? decodePicture(*images, image.index).image : QImage(),
                              row.data(FlippedImagesModel::LabelRole).toString(),
                              row.data(FlippedImagesModel::ChangeRole).toString(), image.kind};
                      });
}

QByteArray FlippedImagesView::csv() const {
    if (!m_variant) {
        return {};
    }
    return QByteArray::fromStdString(
        csvOf(flippedTable(*m_comparison, *m_variant, shown(), filesOf(*m_comparison))));
}

}  // namespace secateur
