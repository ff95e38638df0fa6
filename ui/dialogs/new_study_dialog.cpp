#include "ui/dialogs/new_study_dialog.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/stages/data_fit.h"
#include "ui/dialogs/images_section.h"
#include "ui/dialogs/study_sections.h"

namespace secateur {

NewStudyDialog::NewStudyDialog(const NewStudyChoices& choices, QWidget* parent)
    : OptionsDialog(tr("New study"), tr("&Create"), parent),
      m_firstLook(choices.firstLook),
      m_network(new NetworkSection(choices.models, choices.readNetwork)),
      m_images(new ImagesSection(choices.cifar10Folder, choices.readSamples)),
      m_file(new StudyFileSection(choices.studyFolder)) {
    auto* left = new QVBoxLayout;
    left->addWidget(m_network);
    left->addWidget(m_file);
    left->addStretch(1);
    auto* right = new QVBoxLayout;
    right->addWidget(m_images);
    right->addStretch(1);
    auto* columns = new QHBoxLayout;
    columns->addLayout(left, 1);
    columns->addLayout(right, 1);
    body()->addLayout(columns);
    for (const StudySection* section :
         std::initializer_list<const StudySection*>{m_network, m_images, m_file}) {
        connect(section, &StudySection::changed, this, &NewStudyDialog::choose);
    }
    connect(m_images, &ImagesSection::cifar10Requested, this, &NewStudyDialog::cifar10Requested);
    choose();
}

void NewStudyDialog::choose() {
    QStringList names{m_network->name(), QFileInfo(m_images->data()).fileName()};
    names.removeAll(QString());
    m_file->suggest(names.join(QLatin1Char(' ')));
    refresh();
    if (m_accepting && !looking()) {
        m_accepting = false;
        refresh();
        accept();
    }
}

bool NewStudyDialog::looking() const {
    return m_network->looking() || m_images->looking();
}

void NewStudyDialog::accept() {
    if (looking()) {
        m_accepting = true;
        refresh();
    } else if (problem().isEmpty()) {
        QDialog::accept();
    }
}

StudyRequest NewStudyDialog::request() const {
    return {.path = m_file->path(),
            .model = m_network->model(),
            .checkpoint = m_network->checkpoint(),
            .form = m_network->checkpointForm(),
            .data = {m_images->data(), m_images->images()},
            .seed = m_network->seed()};
}

void NewStudyDialog::setCifar10Folder(const QString& folder) {
    m_images->setCifar10Folder(folder);
}

QString NewStudyDialog::misfit() const {
    if (m_network->seen() == nullptr || m_images->seen() == nullptr) {
        return {};
    }
    try {
        requireFit(*m_network->seen(), *m_images->seen());
        return {};
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
}

QString NewStudyDialog::problem() const {
    for (const QString& problem : {m_network->problem(), m_images->problem(), misfit()}) {
        if (!problem.isEmpty()) {
            return problem;
        }
    }
    return m_file->problem();
}

QString NewStudyDialog::summary() const {
    if (m_accepting) {
        return tr("Made as soon as the network and the images were looked at…");
    }
    QStringList lines;
    if (m_firstLook > 0 && !m_network->checkpoint().isEmpty()) {
        lines << tr("Then evaluated on %1 test images (Edit, Preferences).")
                     .arg(countText(m_firstLook));
    }
    for (const QString& line : {m_network->summary(), m_images->summary(), m_file->summary()}) {
        if (!line.isEmpty()) {
            lines << line;
        }
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace secateur
