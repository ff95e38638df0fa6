#include "ui/shell/file_actions.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMainWindow>
#include <QStatusBar>
#include <algorithm>

#include "core/stages/network_source.h"
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

/// Where a study that nobody has named is kept, so that nothing measured is lost.
QString unnamedStudyPath(const QString& checkpoint) {
    return QStringLiteral("%1/%2-%3.secateur")
        .arg(studyFolder(), QFileInfo(checkpoint).completeBaseName(),
             QDateTime::currentDateTime().toString("yyyyMMdd-HHmmss"));
}

/// The networks that came into the study from outside.
QStringList rootsOf(const StudySnapshot& snapshot) {
    QStringList digests;
    for (const Variant& variant : snapshot.variants) {
        if (!variant.parent) {
            digests << QString::fromStdString(variant.digest);
        }
    }
    return digests;
}

}  // namespace

FileActions::FileActions(const Actions& actions, Workspace& workspace,
                         const QString& shippedCheckpoint, QMainWindow& window)
    : m_workspace(workspace), m_shippedCheckpoint(shippedCheckpoint), m_window(window) {
    connect(actions.newStudy, &QAction::triggered, this, &FileActions::newStudy);
    connect(actions.open, &QAction::triggered, this, &FileActions::chooseFile);
    connect(actions.openData, &QAction::triggered, this, &FileActions::chooseData);
    connect(actions.getCifar10, &QAction::triggered, this, &FileActions::getCifar10);
    connect(
        &workspace, &Workspace::networkMisfits, this,
        [this](const QString& path, const QString& why) {
            const bool opened = openInNewStudy(path, {});
            emit noticed((opened ? tr("%1 has a study of its own: %2") : tr("%1 is not opened: %2"))
                             .arg(QFileInfo(path).fileName(), why));
        });
    connect(&workspace, &Workspace::studyOpened, this, [this] {
        if (const std::string& path = m_workspace.study()->path(); !path.empty()) {
            addRecentFile(QString::fromStdString(path));  // also one that was just made
        }
    });
    connect(&workspace, &Workspace::snapshotChanged, this, &FileActions::showSnapshot);
}

void FileActions::openSample() {
    m_workspace.openDefault(defaultStudyPath(), m_shippedCheckpoint);
}

void FileActions::openPaths(const QStringList& paths) {
    const auto firstOf = [&](PathKind kind) {
        const auto found = std::find_if(paths.begin(), paths.end(),
                                        [kind](const QString& p) { return pathKind(p) == kind; });
        return found == paths.end() ? QString() : *found;
    };
    const QString study = firstOf(PathKind::Study);
    const QString network = firstOf(PathKind::Checkpoint);
    const QString folder = firstOf(PathKind::DataFolder);
    if (study.isEmpty() && !network.isEmpty() && (!folder.isEmpty() || !m_workspace.study())) {
        DataRequest images = m_workspace.study() ? DataRequest() : m_workspace.dataRequest();
        if (!folder.isEmpty()) {
            images = {folder, {}};
        }
        openInNewStudy(network, images);
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
                openInNewStudy(path, m_workspace.dataRequest());
            }
            break;
        default:
            m_workspace.openData({path, {}});
            if (!m_workspace.study()) {
                emit noticed(tr("The images of %1 are open. Now open the network.").arg(path));
            }
    }
}

bool FileActions::isOpen(const QString& study) const {
    const auto open = m_workspace.study();
    return open && !open->following() &&  // whose owner may have ended
           QFileInfo(QString::fromStdString(open->path())) == QFileInfo(study);
}

/// Quick: no values are read.
void FileActions::readWeights(const QString& path,
                              std::function<void(const std::vector<WeightsChoice>&)> done) {
    m_workspace.jobs().submit<std::vector<WeightsChoice>>(
        {tr("Open %1").arg(path), JobLane::Io, {}, true},
        [path](const RunContext&) { return weightsChoices(path.toStdString()); }, this,
        [done = std::move(done)](const std::vector<WeightsChoice>& weights) { done(weights); });
}

