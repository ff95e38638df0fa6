#include "ui/models/range_text.h"

#include <cmath>

#include "ui/base/core_text.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

constexpr int kDigits = 4;
constexpr int kDecimals = 2;
const QChar kUnknown(0x2013);

}  // namespace

QString valueText(double value) {
    return std::isnan(value) ? QString(kUnknown) : QString::number(value, 'g', kDigits);
}

QString shareText(double fraction) {
    if (std::isnan(fraction)) {
        return kUnknown;
    }
    const double percent = 100.0 * fraction;
    // "0.00 %" would claim that nothing was clipped.
    return percent > 0.0 && percent < 0.005 ? QString("< 0.01 %")
                                            : QString::number(percent, 'f', kDecimals) + " %";
}

QString decibelText(double decibel) {
    if (std::isnan(decibel)) {
        return kUnknown;
    }
    return std::isinf(decibel) ? QString(QChar(0x221E)) + " dB"
                               : QString::number(decibel, 'f', kDecimals) + " dB";
}

QString rangeText(const ClipRange& range) {
    return QString("[%1, %2]").arg(valueText(range.low), valueText(range.high));
}

QString ruleText(const RangeChoice& choice) {
    switch (choice.rule) {
        case RangeRule::ByHand:
            return Text::tr("by hand");
        case RangeRule::FixedRelu6:
            return Text::tr("ReLU6");
        case RangeRule::Extremes:
            return Text::tr("extremes");
        case RangeRule::Group:
            return Text::tr("group of %1").arg(choice.group.size());
        default:
            return coreList(choice.reason).section(", ", 0, 0);
    }
}

QString choiceText(const RangeChoice& choice) {
    const QString reason = coreList(choice.reason);
    return choice.weights
               ? Text::tr("%1, scale %2: %3")
                     .arg(rangeText(choice.range), valueText(choice.params.scale), reason)
               : Text::tr("%1, scale %2, zero point %3: %4")
                     .arg(rangeText(choice.range), valueText(choice.params.scale))
                     .arg(choice.params.zeroPoint)
                     .arg(reason);
}

}  // namespace secateur
