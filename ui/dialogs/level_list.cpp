#include "ui/dialogs/level_list.h"

#include <QLocale>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "ui/base/translation.h"
namespace secateur {

namespace {

constexpr size_t kMostLevels = 100;
constexpr double kFewestBits = 2;
constexpr double kMostBits = 8;

QString rangeProblem(const QString& word, double level, bool bits) {
    if (bits && !(level >= kFewestBits && level <= kMostBits && level == std::floor(level))) {
        return Text::tr("%1 is not a number of bits: a whole number from 2 to 8.").arg(word);
    }
    if (!bits && !(level >= 0.0 && level < 1.0)) {
        return Text::tr("%1 is not a share: at least 0 and below 1, as 0.7 for 70 %.").arg(word);
    }
    return {};
}

QString problemOf(const QString& word, bool isNumber, double level, bool bits,
                  const std::vector<double>& known) {
    if (!isNumber) {
        return Text::tr("“%1” is not a number; write %2.")
            .arg(word, bits ? Text::tr("bits as 8 6 4") : Text::tr("shares as 0.3 0.5 0.7"));
    }
    const QString range = rangeProblem(word, level, bits);
    if (!range.isEmpty()) {
        return range;
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
        const QString problem = problemOf(word, isNumber, level, bits, list.levels);
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
