#pragma once

#include "ui/dialogs/new_study_choices.h"
#include "ui/dialogs/options_dialog.h"
#include "ui/workspace/opened.h"

namespace secateur {

class ImagesSection;
class NetworkSection;
class StudyFileSection;

/// The sheet of a new study: a network, its images, a file. What is chosen fills in the rest: the
/// network that a checkpoint holds, what images there are, a free name; and whether they fit each
/// other is said before anything is made. It makes nothing; whoever opened it acts on request()
/// when it is accepted.
class NewStudyDialog : public OptionsDialog {
    Q_OBJECT

 public:
    explicit NewStudyDialog(const NewStudyChoices& choices, QWidget* parent = nullptr);

    StudyRequest request() const;
    /// Not before all is looked at: until then it waits, and then only where nothing is wrong.
    void accept() override;
    /// CIFAR-10 has arrived: the images are taken from it.
    void setCifar10Folder(const QString& folder);

 signals:
    /// "Get CIFAR-10…" was pressed. The sheet stays open.
    void cifar10Requested();

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    void choose();
    QString misfit() const;
    bool looking() const;

    const int64_t m_firstLook;
    NetworkSection* m_network;
    ImagesSection* m_images;
    StudyFileSection* m_file;
    bool m_accepting = false;
};

}  // namespace secateur
