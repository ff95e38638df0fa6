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
    connect(m_network, &StudySection::changed, this, &NewStudyDialog::choose);
    connect(m_images, &StudySection::changed, this, &NewStudyDialog::choose);
    connect(m_file, &StudySection::changed, this, &NewStudyDialog::refresh);
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

/// The network or the images are others.
void NewStudyDialog::choose() {
    QStringList names{m_network->name(), QFileInfo(m_images->data()).fileName()};
    names.removeAll(QString());
    m_file->suggest(names.join(QLatin1Char(' ')));
    m_file->setMeasurable(!m_network->checkpoint().isEmpty());
    const std::shared_ptr<const Graph> network = m_network->seen();
    const ImageData* images = m_images->seen();
    const std::shared_ptr<const Dataset> test = images != nullptr ? images->test : nullptr;
    if (network != m_seenNetwork || test != m_seenImages) {
        m_seenNetwork = network;
        m_seenImages = test;
        compareBoth();
    }
    refresh();
    if (m_accepting && !looking()) {
        m_accepting = false;
        refresh();
        accept();
    }
}

void NewStudyDialog::compareBoth() {
    m_network->offer(m_choices.earlierStudy && m_seenNetwork
                         ? m_choices.earlierStudy(m_network->digest())
                         : QString());
    m_misfit.clear();
    m_rate = 0.0;
    const bool both = m_seenNetwork && m_seenImages;
    m_grey = both && becomeGrey(*m_seenNetwork, *m_images->seen());
    if (both) {
        try {
            requireFit(*m_seenNetwork, *m_images->seen());
        } catch (const Error& error) {
            m_misfit = QString::fromStdString(error.what());
        }
        m_images->setGrey(m_grey);
    }
    if (both && m_misfit.isEmpty() && m_choices.tryRate) {
        m_choices.tryRate(m_seenNetwork, *m_images->seen(), this,
                          [this, network = m_seenNetwork, test = m_seenImages](double rate) {
                              if (network == m_seenNetwork && test == m_seenImages) {
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

QString NewStudyDialog::problem() const {
    for (const QString& problem : {m_network->problem(), m_images->problem(), m_misfit}) {
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
    if (m_choices.isWorking && m_choices.isWorking()) {
        return tr("Evaluated on %1 test images after the work that runs now.").arg(count);
    }
    return m_rate > 0.0 ? tr("Evaluated at once on %1 test images: about %2.")
                              .arg(count, aboutDurationText(static_cast<double>(images) / m_rate))
                        : tr("Evaluated at once on %1 test images.").arg(count);
}

QString NewStudyDialog::summary() const {
    if (m_accepting) {
        return tr("Made as soon as the network and the images were looked at…");
    }
    QStringList lines{
        firstLookText(),
        m_grey ? tr("The images are read in grey, for a network of one channel.") : QString(),
        m_network->summary(), m_images->summary(), m_file->summary()};
    lines.removeAll(QString());
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
