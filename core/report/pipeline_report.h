#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis/evaluation.h"
#include "core/analysis/paired_interval.h"
#include "core/analysis/sensitivity_curve.h"

namespace secateur {

/// One row of the pipeline table: a network and what was measured of it on the test images.
struct StageRow {
    std::string stage;  ///< "baseline", "pruned", "fine-tuned", "int8"
    int64_t correct = 0;
    int64_t count = 0;
    PairedDrop drop;  ///< against the baseline, same images
    int64_t sizeBytes = 0;
    int64_t gzipBytes = 0;
    double imagesPerSecond = 0.0;
    double sparsity = 0.0;
    std::string note;
    double accuracy() const {
        return count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : 0.0;
    }
};

/// Header `stage,correct,count,top1,drop,drop_low,drop_high,size_bytes,gzip_bytes,
/// images_per_second,sparsity,note`; fractions, `.` decimals; notes quoted (RFC 4180).
std::string pipelineCsv(const std::vector<StageRow>& rows);
/// Header `layer,ratio,correct,count,accuracy,drop,drop_low,drop_high`; fractions.
std::string sensitivityCsv(const std::vector<SensitivityPoint>& points);
/// The table for people: percentages and points.
std::string pipelineMarkdown(const std::vector<StageRow>& rows, const std::string& title,
                             const std::vector<std::string>& remarks);

}  // namespace secateur
