#include "ui/dialogs/new_study_dialog.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/error.h"
#include "core/stages/data_fit.h"
#include "ui/base/dropped_paths.h"
#include "ui/dialogs/images_section.h"
#include "ui/dialogs/study_sections.h"
#include "ui/jobs/job_text.h"

namespace secateur {

NewStudyDialog::NewStudyDialog(const NewStudyChoices& choices, QWidget* parent)
    : OptionsDialog(tr("New study"), tr("&Create"), parent),
      m_choices(choices),
      m_network(new NetworkSection(choices.models, choices.readNetwork)),
      m_images(new ImagesSection(choices.cifar10Folder, choices.readImages)),
      m_file(new StudyFileSection(choices.studyFolder, choices.firstLook)) {
    arrange();
    for (const StudySection* section :
         std::initializer_list<const StudySection*>{m_network, m_images, m_file}) {
        connect(section, &StudySection::changed, this, &NewStudyDialog::choose);
    }
    connect(m_images, &ImagesSection::cifar10Requested, this, &NewStudyDialog::cifar10Requested);
    connect(m_network, &NetworkSection::earlierWanted, this, &NewStudyDialog::earlierWanted);
    connect(m_network, &NetworkSection::fileChosen, this, &NewStudyDialog::networkChosen);
    setAcceptDrops(true);
    for (QLineEdit* field : findChildren<QLineEdit*>()) {
        field->setAcceptDrops(false);  // it would take an address for a text
    }
    choose();
}

void NewStudyDialog::arrange() {
    auto* left = new QVBoxLayout;
    left->addWidget(m_network);
    left->addWidget(m_file);
    left->addStretch(1);
    auto* right = new QVBoxLayout;
    right->addWidget(m_images);
    right->addStretch(1);
    QBoxLayout* columns = addRow();
    columns->addLayout(left, 1);
    columns->addLayout(right, 1);
}

void NewStudyDialog::setRemark(const QString& text) {
    setSubject(text);
}

void NewStudyDialog::setNetwork(const QString& checkpoint) {
    m_network->setCheckpoint(checkpoint);
}

void NewStudyDialog::setImages(const DataRequest& images, const QString& why) {
    m_images->setImages(images, why);
}

void NewStudyDialog::proposeImages(const QString& folder) {
    if (!m_images->areOpen()) {
        return;
    }
    if (!folder.isEmpty()) {
        setImages({folder, {}}, tr("These images were found near the network's file."));
    } else if (m_images->data().isEmpty()) {
        m_images->browse();
    }
}

void NewStudyDialog::setCifar10Folder(const QString& folder) {
    m_images->setCifar10Folder(folder);
}

void NewStudyDialog::choose() {
    QStringList names{m_network->name(), QFileInfo(m_images->data()).fileName()};
    names.removeAll(QString());
    m_file->suggest(names.join(QLatin1Char(' ')));
    m_file->setMeasurable(!m_network->checkpoint().isEmpty());
    m_network->offer(m_choices.earlierStudy && m_network->seen()
                         ? m_choices.earlierStudy(m_network->digest())
                         : QString());
    tryRate();
    refresh();
    if (m_accepting && !looking()) {
        m_accepting = false;
        refresh();
        accept();
    }
}

/// Once both are known, and again where one of them has changed.
void NewStudyDialog::tryRate() {
    const std::shared_ptr<const Graph> network = m_network->seen();
    const ImageData* images = m_images->seen();
    const bool both = network && images != nullptr && misfit().isEmpty();
    const std::shared_ptr<const Dataset> test = both ? images->test : nullptr;
    if (test == m_triedImages && (!both || network == m_triedNetwork)) {
        return;
    }
    m_triedNetwork = both ? network : nullptr;
    m_triedImages = test;
    m_rate = 0.0;
    if (both && m_choices.tryRate) {
        m_choices.tryRate(network, *images, this, [this, network, test](double rate) {
            if (network == m_triedNetwork && test == m_triedImages) {
                m_rate = rate;
                refresh();
            }
        });
    }
}

bool NewStudyDialog::looking() const {
    return m_network->looking() || m_images->looking();
}

void NewStudyDialog::accept() {
    if (looking()) {
        m_accepting = true;
        refresh();
    } else if (problem().isEmpty() && m_file->claim()) {
        QDialog::accept();
    }
}

StudyRequest NewStudyDialog::request() const {
    return {.path = m_file->path(),
            .model = m_network->model(),
            .checkpoint = m_network->checkpoint(),
            .form = m_network->checkpointForm(),
            .data = {m_images->data(), m_images->images()},
            .seed = m_network->seed(),
            .firstLook = m_file->firstLook()};
}

QString NewStudyDialog::misfit() const {
    if (!m_network->seen() || m_images->seen() == nullptr) {
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

QString NewStudyDialog::firstLookText() const {
    if (m_network->checkpoint().isEmpty()) {
        return {};
    }
    int64_t images = m_file->firstLook();
    if (images == 0) {
        return tr("Nothing is measured until you ask for it.");
    }
    if (m_images->seen() != nullptr) {
        images = std::min(images, m_images->seen()->test->size());
    }
    const QString count = countText(images);
    return m_rate > 0.0 ? tr("Evaluated at once on %1 test images: about %2.")
                              .arg(count, aboutDurationText(static_cast<double>(images) / m_rate))
                        : tr("Evaluated at once on %1 test images.").arg(count);
}

QString NewStudyDialog::summary() const {
    if (m_accepting) {
        return tr("Made as soon as the network and the images were looked at…");
    }
    QStringList lines;
    for (const QString& line :
         {firstLookText(), m_network->summary(), m_images->summary(), m_file->summary()}) {
        if (!line.isEmpty()) {
            lines << line;
        }
    }
    return lines.join(QLatin1Char('\n'));
}

void NewStudyDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void NewStudyDialog::dropEvent(QDropEvent* event) {
    emit dropped(droppedPaths(*event->mimeData()).local);
}

}  // namespace secateur
