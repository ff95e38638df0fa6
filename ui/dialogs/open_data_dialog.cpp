#include "ui/dialogs/open_data_dialog.h"

#include <QFileInfo>

#include "ui/dialogs/image_fields.h"
#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"
#include "ui/dialogs/sample_strip.h"

namespace secateur {

namespace {

bool isFolder(const DataRequest& data) {
    return QFileInfo(data.location).isAbsolute();
}

}  // namespace

OpenDataDialog::OpenDataDialog(const DataRequest& start, ImageReaders read, QWidget* parent)
    : OptionsDialog(tr("Open images"), tr("Open"), parent),
      m_start(start),
      m_folder(new PathField(PathField::Kind::Folder, tr("Open a folder of labelled images"), {})),
      m_samples(new SampleStrip(std::move(read))) {
    OptionsForm* form = addForm();
    form->addField({"dataFolder", tr("&Folder"),
                    tr("IDX or CIFAR files, or images: train and test (or val) with one folder a "
                       "class in each.")},
                   m_folder);
    m_folder->setNames(QStringLiteral("dataFolder"), tr("Folder of the images"));
    connect(m_folder, &PathField::changed, form, &OptionsForm::changed);
    m_images = new ImageFields(*form);
    m_images->show(start.folder);
    if (isFolder(start)) {
        m_folder->setPath(start.location);
    }
    body()->addWidget(m_samples);
    connect(m_samples, &SampleStrip::constantsChanged, m_images, &ImageFields::showConstants);
    connect(form, &OptionsForm::changed, this, &OpenDataDialog::look);
    look();
    refresh();
}

void OpenDataDialog::look() {
    m_samples->ask(problem().isEmpty() ? request() : DataRequest());
}

DataRequest OpenDataDialog::request() const {
    return {m_folder->path().isEmpty() ? m_start.location : m_folder->path(), m_images->options()};
}

QString OpenDataDialog::problem() const {
    const QString location = request().location;
    if (location.isEmpty()) {
        return tr("Give the folder of the images.");
    }
    if (!m_folder->path().isEmpty() && !QFileInfo(location).isDir()) {
        return tr("There is no folder %1.").arg(location);
    }
    return m_images->problem();
}

QString OpenDataDialog::summary() const {
    return m_folder->path().isEmpty() ? tr("%1 again, read this way.").arg(m_start.location)
                                      : tr("What is measured next is measured on these images.");
}

}  // namespace secateur
