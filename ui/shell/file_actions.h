#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <vector>

#include "ui/dialogs/image_samples.h"
#include "ui/dialogs/network_facts.h"

class QMainWindow;

namespace secateur {

struct Actions;
class Cifar10Fetch;
class Workspace;
struct DataRequest;
struct NetworkRequest;
struct WeightsChoice;

/// What comes in: studies, checkpoints, images. Asks for a path and hands it to the workspace.
class FileActions : public QObject {
    Q_OBJECT

 public:
    /// `shippedCheckpoint`: the network of the sample.
    FileActions(const Actions& actions, Workspace& workspace, const QString& shippedCheckpoint,
                QMainWindow& window);

    /// The shipped network on Fashion-MNIST, in a study of its own.
    void openSample();
    void chooseFile();
    void newStudy();
    /// What the command line names, or what was dropped, in any order. A network joins the open
    /// study; with a folder of images, or where none is open, it gets a study of its own.
    void openPaths(const QStringList& paths);
    /// A study, a checkpoint or a folder of images, told apart by content.
    void openPath(const QString& path);

 signals:
    void noticed(const QString& text);
    void failed(const QString& text);
    void cifar10Ready(const QString& folder);

 private:
    bool isOpen(const QString& study) const;
    /// `ask`: how it is read, even where it holds one set of weights only.
    void openNetwork(const QString& path, bool ask,
                     std::function<void(const NetworkRequest&)> open);
    void addNetwork(const QString& path, bool ask);
    /// `images`: its location is empty where they are to be asked for; false: none were given.
    bool openInNewStudy(const QString& network, DataRequest images);
    void showSnapshot();
    void readWeights(const QString& path,
                     std::function<void(const std::vector<WeightsChoice>&)> done);
    SampleReader sampleReader();
    NetworkReader networkReader();
    void chooseData();
    void getCifar10();

    Workspace& m_workspace;
    const QString m_shippedCheckpoint;
    QMainWindow& m_window;
    Cifar10Fetch* m_fetch = nullptr;
    bool m_offering = false;  ///< an earlier study of the network that is being opened
};

}  // namespace secateur
