#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include "core/base/resources.h"
#include "ui/base/preferences.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr const char* kSource = "en";

/// Nothing where the file is missing: Qt's own may not be installed.
void install(const QString& name, const QString& folder) {
    auto* translator = new QTranslator(qApp);
    if (!translator->load(name, folder) || !QCoreApplication::installTranslator(translator)) {
        delete translator;
    }
}

QString folder() {
    return QString::fromStdString(resourcePath("translations"));
}

}  // namespace

QStringList languages() {
    QStringList codes{kSource};
    for (const QString& file : QDir(folder()).entryList({"secateur_*.qm"}, QDir::Files)) {
        codes << file.section('_', 1).section('.', 0, 0);
    }
    return codes;
}

QString languageName(const QString& code) {
    return code.isEmpty()    ? Text::tr("As the system")
           : code == kSource ? QLatin1String("English")  // as its speakers write it
                             : QLocale(code).nativeLanguageName();
}

QString languageOf(const QString& chosen, const QStringList& wanted) {
    const QStringList known = languages();
    for (const QString& code : QStringList{chosen} + wanted) {
        const QString language = code.section('-', 0, 0);
        if (known.contains(language)) {
            return language;
        }
    }
    return kSource;
}

QString setupLanguage() {
    const QString language = languageOf(preferences().language, QLocale::system().uiLanguages());
    // Numbers as the texts beside them: a system that speaks a third language sees English.
    QLocale::setDefault(language == kSource ? QLocale(QLocale::English, QLocale::UnitedStates)
                                            : QLocale(language));
    if (language != kSource) {
        install("qtbase_" + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        install("secateur_" + language, folder());
    }
    return language;
}

}  // namespace secateur
