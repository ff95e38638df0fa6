#pragma once

#include <QByteArray>
#include <QString>

#include "ui/base/number_text.h"
#include "ui/sensitivity/curve_set.h"

namespace secateur {

/// "0.60": ratios as people read them, without zeros that say nothing beyond two decimals.
QString ratioText(double ratio);
/// "layers.3.conv2 (depthwise)", "All layers together" for the global curve.
QString curveTitle(const SensitivityCurve& curve);
/// What was measured at a point, one fact a line.
QString pointDescription(const SensitivityCurve& curve, size_t point);

/// layer,ratio,correct,count,accuracy,drop,drop_low,drop_high of every point of the curves, each
/// beginning with the baseline at ratio 0. Empty if there is no curve.
QByteArray curvesCsv(const CurveList& curves);

}  // namespace secateur
