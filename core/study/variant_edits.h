#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/study/variant.h"

namespace secateur {

class Study;

/// How the settings that say which networks were taken out are called, and the SQL of their ids.
inline constexpr const char* kRemovedPrefix = "removed.";
inline constexpr const char* kRemovedIds =
    "(SELECT CAST(substr(name, 9) AS INTEGER) FROM setting WHERE name LIKE 'removed.%')";

/// The name that a variant was made with, where it was renamed: a setting of this name and its id.
inline constexpr const char* kMadeAsPrefix = "made_as.";

/// Names longer than this are refused: they stand in tables.
inline constexpr size_t kLongestName = 120;

/// Errors: InvalidArgument (empty, too long, more than a line, or another one has it), NotFound.
void renameVariant(Study& study, int64_t id, const std::string& name);
/// The line that reports show; the remarks below it stay. Errors: InvalidArgument (more than a
/// line), NotFound.
void setVariantNote(Study& study, int64_t id, const std::string& line);

/// Takes a network and all that were made of it out of listVariants and snapshots, so out of window
/// and reports; nothing is lost, and one that is made again comes back. Gives those that were taken
/// out. Errors: InvalidArgument (nothing would be left), NotFound.
std::vector<int64_t> removeVariants(Study& study, int64_t id);
/// With the networks that they were made of.
void restoreVariants(Study& study, const std::vector<int64_t>& ids);
/// In the order in which they were made.
std::vector<Variant> removedVariants(Study& study);

}  // namespace secateur
