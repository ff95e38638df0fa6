#pragma once

#include "core/data/dataset.h"
#include "ui/dialogs/image_samples.h"
#include "ui/dialogs/study_pages.h"

class QComboBox;
class QFormLayout;
class QPushButton;

namespace secateur {

class ImageFields;
class SampleStrip;

/// Which images a new study is on.
class DataPage : public StudyPage {
    Q_OBJECT

 public:
    DataPage(const QString& cifar10Folder, SampleReader readSamples);
    QString data() const;
    ImageFolderOptions images() const;
    /// Chooses CIFAR-10 in this folder, when it has arrived.
    void setCifar10Folder(const QString& folder);

 signals:
    void cifar10Requested();

 protected:
    QString problem() const override;
    QString summary() const override;
    void refresh() override;
    void showEvent(QShowEvent* event) override;

 private:
    enum Kind { FashionMnist, Cifar10, Images, Idx };
    Kind kind() const;
    void setupFields();
    void showFields();
    void kindChanged();
    void look();
    QString folderProblem() const;

    QFormLayout* m_rows;
    QComboBox* m_kind;
    PathField* m_folder;
    ImageFields* m_images;
    QPushButton* m_getCifar10;
    SampleStrip* m_samples;
    QString m_cifar10Folder;
};

}  // namespace secateur
