#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/data/dataset.h"

namespace SQLite {
class Database;
}

namespace secateur {

class Study;

/// Names of settings; values are text.
namespace setting {
inline constexpr const char* kSeed = "seed";            ///< of held-out parts, subsets, trainings
inline constexpr const char* kTolerance = "tolerance";  ///< points of top-1 that may be lost
inline constexpr const char* kDataLocation = "data.location";  ///< of keptImages
/// Whether the last pipeline went on to quantization-aware training, and why: a line of the report.
inline constexpr const char* kPipelineQat = "pipeline.qat";
/// The image list (StoredImages::id) that accuracies are shown of; see shownImageSet.
inline constexpr const char* kMeasuredOn = "measured_on";
}  // namespace setting

/// What the user has set for this study, by name.
std::map<std::string, std::string> listSettings(Study& study);
void setSetting(Study& study, const std::string& name, const std::string& value);
void removeSetting(Study& study, const std::string& name);

/// The images that a study is about, as openImageData takes them.
struct KeptImages {
    std::string location;
    ImageFolderOptions options = {};
};
/// Those that were opened or measured last; nothing where there were none. Errors: CorruptData,
/// InvalidArgument for options that are none.
std::optional<KeptImages> keptImages(Study& study);
void keepImages(Study& study, const KeptImages& images);
/// The same within a transaction.
void keepImages(SQLite::Database& database, const KeptImages& images);

}  // namespace secateur
