#include "ui/dialogs/images_section.h"

#include <QComboBox>
#include <QFileInfo>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/data/cifar.h"
#include "core/data/folder_layout.h"
#include "core/data/idx.h"
#include "ui/dialogs/image_fields.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/sample_strip.h"

namespace secateur {

ImagesSection::ImagesSection(const QString& cifar10Folder, SampleReader readSamples)
    : StudySection(tr("Images")),
      m_folder(new PathField(PathField::Kind::Folder, tr("Open a folder of images"), {})),
      m_getCifar10(new QPushButton(tr("&Get CIFAR-10…"))),
      m_samples(new SampleStrip(std::move(readSamples))),
      m_cifar10Folder(cifar10Folder) {
    setupFields();
    body()->addWidget(m_samples);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ImagesSection::kindChanged);
    connect(m_folder, &PathField::changed, this, &ImagesSection::choose);
    connect(m_samples, &SampleStrip::dataChanged, this, &StudySection::changed);
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

void ImagesSection::kindChanged() {
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
    const std::string folder = path.toStdString();
    if (kind() == Cifar10 && !holdsCifar(folder)) {
        return tr("This folder has no test_batch.bin and no data_batch_1.");
    }
    if (kind() == Images && !holdsImageFolder(folder)) {
        return tr("This folder has neither train, test or val nor a folder for each class.");
    }
    if (kind() == Idx && !holdsIdx(folder)) {
        return tr("This folder has no files *-images-idx3-ubyte or *-images-idx3-ubyte.gz.");
    }
    return {};
}

QString ImagesSection::summary() const {
    return kind() == Images && images().resize == 0 && images().crop == 0
               ? tr("Large images of several sizes are resized to 256 and cropped to 224; others "
                    "must be of one size, or be resized and cropped.")
               : QString();
}

}  // namespace secateur
