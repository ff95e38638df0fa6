#pragma once

#include <QByteArray>
#include <QString>

#include "core/analysis/curve_set.h"
#include "ui/base/number_text.h"

namespace secateur {

/// "layers.3.conv2 (depthwise)", "All layers together" for the curve of all.
QString curveTitle(const SensitivityCurve& curve);
/// What a curve's safe level says: "safe 0.60", "safe ≥ 0.80, the largest tried", "safe from 4
/// bits", "nothing pruned".
QString safeLevelText(const SensitivityCurve& curve, const std::optional<SafeLevel>& safe);
/// What was measured at a point, one fact a line.
QString pointDescription(const SensitivityCurve& curve, size_t point);

/// layer,ratio,correct,count,accuracy,drop,drop_low,drop_high,kind,unchanged,mode,settled of every
/// point of the curves, those of shares beginning with the baseline at 0. Empty if there is no
/// curve.
QByteArray curvesCsv(const CurveList& curves);

}  // namespace secateur
