#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/base/table.h"
#include "ui/histograms/range_subject.h"

namespace secateur {

/// A layer whose range can be chosen.
struct RangedLayer {
    QString layer;
    std::optional<ClipRange> chosen;  ///< by hand
    double sqnrDb = 0.0;              ///< NaN: not known
    QString rule = {};                ///< who chooses it, in a word or two
    QString about = {};               ///< range, integers and reason
};

/// layer, range (who chooses it) and sqnr_db; keys are layers.
Table rangedLayersTable(const std::vector<RangedLayer>& layers);

/// The method of the range that stands in the fields.
inline constexpr const char* kOwnRange = "yours";

/// The ranges that can be chosen for one tensor, one row a method, and what each would do; keys are
/// methods. The last column is for buttons.
Table rangesTable(const RangeSubject& subject, const std::vector<RangeCandidate>& candidates);

}  // namespace secateur
