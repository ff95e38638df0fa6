#pragma once

#include <string>
#include <vector>

#include "core/study/study.h"

namespace secateur {

/// Writes report.md, report.json and one CSV a table (pipeline, sensitivity, variants, predictions,
/// training, scales, classes, flipped and confusion where variants were measured on the same images
/// as the root of their family, and networks where some were ranked) into `folder`, which is made
/// if it is not there. Gives the paths, report.md first. Errors: Io.
std::vector<std::string> writeStudyReport(Study& study, const std::string& folder,
                                          double tolerancePoints);

/// studyHtml (html_report.h) of what the study holds now.
std::string reportPage(Study& study, double tolerancePoints, const std::string& version);

/// Writes reportPage into one file, whose folder is made if it is not there.
/// Errors: Io.
void writeHtmlReport(Study& study, const std::string& path, double tolerancePoints,
                     const std::string& version);

}  // namespace secateur
