#include "ui/dialogs/data_page.h"

#include <QComboBox>
#include <QFileInfo>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/data/cifar.h"
#include "core/data/idx.h"
#include "core/data/image_folder.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"

namespace secateur {

DataPage::DataPage(const QString& cifar10Folder)
    : StudyPage(tr("Images"), tr("On which labelled images is the network measured?")),
      m_rows(new QFormLayout),
      m_folder(new PathField(PathField::Kind::Folder, tr("Open a folder of images"), {})),
      m_getCifar10(new QPushButton(tr("&Get CIFAR-10…"))),
      m_cifar10Folder(cifar10Folder) {
    body()->addLayout(m_rows);
    setupFields();
    connect(m_kind, &QComboBox::currentIndexChanged, this, &DataPage::kindChanged);
    connect(m_folder, &PathField::changed, this, [this] { refresh(); });
    connect(m_getCifar10, &QPushButton::clicked, this, &DataPage::cifar10Requested);
    showFields();
    refresh();
}

void DataPage::setupFields() {
    auto* form = new OptionsForm(m_rows);
    m_kind = form->addChoice(
        {"dataKind", tr("&Data set"), tr("What kind of images the network classifies.")},
        {{tr("Fashion-MNIST, as installed"), FashionMnist},
         {tr("CIFAR-10, binary version"), Cifar10},
         {tr("Folder of JPEG and PNG images"), Images},
         {tr("IDX files, as MNIST's"), Idx}},
        FashionMnist);
    form->addField({"dataFolder", tr("&Folder"),
                    tr("The folder that holds the files; for images, train and test (or val) with "
                       "one folder a class in each.")},
                   m_folder);
    m_folder->setNames(QStringLiteral("dataFolder"), tr("Folder of the images"));
    m_sides.addAll(*form);
    for (const char* key : {"resize", "crop"}) {
        auto* side = static_cast<QSpinBox*>(m_sides.widget(key));
        side->setSpecialValueText(tr("as it is"));
        side->setSuffix(tr(" pixels"));
    }
    m_getCifar10->setObjectName(QStringLiteral("getCifar10"));
    m_getCifar10->setToolTip(
        tr("Downloads 170 MB from CIFAR-10's home page into your data folder, in the background."));
    m_getCifar10->setAutoDefault(false);
    m_rows->addRow(QString(), m_getCifar10);
    connect(form, &OptionsForm::changed, this, [this] { refresh(); });
}

void DataPage::showFields() {
    m_rows->setRowVisible(m_folder, kind() != FashionMnist);
    for (const char* key : {"resize", "crop"}) {
        m_rows->setRowVisible(m_sides.widget(key), kind() == Images);
    }
    m_rows->setRowVisible(m_getCifar10, kind() == Cifar10);
}

void DataPage::kindChanged() {
    if (kind() == Cifar10 && m_folder->path().isEmpty()) {
        m_folder->setPath(m_cifar10Folder);
    }
    showFields();
}

DataPage::Kind DataPage::kind() const {
    return static_cast<Kind>(m_kind->currentData().toInt());
}

QString DataPage::data() const {
    return kind() == FashionMnist ? QStringLiteral("fashion-mnist") : m_folder->path();
}

ImageFolderOptions DataPage::images() const {
    return kind() == Images ? m_sides.options() : ImageFolderOptions{};
}

void DataPage::setCifar10Folder(const QString& folder) {
    m_cifar10Folder = folder;
    m_kind->setCurrentIndex(m_kind->findData(Cifar10));
    m_folder->setPath(folder);
}

QString DataPage::problem() const {
    if (kind() == FashionMnist) {
        return {};
    }
    const QString path = m_folder->path();
    if (path.isEmpty()) {
        return tr("Give the folder of the images.");
    }
    if (!QFileInfo(path).isDir()) {
        return tr("There is no folder %1.").arg(path);
    }
    const std::string folder = path.toStdString();
    if (kind() == Cifar10 && !holdsCifar(folder)) {
        return tr("This folder has no test_batch.bin and no data_batch_1.bin.");
    }
    if (kind() == Images && !holdsImageFolder(folder)) {
        return tr("This folder has no folder train, test or val.");
    }
    if (kind() == Idx && !holdsIdx(folder)) {
        return tr("This folder has no files *-images-idx3-ubyte or *-images-idx3-ubyte.gz.");
    }
    const ImageFolderOptions sides = images();
    return sides.resize > 0 && sides.crop > sides.resize
               ? tr("A crop of %1 pixels does not fit into images resized to %2.")
                     .arg(sides.crop)
                     .arg(sides.resize)
               : QString();
}

QString DataPage::summary() const {
    if (kind() == FashionMnist) {
        return tr("60,000 training and 10,000 test images of clothing, 28 × 28 pixels.");
    }
    return kind() == Images && images().resize == 0 && images().crop == 0
               ? tr("Without resizing and cropping the images must be of one size.")
               : QString();
}

}  // namespace secateur
