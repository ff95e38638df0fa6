#include "ui/dialogs/images_section.h"

#include <QComboBox>
#include <QFileInfo>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/data/data_folder.h"
#include "ui/dialogs/image_fields.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/sample_strip.h"

namespace secateur {

ImagesSection::ImagesSection(const QString& cifar10Folder, ImageReaders read)
    : StudySection(tr("Images")),
      m_folder(new PathField(PathField::Kind::Folder, tr("Open a folder of images"), {})),
      m_getCifar10(new QPushButton(tr("&Get CIFAR-10 (170 MB)"))),
      m_samples(new SampleStrip(std::move(read))),
      m_cifar10Folder(cifar10Folder) {
    setupFields();
    body()->addWidget(m_samples);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ImagesSection::kindChanged);
    connect(m_folder, &PathField::changed, this, &ImagesSection::folderChanged);
    connect(m_samples, &SampleStrip::dataChanged, this, &StudySection::changed);
    connect(m_samples, &SampleStrip::constantsChanged, m_images, &ImageFields::showConstants);
    connect(m_getCifar10, &QPushButton::clicked, this, &ImagesSection::cifar10Requested);
    showFields();
}

void ImagesSection::showEvent(QShowEvent* event) {
    StudySection::showEvent(event);
    look();
}

void ImagesSection::choose() {
    look();
    emit changed();
}

bool ImagesSection::looking() const {
    return m_samples->looking();
}

const ImageData* ImagesSection::seen() const {
    return m_samples->data();
}

void ImagesSection::look() {
    // Not before it is seen: until then others may be chosen.
    m_samples->ask(isVisible() && problem().isEmpty() ? DataRequest{data(), images()}
                                                      : DataRequest());
}

void ImagesSection::setupFields() {
    OptionsForm* form = this->form();
    m_kind = form->addChoice(
        {"dataKind", tr("&Data set"), tr("What kind of images the network classifies.")},
        {{tr("Fashion-MNIST, as installed"), FashionMnist},
         {tr("CIFAR-10 or CIFAR-100"), Cifar10},
         {tr("Folder of images"), Images},
         {tr("IDX files, as MNIST's"), Idx}},
        FashionMnist);
    form->addField({"dataFolder", tr("F&older"),
                    tr("The folder that holds the files; for images, train and test (or val) with "
                       "one folder a class in each.")},
                   m_folder);
    m_folder->setNames(QStringLiteral("dataFolder"), tr("Folder of the images"));
    m_folder->takeOnEntering([](const QString& f) { return isSurelyData(f.toStdString()); });
    m_images = new ImageFields(*form);
    m_getCifar10->setObjectName(QStringLiteral("getCifar10"));
    m_getCifar10->setToolTip(
        tr("Downloads 170 MB from CIFAR-10's home page into your data folder, in the background."));
    m_getCifar10->setAutoDefault(false);
    rows()->addRow(QString(), m_getCifar10);
    connect(form, &OptionsForm::changed, this, &ImagesSection::choose);
}

void ImagesSection::showFields() {
    rows()->setRowVisible(m_folder, kind() != FashionMnist);
    m_images->setOfFolder(kind() == Images);
    rows()->setRowVisible(m_getCifar10, kind() == Cifar10);
}

/// A folder says by itself what kind it is of.
void ImagesSection::folderChanged() {
    if (const auto held = heldKind()) {
        m_kind->setCurrentIndex(m_kind->findData(*held));
    }
    choose();
}

std::optional<ImagesSection::Kind> ImagesSection::heldKind() const {
    const QString path = m_folder->path();
    if (path.isEmpty()) {
        return std::nullopt;
    }
    const std::optional<DatasetKind> kind = findData(path.toStdString()).kind;
    return !kind                          ? std::nullopt
           : kind == DatasetKind::Idx     ? std::optional(Idx)
           : kind == DatasetKind::Cifar10 ? std::optional(Cifar10)
                                          : std::optional(Images);
}

bool ImagesSection::areOpen() const {
    const bool suggested = !m_why.isEmpty() && data() == m_suggested;
    return data().isEmpty() || suggested || (kind() == FashionMnist && !m_chosen);
}

void ImagesSection::kindChanged() {
    m_chosen = true;
    if (kind() == Cifar10 && m_folder->path().isEmpty()) {
        m_folder->setPath(m_cifar10Folder);
    }
    showFields();
}

ImagesSection::Kind ImagesSection::kind() const {
    return static_cast<Kind>(m_kind->currentData().toInt());
}

QString ImagesSection::data() const {
    return kind() == FashionMnist ? QStringLiteral("fashion-mnist") : m_folder->path();
}

ImageFolderOptions ImagesSection::images() const {
    return m_images->options();
}

void ImagesSection::setImages(const DataRequest& images, const QString& why) {
    m_kind->setCurrentIndex(m_kind->findData(Images));
    m_suggested = images.location;
    m_why = why;
    m_folder->setPath(m_suggested);
    m_images->show(images.folder);
}

void ImagesSection::setGrey(bool grey) {
    m_samples->setGrey(grey);
}

void ImagesSection::browse() {
    m_folder->browse();
}

void ImagesSection::setCifar10Folder(const QString& folder) {
    m_cifar10Folder = folder;
    m_kind->setCurrentIndex(m_kind->findData(Cifar10));
    m_folder->setPath(folder);
}

QString ImagesSection::problem() const {
    return kind() == FashionMnist || folderProblem().isEmpty() ? m_images->problem()
                                                               : folderProblem();
}

QString ImagesSection::folderProblem() const {
    const QString path = m_folder->path();
    if (path.isEmpty()) {
        return tr("Give the folder of the images.");
    }
    if (!QFileInfo(path).isDir()) {
        return QFileInfo::exists(path) ? tr("%1 is no folder.").arg(path)
                                       : tr("There is no folder %1.").arg(path);
    }
    if (heldKind() == kind()) {
        return {};
    }
    switch (kind()) {
        case Cifar10:
            return tr("This folder has no test_batch.bin and no data_batch_1.");
        case Idx:
            return tr("This folder has no files *-images-idx3-ubyte or *-images-idx3-ubyte.gz.");
        default:
            return tr("This folder has neither train, test or val nor a folder for each class.");
    }
}

QString ImagesSection::summary() const {
    QStringList lines;
    if (!m_why.isEmpty() && data() == m_suggested) {
        lines << m_why;
    }
    if (seen() != nullptr) {
        lines << joined(seen()->notes);
    } else if (kind() == Images && images().resize == 0 && images().crop == 0) {
        lines << tr(
            "Large images of several sizes are resized to 256 and cropped to 224; others "
            "must be of one size, or be resized and cropped.");
    }
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

}  // namespace secateur
