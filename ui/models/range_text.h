#pragma once

#include <QString>

#include "core/quant/range_choice.h"

namespace secateur {

/// Numbers as this page writes them: four significant digits for values, two decimals for percent
/// and dB. NaN, which means "not known", is a dash.
QString valueText(double value);
QString shareText(double fraction);
QString decibelText(double decibel);
/// "[0, 4.1]"
QString rangeText(const ClipRange& range);

/// Who chose it, in a word or two; and all of it: range, integers, reason.
QString ruleText(const RangeChoice& choice);
QString choiceText(const RangeChoice& choice);

}  // namespace secateur
