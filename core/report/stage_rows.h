#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/analysis/speed.h"
#include "core/data/splits.h"

namespace secateur {

struct StudySnapshot;

/// A network of a study and what was measured of it on one list of images.
struct StageRow {
    std::string stage;  ///< the variant's name
    int64_t variant = 0;
    int64_t images = 0;  ///< which list (measurements.h), rows of one list can be compared
    Split split = Split::Test;
    std::string data;  ///< the data set's name
    int64_t correct = 0;
    int64_t count = 0;
    /// Against the root of the variant's family on the same images; nothing if that was not
    /// measured. For the root itself it is zero.
    std::optional<PairedDrop> drop;
    bool reference = false;  ///< it is that root
    int64_t sizeBytes = 0;
    std::optional<int64_t> gzipBytes;
    /// Of the study's latest speed run, by number of workers; empty: it was not in that run.
    std::vector<SpeedFigure> speeds;
    double sparsity = 0.0;
    std::string note;  ///< first line of the variant's
    double accuracy() const {
        return count > 0 ? static_cast<double>(correct) / static_cast<double>(count) : 0.0;
    }
};

/// Every evaluation of the study, by image list, then in the order in which the variants were made.
std::vector<StageRow> stageRows(const StudySnapshot& snapshot);

}  // namespace secateur
