#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QString>
#include <QWidget>
#include <optional>
#include <string>

#include "core/analysis/paired_interval.h"
#include "core/analysis/wilson_interval.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"

namespace secateur {

/// The colour of a kind of variant ("baseline", "pruned", ...), the same in every view.
QColor kindColour(const std::string& kind);
QColor worseColour(const Theme& theme);   ///< of losses and errors
QColor betterColour(const Theme& theme);  ///< of gains and right answers
/// The widget's font in pixels, so that it is as large on an exported page as in the window.
QFont drawingFont(const QWidget& widget, double factor = 1.0);
/// The interval from `low` to `high` at the height `y`, seen on bars and beside them.
void drawWhisker(QPainter& painter, double low, double high, double y, double cap,
                 const Theme& theme);
QColor blended(const QColor& from, const QColor& to, double share);

/// Numbers for people, as ui/base/number_text.h writes them.
QString percentText(const ShareInterval& interval);       ///< 90.60 to 91.90 %
QString signedPoints(double fraction);                    ///< +1.25, −0.40 or 0.00
QString dropText(const std::optional<PairedDrop>& drop);  ///< 0.40 (0.05 to 0.75); empty for none
QString megabytes(int64_t bytes);                         ///< 9.21
QString megabyteText(int64_t bytes);                      ///< 9.21 MB
QString speedText(double imagesPerSecond);                ///< 1,842

}  // namespace secateur
