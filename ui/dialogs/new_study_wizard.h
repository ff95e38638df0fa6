#pragma once

#include <QWizard>

#include "ui/dialogs/new_study_choices.h"
#include "ui/workspace/opened.h"

class QLabel;

namespace secateur {

class CheckpointPage;
class DataPage;
class NetworkPage;
class StudyFilePage;

/// Network, parameters, images, file: what a new study is made of. It reads nothing and makes
/// nothing; whoever opened it acts on request() when it is accepted.
class NewStudyWizard : public QWizard {
    Q_OBJECT

 public:
    explicit NewStudyWizard(const NewStudyChoices& choices, QWidget* parent = nullptr);

    StudyRequest request() const;
    /// CIFAR-10 has arrived: the data page takes it.
    void setCifar10Folder(const QString& folder);
    /// Of the checkpoint that checkpointChosen() has named.
    void setWeights(const QString& checkpoint, const std::vector<WeightsChoice>& weights);

 signals:
    void checkpointChosen(const QString& path);
    /// "Get CIFAR-10…" was pressed. The wizard stays open.
    void cifar10Requested();

 protected:
    void initializePage(int id) override;

 private:
    QWizardPage* makeSummaryPage();

    NetworkPage* m_model;
    CheckpointPage* m_checkpoint;
    DataPage* m_data;
    StudyFilePage* m_file;
    QLabel* m_summary;
    int m_filePage;
    int m_summaryPage;
};

}  // namespace secateur
