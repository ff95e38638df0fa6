#pragma once

#include "ui/dialogs/new_study_choices.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/workspace/opened.h"

namespace secateur {

class ImagesSection;
class NetworkSection;
class StudyFileSection;

/// The sheet of a new study: a network, its images, a file. What is chosen, or dropped on it, fills
/// in the rest: the network that a checkpoint holds, what images there are, a free name, how long
/// the first measurement takes; and whether they fit each other is said before anything is made. It
/// makes nothing; whoever opened it acts on request() when it is accepted.
class NewStudyDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit NewStudyDialog(const NewStudyChoices& choices, QWidget* parent = nullptr);

    /// Why it was opened, if nobody asked for it: stands above the rest.
    void setRemark(const QString& text);
    void setNetwork(const QString& checkpoint);
    /// An empty location: a folder, which is still to be named. `why` they were chosen, if the user
    /// has not.
    void setImages(const DataRequest& images, const QString& why = {});
    /// The user has chosen a network and no images: these were found near it, or else, where there
    /// are none at all, they are asked for. An empty path: nothing was found.
    void proposeImages(const QString& folder);
    /// CIFAR-10 has arrived: the images are taken from it.
    void setCifar10Folder(const QString& folder);

    /// Whether it is still being found out what was chosen.
    bool looking() const;
    StudyRequest request() const;
    /// Not before all is looked at: until then it waits, and then only where nothing is wrong.
    void accept() override;

 signals:
    /// "Get CIFAR-10…" was pressed. The sheet stays open.
    void cifar10Requested();
    void earlierWanted(const QString& study);
    void networkChosen(const QString& checkpoint);
    /// Files and folders were dropped on it.
    void dropped(const QStringList& paths);

 protected:
    QString problem() const override;
    QString summary() const override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

 private:
    void arrange();
    void choose();
    void compareBoth();
    QString firstLookText() const;

    const NewStudyChoices m_choices;
    NetworkSection* m_network;
    ImagesSection* m_images;
    StudyFileSection* m_file;
    std::shared_ptr<const Graph> m_seenNetwork;  ///< null: not known yet
    std::shared_ptr<const Dataset> m_seenImages;
    QString m_misfit;     ///< of these two
    bool m_grey = false;  ///< the network takes the images in grey
    double m_rate = 0.0;  ///< images a second of these; 0: not known
    bool m_accepting = false;
};

}  // namespace secateur
