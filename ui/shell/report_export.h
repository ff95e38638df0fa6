#pragma once

#include <QString>

#include "core/study/study.h"

namespace secateur {

/// Writes the study's report: one page where the name ends in .html or .pdf, else a folder of
/// Markdown, JSON and CSV. Any thread. Errors: Io.
void writeReport(Study& study, const QString& path, double tolerancePoints);

}  // namespace secateur
