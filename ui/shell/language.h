#pragma once

#include <QString>
#include <QStringList>

namespace secateur {

/// Codes of the languages that the window speaks: "en", in which its texts are written, and those
/// whose translations come with the program ("ko").
QStringList languages();
/// As those write it who speak it; of an empty code: that the system chooses.
QString languageName(const QString& code);
/// The chosen one where the program has it, else the first of `wanted` (codes as QLocale's
/// uiLanguages(), best first) that it has, else "en".
QString languageOf(const QString& chosen, const QStringList& wanted);
/// Gives the application the texts and numbers of the language that was chosen (Preferences) or
/// that the system has, and says which. What was translated before keeps its language: call once,
/// before the first text.
QString setupLanguage();

}  // namespace secateur
