#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/analysis/parity_report.h"

namespace secateur {

class Study;

/// A comparison with the kernels that a study holds.
struct StoredParity {
    int64_t variant = 0;
    ParityReport report;
};

/// In place of an earlier one of the same images, engine and instruction set.
void storeParity(Study& study, int64_t variant, int64_t images, const ParityReport& report);

/// In the order in which they were made. Error(CorruptData).
std::vector<StoredParity> listParity(Study& study);
/// The newest of this variant. Error(CorruptData).
std::optional<ParityReport> findParity(Study& study, int64_t variant);

}  // namespace secateur
