#include "ui/dialogs/ratio_list.h"

#include <QLocale>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace secateur {

namespace {

constexpr size_t kMostRatios = 100;

QString problemOf(const QString& word, bool isNumber, double ratio,
                  const std::vector<double>& known) {
    if (!isNumber) {
        return QStringLiteral("“%1” is not a number; write ratios as 0.3 0.5 0.7.").arg(word);
    }
    if (!(ratio >= 0.0 && ratio < 1.0)) {
        return QStringLiteral("%1 is not a ratio: at least 0 and below 1, as 0.7 for 70 %.")
            .arg(word);
    }
    if (std::find(known.begin(), known.end(), ratio) != known.end()) {
        return QStringLiteral("%1 is there twice.").arg(word);
    }
    if (known.size() >= kMostRatios) {
        return QStringLiteral("These are more than %1 ratios.").arg(kMostRatios);
    }
    return {};
}

}  // namespace

RatioList parseRatios(const QString& text) {
    static const QRegularExpression kSeparators(QStringLiteral("[\\s,;]+"));
    RatioList list;
    for (const QString& word : text.split(kSeparators, Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const double ratio = QLocale::c().toDouble(word, &isNumber);
        const QString problem = problemOf(word, isNumber, ratio, list.ratios);
        if (!problem.isEmpty()) {
            return {{}, problem};
        }
        list.ratios.push_back(ratio);
    }
    if (list.ratios.empty()) {
        return {{}, QStringLiteral("Give at least one ratio, as 0.5.")};
    }
    std::sort(list.ratios.begin(), list.ratios.end());
    return list;
}

QString ratioText(const std::vector<double>& ratios) {
    QStringList words;
    for (const double ratio : ratios) {
        words << QLocale::c().toString(ratio, 'g', QLocale::FloatingPointShortest);
    }
    return words.join(QLatin1Char(' '));
}

}  // namespace secateur
