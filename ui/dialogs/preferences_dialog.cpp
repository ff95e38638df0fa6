#include "ui/dialogs/preferences_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QSpinBox>
#include <QThread>
#include <algorithm>

#include "ui/dialogs/options_form.h"
#include "ui/dialogs/path_field.h"

namespace secateur {

namespace {

constexpr int kMostImages = 1'000'000;
constexpr int kMostMegabytes = 1'000'000;
constexpr int kMostGigabytes = 100'000;

}  // namespace

PreferencesDialog::PreferencesDialog(const Preferences& preferences,
                                     const std::vector<std::pair<QString, int>>& schemes,
                                     int scheme,
                                     const std::vector<std::pair<QString, QString>>& languages,
                                     QWidget* parent)
    : OptionsDialog(tr("Preferences"), tr("Keep"), parent),
      m_folder(new PathField(PathField::Kind::Folder, tr("Folder of studies"), {})) {
    OptionsForm* form = addForm();
    m_threads = form->addCount({"threads", tr("&Threads"),
                                tr("Of evaluations, sweeps and trainings. Fewer leave cores to "
                                   "other programs.")},
                               0, 4 * QThread::idealThreadCount(), preferences.threads);
    m_threads->setSpecialValueText(tr("one a core (%1)").arg(QThread::idealThreadCount()));
    m_measure = form->addCheck({"measureAtOpening", tr("&Measure a network that has no result yet"),
                                tr("When its study is opened, on the images below.")},
                               preferences.measureAtOpening);
    m_firstLook = form->addCount(
        {"firstLookImages", tr("&First look, images"),
         tr("Test images that such a network is measured on; all are measured with F5.")},
        1, kMostImages, preferences.firstLookImages);
    m_sweep = form->addCount({"sweepImages", tr("S&weep, images"),
                              tr("Held-out images that the dialog of sweeps proposes.")},
                             0, kMostImages, preferences.sweepImages);
    m_sweep->setSpecialValueText(tr("all"));
    m_launcher = form->addText(
        {"launcher", tr("Launc&her"),
         tr("How Run, Run elsewhere starts a command on other machines, with {command} where the "
            "command goes, or {quoted} where it goes as one word, for another shell: ssh server "
            "{quoted}, or srun --ntasks 8 {command}")},
        preferences.launcher);
    m_cache = form->addCount({"cacheMegabytes", tr("&Images kept in memory, MB"),
                              tr("Of folders of images: what is read again is not decoded again.")},
                             0, kMostMegabytes, preferences.cacheMegabytes);
    m_disk = form->addCount(
        {"diskGigabytes", tr("Images kept on &disk, GB"),
         tr("More of them, in a file in $TMPDIR, else /var/tmp, for data sets that are opened from "
            "now on; it is gone with the program.")},
        0, kMostGigabytes, preferences.diskGigabytes);
    form->addField({"studyFolder", tr("Folder of &studies"),
                    tr("Where studies are made: those that get no name, and what File, New study "
                       "proposes.")},
                   m_folder);
    m_folder->setNames(QStringLiteral("studyFolder"), tr("Folder of studies"));
    m_folder->setPath(preferences.studyFolder.isEmpty() ? defaultStudyFolder()
                                                        : preferences.studyFolder);
    std::vector<OptionsForm::Choice> choices;
    for (const auto& [text, value] : schemes) {
        choices.push_back({text, value});
    }
    m_scheme = form->addChoice({"colours", tr("&Colours"), tr("Of the window; exports are light.")},
                               choices, scheme);
    addSizes(*form, preferences.sizes);
    addLanguages(*form, languages, preferences.language);
    connect(m_folder, &PathField::changed, form, &OptionsForm::changed);
    refresh();
}

void PreferencesDialog::addSizes(OptionsForm& form, SizeUnit chosen) {
    m_sizes = form.addChoice(
        {"sizes", tr("Si&zes in"),
         tr("Of networks and their weights, in the window and in what it exports, from now on. A "
            "megabyte is a million bytes, a mebibyte is 1,048,576. Columns of bytes in CSV stay "
            "bytes.")},
        {{tr("megabytes (MB)"), static_cast<int>(SizeUnit::Megabyte)},
         {tr("mebibytes (MiB)"), static_cast<int>(SizeUnit::Mebibyte)}},
        static_cast<int>(chosen));
}

void PreferencesDialog::addLanguages(OptionsForm& form,
                                     const std::vector<std::pair<QString, QString>>& languages,
                                     const QString& chosen) {
    std::vector<OptionsForm::Choice> choices;
    for (const auto& [text, code] : languages) {
        choices.push_back({text, static_cast<int>(m_codes.size())});
        m_codes << code;
    }
    m_language = form.addChoice(
        {"language", tr("&Language"), tr("Of the window, from the next start of the program on.")},
        choices, std::max(0, static_cast<int>(m_codes.indexOf(chosen))));
}

Preferences PreferencesDialog::chosen() const {
    Preferences chosen;
    chosen.threads = m_threads->value();
    chosen.measureAtOpening = m_measure->isChecked();
    chosen.firstLookImages = m_firstLook->value();
    chosen.sweepImages = m_sweep->value();
    chosen.launcher = m_launcher->text().trimmed();
    chosen.cacheMegabytes = m_cache->value();
    chosen.diskGigabytes = m_disk->value();
    const QString folder = m_folder->path();
    chosen.studyFolder = folder == defaultStudyFolder() ? QString() : folder;
    chosen.sizes = static_cast<SizeUnit>(m_sizes->currentData().toInt());
    chosen.language = m_codes.at(m_language->currentData().toInt());
    return chosen;
}

int PreferencesDialog::scheme() const {
    return m_scheme->currentData().toInt();
}

QString PreferencesDialog::problem() const {
    const QString launcher = m_launcher->text();
    if (!launcher.trimmed().isEmpty() && !isLauncher(launcher)) {
        return tr("The launcher has neither {command} nor {quoted}.");
    }
    const QFileInfo folder(m_folder->path());
    return folder.exists() && !folder.isDir() ? tr("%1 is no folder.").arg(folder.filePath())
                                              : QString();
}

QString PreferencesDialog::summary() const {
    return tr(
        "Units and colours hold at once, the language from the next start on, the rest from "
        "the next stage and study on.");
}

}  // namespace secateur
