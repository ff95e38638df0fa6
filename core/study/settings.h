#pragma once

#include <map>
#include <string>

namespace secateur {

class Study;

/// Names of settings; values are text.
namespace setting {
inline constexpr const char* kSeed = "seed";            ///< of held-out parts, subsets, trainings
inline constexpr const char* kTolerance = "tolerance";  ///< points of top-1 that may be lost
inline constexpr const char* kDataLocation = "data.location";  ///< as given to openImageData
inline constexpr const char* kDataResize = "data.resize";      ///< ImageFolderOptions
inline constexpr const char* kDataCrop = "data.crop";
/// Whether the last pipeline went on to quantization-aware training, and why: a line of the report.
inline constexpr const char* kPipelineQat = "pipeline.qat";
/// The image list (StoredImages::id) that accuracies are shown of; see shownImageSet.
inline constexpr const char* kMeasuredOn = "measured_on";
}  // namespace setting

/// What the user has set for this study, by name.
std::map<std::string, std::string> listSettings(Study& study);
void setSetting(Study& study, const std::string& name, const std::string& value);

}  // namespace secateur
