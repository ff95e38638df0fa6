#include "ui/dialogs/level_list.h"

#include <QLocale>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

#include "core/analysis/sweep_options.h"
#include "ui/base/translation.h"

#include "ui/base/translation.h"
namespace secateur {

namespace {

constexpr size_t kMostLevels = 100;

QString problemOf(const QString& word, bool isNumber, double level, PerturbationKind kind,
                  const std::vector<double>& known) {
    const bool bits = harderDownwards(kind);
    if (!isNumber) {
        return Text::tr("“%1” is not a number; write %2.")
            .arg(word, bits ? Text::tr("bits as 8 6 4") : Text::tr("shares as 0.3 0.5 0.7"));
    }
    if (!isLevel(kind, level)) {
        return (bits ? Text::tr("%1 is not a number of bits: a whole number from 2 to 8.")
                     : Text::tr("%1 is not a share: at least 0 and below 1, as 0.7 for 70 %."))
            .arg(word);
    }
    if (std::find(known.begin(), known.end(), level) != known.end()) {
        return Text::tr("%1 is there twice.").arg(word);
    }
    if (known.size() >= kMostLevels) {
        return Text::tr("These are more than %1 levels.").arg(kMostLevels);
    }
    return {};
}

}  // namespace

LevelList parseLevels(const QString& text, PerturbationKind kind) {
    static const QRegularExpression kSeparators(QStringLiteral("[\\s,;]+"));
    const bool bits = harderDownwards(kind);
    LevelList list;
    for (const QString& word : text.split(kSeparators, Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const double level = QLocale::c().toDouble(word, &isNumber);
        const QString problem = problemOf(word, isNumber, level, kind, list.levels);
        if (!problem.isEmpty()) {
            return {{}, problem};
        }
        list.levels.push_back(level);
    }
    if (list.levels.empty()) {
        return {{},
                bits ? Text::tr("Give at least one number of bits, as 4.")
                     : Text::tr("Give at least one share, as 0.5.")};
    }
    std::sort(list.levels.begin(), list.levels.end());
    if (bits) {
        std::reverse(list.levels.begin(), list.levels.end());
    }
    return list;
}

QString levelsText(const std::vector<double>& levels) {
    QStringList words;
    for (const double level : levels) {
        words << QLocale::c().toString(level, 'g', QLocale::FloatingPointShortest);
    }
    return words.join(QLatin1Char(' '));
}

}  // namespace secateur
