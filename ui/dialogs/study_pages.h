#pragma once

#include <QWizardPage>

#include "ui/dialogs/new_study_choices.h"

class QListWidget;
class QRadioButton;
class QSpinBox;
class QVBoxLayout;

namespace secateur {

class FeedbackLine;
class NetworkFormFields;
class PathField;
struct NetworkForm;
struct WeightsChoice;

/// A page that says inline what is missing; Next is enabled when nothing is.
class StudyPage : public QWizardPage {
    Q_OBJECT

 public:
    bool isComplete() const override;

 protected:
    StudyPage(const QString& title, const QString& subTitle);
    QVBoxLayout* body() { return m_body; }
    virtual QString problem() const = 0;
    virtual QString summary() const { return {}; }
    /// To be called when anything has changed.
    virtual void refresh();
    void initializePage() override;

 private:
    QVBoxLayout* m_body;
    FeedbackLine* m_feedback;
};

class NetworkPage : public StudyPage {
    Q_OBJECT

 public:
    explicit NetworkPage(const std::vector<ModelChoice>& models);
    QString model() const;

 protected:
    QString problem() const override;

 private:
    QListWidget* m_models;
};

class CheckpointPage : public StudyPage {
    Q_OBJECT

 public:
    CheckpointPage();
    QString checkpoint() const;  ///< empty: random parameters
    NetworkForm form() const;    ///< of the checkpoint
    uint64_t seed() const;
    /// Those of checkpoint().
    void setWeights(const std::vector<WeightsChoice>& weights);

 signals:
    /// Another file was chosen, which may hold several sets of weights.
    void checkpointChosen(const QString& path);

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    QRadioButton* m_fromFile;
    PathField* m_file;
    QRadioButton* m_random;
    QSpinBox* m_seed;
    NetworkFormFields* m_form;
};

class StudyFilePage : public StudyPage {
    Q_OBJECT

 public:
    explicit StudyFilePage(const QString& folder);
    QString path() const;  ///< empty: in memory
    /// A name that is free, as long as the user has not chosen one.
    void suggest(const QString& baseName);

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    const QString m_folderForNew;
    QString m_suggested;
    QRadioButton* m_inFile;
    PathField* m_file;
    QRadioButton* m_inMemory;
};

}  // namespace secateur
