#pragma once

#include <QObject>
#include <QStringList>
#include <functional>
#include <vector>

class QMainWindow;

namespace secateur {

struct Actions;
class Cifar10Fetch;
class Workspace;
struct WeightsChoice;

/// What comes in: studies, checkpoints, images. Asks for a path and hands it to the workspace.
class FileActions : public QObject {
    Q_OBJECT

 public:
    /// `shippedCheckpoint`: opened with Fashion-MNIST where nothing else is asked for.
    FileActions(const Actions& actions, Workspace& workspace, const QString& shippedCheckpoint,
                QMainWindow& window);

    /// Opens what the command line names; without anything the shipped network.
    void openAtStart(const QStringList& paths);
    /// A study, a checkpoint or a folder of images, told apart by content.
    void openPath(const QString& path);

 signals:
    void noticed(const QString& text);
    void failed(const QString& text);
    void cifar10Ready(const QString& folder);

 private:
    bool isOpen(const QString& study) const;
    /// `ask`: how it is read, even where it holds one set of weights only.
    void openNetwork(const QString& path, bool ask);
    void readWeights(const QString& path,
                     std::function<void(const std::vector<WeightsChoice>&)> done);
    void chooseFile();
    void chooseData();
    void newStudy();
    void getCifar10();

    Workspace& m_workspace;
    const QString m_shippedCheckpoint;
    QMainWindow& m_window;
    Cifar10Fetch* m_fetch = nullptr;
};

}  // namespace secateur
