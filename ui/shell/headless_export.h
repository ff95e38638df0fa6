#pragma once

#include <QStringList>

namespace secateur {

/// `secateur --export FOLDER STUDY`: every drawing of the study as PNG, SVG and CSV, the
/// histograms of every layer of its first network in FOLDER/histograms, and its
/// report in FOLDER/report, as PDF too. Prints the paths. Gives the exit code: 0 done, 1 failed, 2
/// bad usage.
int exportStudy(const QStringList& paths, const QString& folder);

}  // namespace secateur