void FileActions::openNetwork(const QString& path, bool ask,
                              std::function<void(const NetworkRequest&)> open) {
    readWeights(path, [this, path, ask, open](const std::vector<WeightsChoice>& weights) {
        if (!ask && weights.empty()) {
            open({path, {}, {}});
            return;
        }
        auto* dialog = new OpenNetworkDialog(path, weights, modelChoices(), &m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [dialog, open] { open(dialog->request()); });
        dialog->open();
    });
}

void FileActions::addNetwork(const QString& path, bool ask) {
    openNetwork(path, ask,
                [this](const NetworkRequest& request) { m_workspace.openCheckpoint(request); });
}

bool FileActions::openInNewStudy(const QString& network, DataRequest images) {
    addRecentFile(network);
    if (images.location.isEmpty()) {
        images.location = QFileDialog::getExistingDirectory(
            &m_window, tr("Labelled images for %1").arg(QFileInfo(network).fileName()),
            QFileInfo(network).absolutePath());
        if (images.location.isEmpty()) {
            emit noticed(tr("%1 is not opened without images to measure it on.").arg(network));
            return false;
        }
    }
    openNetwork(network, false, [this, images](const NetworkRequest& from) {
        StudyRequest request;
        request.checkpoint = from.path;
        request.model = from.model;
        request.form = from.form;
        request.data = images;
        request.path = unnamedStudyPath(from.path);
        request.unnamed = true;
        m_offering = true;
        m_workspace.createStudy(request);
    });
    return true;
}

/// What was made of a network before is found again, whatever its file was called then.
void FileActions::showSnapshot() {
    const auto snapshot = m_workspace.snapshot();
    const QString study = QString::fromStdString(m_workspace.study()->path());
    if (study.isEmpty() || snapshot->variants.empty()) {
        return;
    }
    const QStringList roots = rootsOf(*snapshot);
    rememberNetworks(study, roots);
    if (!m_offering) {
        return;
    }
    m_offering = false;
    const QString earlier = otherStudyWith(roots.front(), study);
    if (earlier.isEmpty()) {
        return;
    }
    addRecentFile(earlier);
    const QString known = recentStudy(earlier).description;
    emit noticed(tr("This is a new study. There is an earlier one of the same network, %1: "
                    "File, Open recent, goes on with it.")
                     .arg(known.isEmpty() ? earlier : tr("%1 (%2)").arg(earlier, known)));
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
    auto* dialog = new OpenDataDialog(m_workspace.dataRequest(), sampleReader(), &m_window);
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

SampleReader FileActions::sampleReader() {
    return [this](const DataRequest& request, QObject* receiver,
                  std::function<void(const ImageSamples&)> answer) {
        m_workspace.jobs().submit<ImageSamples>(
            {tr("Look at the images of %1").arg(request.location), JobLane::Io, {}, true},
            [request](const RunContext& run) { return readSamples(request, run); }, receiver,
            [answer = std::move(answer)](const ImageSamples& samples) { answer(samples); });
    };
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

void FileActions::newStudy() {
    NewStudyChoices choices;
    choices.models = modelChoices();
    const Cifar10Source cifar10 = cifar10Source();
    choices.cifar10Folder = QFileInfo::exists(cifar10.folder) ? cifar10.folder : QString();
    choices.studyFolder = studyFolder();
    choices.firstLook = preferences().measureAtOpening ? preferences().firstLookImages : 0;
    choices.readSamples = sampleReader();
    choices.readNetwork = networkReader();
    auto* dialog = new NewStudyDialog(choices, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewStudyDialog::cifar10Requested, this, &FileActions::getCifar10);
    connect(this, &FileActions::cifar10Ready, dialog, &NewStudyDialog::setCifar10Folder);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { m_workspace.createStudy(dialog->request()); });
    dialog->open();
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
