#include "ui/shell/file_actions.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMainWindow>
#include <QMap>
#include <QStatusBar>
#include <algorithm>

#include "core/base/error.h"
#include "core/data/data_folder.h"
#include "core/stages/network_source.h"
#include "core/stages/tried_rate.h"
#include "ui/base/preferences.h"
#include "ui/dialogs/image_samples.h"
#include "ui/dialogs/new_study_dialog.h"
#include "ui/dialogs/open_data_dialog.h"
#include "ui/dialogs/open_network_dialog.h"
#include "ui/download/cifar10_fetch.h"
#include "ui/shell/actions.h"
#include "ui/shell/download_bar.h"
#include "ui/shell/known_networks.h"
#include "ui/shell/opened_path.h"
#include "ui/shell/recent_files.h"
#include "ui/workspace/workspace.h"

namespace secateur {

namespace {

QString defaultStudyPath() {
    return studyFolder() + "/fashion-mnist.secateur";
}

/// The networks that came into the study from outside, by Variant::digest.
QMap<QString, int64_t> rootsOf(const StudySnapshot& snapshot) {
    QMap<QString, int64_t> roots;
    for (const Variant& variant : snapshot.variants) {
        if (!variant.parent) {
            roots.insert(QString::fromStdString(variant.digest), variant.id);
        }
    }
    return roots;
}

/// A stage runs or waits, for which others wait.
bool isWorking(const JobManager& jobs) {
    const std::vector<JobInfo> all = jobs.jobs();
    return std::ranges::any_of(all, [](const JobInfo& job) { return !job.finished(); });
}

}  // namespace

FileActions::FileActions(const Actions& actions, Workspace& workspace,
                         const QString& shippedCheckpoint, QMainWindow& window)
    : m_workspace(workspace), m_shippedCheckpoint(shippedCheckpoint), m_window(window) {
    connect(actions.newStudy, &QAction::triggered, this, &FileActions::newStudy);
    connect(actions.open, &QAction::triggered, this, &FileActions::chooseFile);
    connect(actions.openData, &QAction::triggered, this, &FileActions::chooseData);
    connect(actions.getCifar10, &QAction::triggered, this, &FileActions::getCifar10);
    connect(&workspace, &Workspace::networkMisfits, this,
            [this](const QString& path, const QString& why) {
                fillSheet(path, {});
                m_sheet->setRemark(tr("%1 does not join the open study: %2 A study of its own?")
                                       .arg(QFileInfo(path).fileName(), why));
            });
    connect(&workspace, &Workspace::studyOpened, this, [this] {
        if (const std::string& path = m_workspace.study()->path(); !path.empty()) {
            addRecentFile(QString::fromStdString(path));  // also one that was just made
        }
    });
    connect(&workspace, &Workspace::snapshotChanged, this, &FileActions::rememberRoots);
}

void FileActions::openSample() {
    m_workspace.openDefault(defaultStudyPath(), m_shippedCheckpoint);
}

FileActions::Sorted FileActions::sortPaths(const QStringList& paths) {
    Sorted sorted;
    const auto take = [&sorted](QString& place, const QString& path) {
        if (place.isEmpty()) {
            place = path;
        } else {
            sorted.remark = tr("One of a kind is taken, and %1 is not: %2 is.").arg(path, place);
        }
    };
    for (const QString& path : paths) {
        if (const QString problem = whyNotOpened(path); !problem.isEmpty()) {
            sorted.remark = problem;
        } else if (pathKind(path) == PathKind::Study) {
            take(sorted.study, path);
        } else {
            take(pathKind(path) == PathKind::Checkpoint ? sorted.network : sorted.folder, path);
        }
    }
    return sorted;
}

void FileActions::openPaths(const QStringList& paths) {
    const auto [study, network, folder, remark] = sortPaths(paths);
    const bool ofItsOwn = !m_workspace.study() || (!network.isEmpty() && !folder.isEmpty());
    if (study.isEmpty() && ofItsOwn && !(network.isEmpty() && folder.isEmpty())) {
        fillSheet(network, folder);
        m_sheet->setRemark(remark);
        return;
    }
    if (study.isEmpty() || isOpen(study)) {
        for (const QString& path : paths) {
            openPath(path);
        }
        return;
    }
    openPath(study);
    QStringList inStudy = paths;
    inStudy.removeAll(study);
    // Queued: after the study's own images, which these are instead of.
    connect(
        &m_workspace, &Workspace::studyOpened, this,
        [this, inStudy] {
            for (const QString& path : inStudy) {
                openPath(path);
            }
        },
        Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

void FileActions::openPath(const QString& path) {
    const QString problem = whyNotOpened(path);
    if (!problem.isEmpty()) {
        emit failed(problem);
        return;
    }
    addRecentFile(path);
    switch (pathKind(path)) {
        case PathKind::Study:
            if (isOpen(path)) {
                emit noticed(tr("%1 is open.").arg(path));
                return;
            }
            m_workspace.openStudy(path);
            break;
        case PathKind::Checkpoint:
            if (m_workspace.study()) {
                addNetwork(path, false);
            } else {
                fillSheet(path, {});
            }
            break;
        default:
            if (m_workspace.study()) {
                m_workspace.openData({path, {}});
            } else {
                fillSheet({}, path);
            }
    }
}

bool FileActions::isOpen(const QString& study) const {
    const auto open = m_workspace.study();
    return open && !open->following() &&  // whose owner may have ended
           QFileInfo(QString::fromStdString(open->path())) == QFileInfo(study);
}

/// Which weights it holds is read first, which is quick: no values are.
void FileActions::addNetwork(const QString& path, bool ask) {
    m_workspace.jobs().submit<std::vector<WeightsChoice>>(
        {tr("Open %1").arg(path), JobLane::Io, {}, true},
        [path](const RunContext&) { return weightsChoices(path.toStdString()); }, this,
        [this, path, ask](const std::vector<WeightsChoice>& weights) {
            if (!ask && weights.empty()) {
                m_workspace.openCheckpoint({path, {}, {}});
                return;
            }
            auto* dialog = new OpenNetworkDialog(path, weights, modelChoices(), &m_window);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this,
                    [this, dialog] { m_workspace.openCheckpoint(dialog->request()); });
            dialog->open();
        });
}

NewStudyDialog& FileActions::sheet() {
    if (m_sheet) {
        return *m_sheet;
    }
    NewStudyChoices choices;
    choices.models = modelChoices();
    const Cifar10Source cifar10 = cifar10Source();
    choices.cifar10Folder = QFileInfo::exists(cifar10.folder) ? cifar10.folder : QString();
    choices.studyFolder = studyFolder();
    choices.firstLook = usualFirstLook();
    choices.readImages = imageReaders();
    choices.readNetwork = networkReader();
    choices.tryRate = rateReader();
    choices.earlierStudy = studyWith;
    choices.isWorking = [this] { return isWorking(m_workspace.jobs()); };
    m_sheet = new NewStudyDialog(choices, &m_window);
    m_sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_sheet, &NewStudyDialog::cifar10Requested, this, &FileActions::getCifar10);
    connect(this, &FileActions::cifar10Ready, m_sheet, &NewStudyDialog::setCifar10Folder);
    connect(m_sheet, &NewStudyDialog::networkChosen, this, &FileActions::findImages);
    // Queued: what a drop leads to may close the window that it is on.
    connect(m_sheet, &NewStudyDialog::dropped, this, &FileActions::dropOnSheet,
            Qt::QueuedConnection);
    connect(m_sheet, &NewStudyDialog::earlierWanted, this, [this](const QString& study) {
        m_sheet->reject();
        openPath(study);
    });
    connect(m_sheet, &QDialog::accepted, this, [this] { createStudy(m_sheet->request()); });
    m_sheet->open();
    return *m_sheet;
}

/// Either may be empty.
void FileActions::fillSheet(const QString& network, const QString& images) {
    const bool fresh = !m_sheet;
    NewStudyDialog& sheet = this->sheet();
    if (fresh || !images.isEmpty()) {
        sheet.setImages({images, {}});
    }
    if (!network.isEmpty()) {
        addRecentFile(network);
        sheet.setNetwork(network);
    }
}

void FileActions::findImages(const QString& network) {
    m_workspace.jobs().submit<QString>(
        {tr("Look for images near %1").arg(network), JobLane::Io, {}, true},
        [network](const RunContext&) {
            return QString::fromStdString(dataNear(network.toStdString()));
        },
        m_sheet, [sheet = m_sheet](const QString& found) { sheet->proposeImages(found); });
}

void FileActions::dropOnSheet(const QStringList& paths) {
    if (!m_sheet) {
        return;
    }
    const Sorted sorted = sortPaths(paths);
    if (sorted.study.isEmpty()) {
        fillSheet(sorted.network, sorted.folder);
        m_sheet->setRemark(sorted.remark);
    } else {
        m_sheet->reject();
        openPaths(paths);
    }
}

void FileActions::createStudy(const StudyRequest& request) {
    if (QFileInfo(request.data.location).isDir()) {
        addRecentFile(request.data.location);
    }
    m_workspace.createStudy(request);
}

/// So that the sheet offers this study to whoever opens such a network again, whatever its file is
/// called then.
void FileActions::rememberRoots() {
    const std::shared_ptr<Study> study = m_workspace.study();
    const QString path = QString::fromStdString(study->path());
    const QMap<QString, int64_t> roots = rootsOf(*m_workspace.snapshot());
    if (path.isEmpty() || study->following()) {
        return;
    }
    for (const QString& network : unknownNetworks(path, roots.keys())) {
        m_workspace.jobs().submit<QString>(
            {tr("Read the network"), JobLane::Io, {}, true},
            [study, variant = roots.value(network)](const RunContext&) {
                try {
                    return QString::fromStdString(weightsDigest(*study, variant));
                } catch (const Error&) {
                    return QString();  // what is wrong with it is said where it is looked at
                }
            },
            this,
            [path, network](const QString& weights) {
                if (!weights.isEmpty()) {
                    rememberNetwork(path, network, weights);
                }
            });
    }
}

void FileActions::chooseFile() {
    const QString path =
        QFileDialog::getOpenFileName(&m_window, tr("Open"), {},
                                     tr("Studies and networks (*.secateur *.onnx *.pth *.pt *.bin "
                                        "*.safetensors);;All files (*)"));
    if (path.isEmpty()) {
        return;
    }
    // An ONNX file leaves nothing to choose.
    if (m_workspace.study() && pathKind(path) == PathKind::Checkpoint &&
        !path.endsWith(QLatin1String(".onnx"), Qt::CaseInsensitive)) {
        addRecentFile(path);
        addNetwork(path, true);
    } else {
        openPath(path);
    }
}

void FileActions::chooseData() {
    auto* dialog = new OpenDataDialog(m_workspace.dataRequest(), imageReaders(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const DataRequest request = dialog->request();
        if (QFileInfo(request.location).isDir()) {
            addRecentFile(request.location);
        }
        m_workspace.openData(request);
    });
    dialog->open();
}

ImageReaders FileActions::imageReaders() {
    ImageReaders readers;
    readers.samples = [this](const DataRequest& request, QObject* receiver,
                             std::function<void(const ImageSamples&)> answer) {
        m_workspace.jobs().submit<ImageSamples>(
            {tr("Look at the images of %1").arg(request.location), JobLane::Io, {}, true},
            [request](const RunContext& run) { return readSamples(request, run); }, receiver,
            [answer = std::move(answer)](const ImageSamples& samples) { answer(samples); });
    };
    readers.constants = [this](const DataRequest& request, bool grey, QObject* receiver,
                               std::function<void(const Normalisation&)> answer) {
        const JobLane lane = isWorking(m_workspace.jobs()) ? JobLane::Io : JobLane::Compute;
        m_workspace.jobs().submit<Normalisation>(
            {tr("Find the normalisation of %1").arg(request.location), lane, {}, true},
            [request, grey](const RunContext&) { return readConstants(request, grey); }, receiver,
            [answer = std::move(answer)](const Normalisation& constants) { answer(constants); });
    };
    return readers;
}

NetworkReader FileActions::networkReader() {
    return [this](const NetworkRequest& request, QObject* receiver,
                  std::function<void(const NetworkFacts&)> answer) {
        m_workspace.jobs().submit<NetworkFacts>(
            {tr("Look at %1").arg(request.path), JobLane::Io, {}, true},
            [request](const RunContext& run) { return readNetworkFacts(request, run); }, receiver,
            [answer = std::move(answer)](const NetworkFacts& facts) { answer(facts); });
    };
}

RateReader FileActions::rateReader() {
    return [this](const std::shared_ptr<const Graph>& network, const ImageData& images,
                  QObject* receiver, std::function<void(double)> answer) {
        const JobId job = m_workspace.jobs().submit<double>(
            {tr("Try the network"), JobLane::Compute, {}, true},
            [network, images](const RunContext& run) {
                try {
                    return triedRate(*network, images, run);
                } catch (const Error&) {
                    return 0.0;  // what is wrong with it is said when the study is made
                }
            },
            receiver, [answer = std::move(answer)](double rate) { answer(rate); });
        // The measurement that it foretells is not to wait for it.
        connect(receiver, &QObject::destroyed, this,
                [this, job] { m_workspace.jobs().cancel(job); });
    };
}

void FileActions::newStudy() {
    sheet();
}

void FileActions::getCifar10() {
    if (m_fetch != nullptr) {
        return;
    }
    m_fetch = new Cifar10Fetch(m_workspace.jobs(), this);
    auto* bar = new DownloadBar(tr("CIFAR-10"), &m_window);
    m_window.statusBar()->addPermanentWidget(bar);
    const auto end = [this, bar] {
        m_fetch->deleteLater();
        m_fetch = nullptr;
        bar->deleteLater();
    };
    connect(bar, &DownloadBar::cancelRequested, m_fetch, &Cifar10Fetch::cancel);
    connect(m_fetch, &Cifar10Fetch::progress, bar, &DownloadBar::setProgress);
    connect(m_fetch, &Cifar10Fetch::cancelled, this, end);
    connect(m_fetch, &Cifar10Fetch::failed, this, [this, end](const QString& text) {
        emit failed(text);
        end();
    });
    connect(m_fetch, &Cifar10Fetch::ready, this, [this, end](const QString& folder) {
        emit noticed(tr("CIFAR-10 is in %1. Make a study of it with File, New study.").arg(folder));
        emit cifar10Ready(folder);
        end();
    });
    m_fetch->start();
}

}  // namespace secateur
