#pragma once

#include <QGroupBox>
#include <QTimer>

#include "ui/dialogs/new_study_choices.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace secateur {

class NetworkFormFields;
class OptionsForm;
class PathField;

/// A part of the sheet of a new study.
class StudySection : public QGroupBox {
    Q_OBJECT

 public:
    /// What is missing or wrong, as a sentence; empty if nothing is.
    virtual QString problem() const = 0;
    /// What is worth knowing of the choice.
    virtual QString summary() const = 0;
    /// Whether it is still being found out what was chosen; changed() tells the end.
    virtual bool looking() const { return false; }

 signals:
    void changed();

 protected:
    explicit StudySection(const QString& title);
    OptionsForm* form() { return m_form; }
    QFormLayout* rows() { return m_rows; }
    QVBoxLayout* body() { return m_body; }  ///< the rows, and what is below them

 private:
    QFormLayout* m_rows;
    OptionsForm* m_form;
    QVBoxLayout* m_body;
};

/// Which network, and where its weights come from. A file is read as soon as it is chosen, and says
/// which network it holds.
class NetworkSection : public StudySection {
    Q_OBJECT

 public:
    /// `read` may be empty: then a file says nothing.
    NetworkSection(const std::vector<ModelChoice>& models, NetworkReader read);
    void setCheckpoint(const QString& path);
    /// Offers this study of the same network to go on with; empty: none.
    void offer(const QString& earlierStudy);
    QString model() const;       ///< empty: the one whose weights the file holds
    QString checkpoint() const;  ///< empty: random parameters
    NetworkForm checkpointForm() const;
    uint64_t seed() const;
    QString name() const;  ///< for the study's file: the network's, as far as it is known
    /// What the file holds, once it was read; else null.
    std::shared_ptr<const Graph> seen() const { return m_facts.graph; }
    QString digest() const { return m_facts.digest; }  ///< weightsDigest() of it
    QString problem() const override;
    QString summary() const override;
    bool looking() const override { return m_looking; }

 signals:
    void earlierWanted(const QString& study);
    /// Another file, which is there.
    void fileChosen(const QString& path);

 private:
    void addModels(OptionsForm& form, const std::vector<ModelChoice>& models);
    QString fileProblem() const;
    void choose();
    void read();
    void show(const NetworkFacts& facts);

    const NetworkReader m_read;
    PathField* m_file;
    QLabel* m_about;
    QPushButton* m_earlier;
    QString m_earlierStudy;
    QCheckBox* m_random;
    QComboBox* m_models;
    QSpinBox* m_seed;
    NetworkFormFields* m_form;
    NetworkRequest m_request;
    NetworkFacts m_facts;  ///< of m_request, or, until that is read, of the same file
    QTimer m_delay;        ///< while one types, nothing is read
    bool m_looking = false;
};

/// Where what is measured goes, and what is measured at once.
class StudyFileSection : public StudySection {
    Q_OBJECT

 public:
    StudyFileSection(const QString& folder, int64_t firstLook);
    QString path() const;       ///< empty: in memory
    int64_t firstLook() const;  ///< test images; 0: none
    /// Whether there is something to measure at once: random parameters have nothing to say.
    void setMeasurable(bool measurable);
    /// Tries whether the file can be made, with its folder; where it cannot, problem() says why.
    bool claim();
    /// A name that is free, as long as the user has not chosen one.
    void suggest(const QString& baseName);
    QString problem() const override;
    QString summary() const override;

 private:
    const QString m_folderForNew;
    QString m_suggestedName;
    QString m_suggested;
    QString m_refused;  ///< a path that claim() could not make
    QString m_whyRefused;
    PathField* m_file;
    QCheckBox* m_inMemory;
    QSpinBox* m_firstLook;
};

}  // namespace secateur
