#pragma once

#include <QColor>
#include <QString>
#include <string>

#include "core/analysis/wilson_interval.h"
#include "core/study/variant.h"
#include "ui/base/drawing_font.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"

namespace secateur {

/// The colour of a kind of variant, the same in every view.
QColor kindColour(VariantKind kind);
QColor worseColour(const Theme& theme);   ///< of losses and errors
QColor betterColour(const Theme& theme);  ///< of gains and right answers
QColor blended(const QColor& from, const QColor& to, double share);

QString percentText(const ShareInterval& interval);  ///< 90.60–91.90 %

}  // namespace secateur
