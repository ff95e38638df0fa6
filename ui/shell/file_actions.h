#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <functional>
#include <vector>

#include "ui/dialogs/new_study_choices.h"

class QMainWindow;

namespace secateur {

struct Actions;
class Cifar10Fetch;
class NewStudyDialog;
class Workspace;
struct StudyRequest;

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
    /// study; with a folder of images, or where none is open, the sheet of a new study is filled
    /// in.
    void openPaths(const QStringList& paths);
    /// A study, a checkpoint or a folder of images, told apart by content.
    void openPath(const QString& path);

 signals:
    void noticed(const QString& text);
    void failed(const QString& text);
    void cifar10Ready(const QString& folder);

 private:
    bool isOpen(const QString& study) const;
    /// To the open study. `ask`: how it is read, even where it holds one set of weights only.
    void addNetwork(const QString& path, bool ask);
    /// The first path of each kind; empty: there is none.
    struct Sorted {
        QString study;
        QString network;
        QString folder;
        QString remark;  ///< on what is not opened; empty: everything is
    };
    static Sorted sortPaths(const QStringList& paths);
    NewStudyDialog& sheet();
    void fillSheet(const QString& network, const QString& images);
    void findImages(const QString& network);
    void dropOnSheet(const QStringList& paths);
    void createStudy(const StudyRequest& request);
    void rememberRoots();
    ImageReaders imageReaders();
    NetworkReader networkReader();
    RateReader rateReader();
    void chooseData();
    void getCifar10();

    Workspace& m_workspace;
    const QString m_shippedCheckpoint;
    QMainWindow& m_window;
    Cifar10Fetch* m_fetch = nullptr;
    QPointer<NewStudyDialog> m_sheet;
};

}  // namespace secateur
