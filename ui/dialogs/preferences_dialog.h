#pragma once

#include "ui/base/preferences.h"
#include "ui/dialogs/options_dialog.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace secateur {

class PathField;

/// What the user prefers in every study; nothing is kept before it is accepted.
class PreferencesDialog : public OptionsDialog {
    Q_OBJECT

 public:
    /// `schemes`: the colours there are, by number; `scheme`: the one in use. `languages`: names
    /// and codes.
    PreferencesDialog(const Preferences& preferences,
                      const std::vector<std::pair<QString, int>>& schemes, int scheme,
                      const std::vector<std::pair<QString, QString>>& languages,
                      QWidget* parent = nullptr);

    Preferences chosen() const;
    int scheme() const;

 protected:
    QString problem() const override;
    QString summary() const override;

 private:
    void addSizes(OptionsForm& form, SizeUnit chosen);
    void addLanguages(OptionsForm& form, const std::vector<std::pair<QString, QString>>& languages,
                      const QString& chosen);

    QSpinBox* m_threads;
    QSpinBox* m_cache;
    QSpinBox* m_disk;
    QLineEdit* m_launcher;
    QCheckBox* m_measure;
    QSpinBox* m_firstLook;
    QSpinBox* m_sweep;
    PathField* m_folder;
    QComboBox* m_scheme;
    QComboBox* m_sizes;
    QComboBox* m_language;
    QStringList m_codes;  ///< of the languages, in the order of m_language
};

}  // namespace secateur
