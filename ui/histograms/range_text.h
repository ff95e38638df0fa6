#pragma once

#include <QString>

#include "core/quant/observer.h"

namespace secateur {

/// Numbers as this page writes them: four significant digits for values, two decimals for percent
/// and dB. NaN, which means "not known", is a dash.
QString valueText(double value);
QString shareText(double fraction);
QString decibelText(double decibel);
/// "[0, 4.1]"
QString rangeText(const ClipRange& range);

}  // namespace secateur
