#pragma once

#include <optional>

#include "core/data/dataset.h"
#include "ui/dialogs/image_samples.h"
#include "ui/dialogs/study_sections.h"

class QComboBox;
class QPushButton;

namespace secateur {

class ImageFields;
class SampleStrip;

/// Which images a new study is on.
class ImagesSection : public StudySection {
    Q_OBJECT

 public:
    ImagesSection(const QString& cifar10Folder, ImageReaders read);
    QString data() const;
    ImageFolderOptions images() const;
    /// Chooses these; an empty location: a folder, which is still to be named. `why` is said as
    /// long as they are chosen.
    void setImages(const DataRequest& images, const QString& why);
    /// Whether the user has chosen none: those of the program, or none at all.
    bool areOpen() const;
    /// The system's dialog for the folder.
    void browse();
    /// Chooses CIFAR-10 in this folder, when it has arrived.
    void setCifar10Folder(const QString& folder);
    /// Whether the network takes them in grey.
    void setGrey(bool grey);
    /// What was chosen, once it was looked at; else null.
    const ImageData* seen() const;
    QString problem() const override;
    QString summary() const override;
    bool looking() const override;

 signals:
    void cifar10Requested();

 protected:
    void showEvent(QShowEvent* event) override;

 private:
    enum Kind { FashionMnist, Cifar10, Images, Idx };
    Kind kind() const;
    void setupFields();
    void showFields();
    void kindChanged();
    void folderChanged();
    std::optional<Kind> heldKind() const;  ///< of the folder; none: of no kind that is read
    void choose();
    void look();
    QString folderProblem() const;

    QComboBox* m_kind;
    PathField* m_folder;
    ImageFields* m_images;
    QPushButton* m_getCifar10;
    SampleStrip* m_samples;
    QString m_cifar10Folder;
    bool m_chosen = false;
    QString m_suggested;
    QString m_why;  ///< m_suggested is chosen
};

}  // namespace secateur
