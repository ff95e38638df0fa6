#pragma once

#include <QString>
#include <optional>
#include <string>

#include "ui/jobs/job.h"

namespace secateur {

QString durationText(double seconds);  ///< "8 s", "3 min 05 s", "2 h 04 min"
/// Only as exactly as something foretold deserves: "50 s", "4 min", "1 h 10 min".
QString aboutDurationText(double seconds);
QString rateText(double rate, const std::string& unit);  ///< "1,234 images/s"
/// Of the job where that is known, else of its stage; nothing where neither is.
std::optional<double> shareDone(const JobInfo& job);
QString countText(const Progress& progress);          ///< "12,800 of 60,000 images"
QString statusText(const JobInfo& job);               ///< "Running: train epoch 3/9"
QString figureName(LiveFigure figure);                ///< "Train accuracy"
bool isAccuracy(LiveFigure figure);                   ///< a fraction, shown in percent
QString figureText(LiveFigure figure, double value);  ///< "87.12 %", "0.4123"

}  // namespace secateur
