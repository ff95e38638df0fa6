#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/say.h"
#include "core/data/dataset.h"
#include "core/report/stage_rows.h"
#include "core/study/measurements.h"

namespace secateur {

/// Images that networks of a study were measured on.
struct ImageSet {
    int64_t images = 0;  ///< StoredImages::id
    Split split = Split::Test;
    std::string data;  ///< the data set's name
    int64_t count = 0;
};

/// The sets that accuracies can be shown of, the default first: test images before others, then a
/// set that the root of a family was measured on, then the one with most images, then the newest.
std::vector<ImageSet> imageSets(const std::vector<StageRow>& rows);
/// The set that every accuracy is of that is shown or reported: `chosen` (setting::kMeasuredOn) if
/// anything was measured on it, else the default. `images` 0: nothing was measured.
ImageSet shownImageSet(const std::vector<StageRow>& rows, int64_t chosen);
/// The same with what the study has chosen.
ImageSet shownImageSet(const StudySnapshot& study);
/// The images of that set, if they are test images of `data`; else none.
ImageList shownTestImages(const StudySnapshot& study, const ImageData& data);
/// What to show of this variant: its result on `images`; where there is none, its result on most
/// images, which must be marked by its count and not be compared with others. Null: not measured.
const StageRow* shownRow(const std::vector<StageRow>& rows, int64_t variant, int64_t images);
/// The table of the set: one row a variant that was measured on it, in the order of `rows`.
std::vector<StageRow> rowsOn(const std::vector<StageRow>& rows, int64_t images);

/// "test, 10000 images of fashion-mnist"
std::string imageSetText(const ImageSet& set, const Say& say = inEnglish);
/// On what and when accuracies were measured: "Xeon, 2 workers" once each, then "DATE to DATE" (or
/// the only date). Nothing where nothing was.
std::vector<std::string> measuringConditions(const StudySnapshot& study);
/// "Not measured on these images: slimmed (40.00 % of 5 test images).": what was measured on others
/// only, so that it can be missed but not be compared. Empty where there is nothing.
std::string measuredElsewhere(const StudySnapshot& study, const ImageSet& set);

}  // namespace secateur
