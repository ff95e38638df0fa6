#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/analysis/answer_changes.h"
#include "core/base/say.h"
#include "core/base/table.h"
#include "core/report/comparison.h"

/// A comparison as tables: what the window's page, `secateur-cli compare` and the report show.
/// Drops are the reference minus the variant (drop_text.h), in files as fractions.
namespace secateur {

/// A row a compared variant; its key is the variant's id. `variant,kind,encoding,correct,count,
/// top1,top1_low,top1_high,drop,drop_low,drop_high,size_bytes,gzip_bytes,images_per_second,
/// sparsity`; nothing where it was not measured.
Table comparisonTable(const Comparison& comparison, const Say& say = inEnglish);

/// A row a class that has images, the largest loss first; its key is the class's index.
/// `variant,reference,class,images,reference_top1,top1,drop,drop_low,drop_high`
/// Both were measured.
Table classTable(const Comparison& comparison, const ComparedVariant& variant);

/// Of an image by its index in the data set's split: its own file, or nothing.
using FileOf = std::function<std::string(int64_t)>;
/// Of a folder of images that is still where it was and holds as many; else of no image.
FileOf filesOf(const Comparison& comparison);
/// A row an image. `variant,reference,index,file,label,reference_prediction,prediction,kind`
Table flippedTable(const Comparison& comparison, const ComparedVariant& variant,
                   const std::vector<FlippedImage>& images, const FileOf& fileOf = {});

/// A row a class and prediction: `variant,reference,label,prediction,count,reference_count,
/// change`; the last two are of `withReference` only.
Table confusionTable(const Comparison& comparison, const ComparedVariant& variant,
                     bool withReference);

/// Only its rows whose count has changed, the largest change first.
Table changedCells(const Table& confusion);

/// What became of the answers of a variant, both measured.
struct AnswerChanges {
    int64_t broken = 0;
    int64_t repaired = 0;
    int64_t bothWrong = 0;
    std::vector<FlippedImage> flipped;
    std::vector<ClassChange> classes;  ///< as classChanges
};
AnswerChanges changesOf(const Comparison& comparison, const ComparedVariant& variant);
/// A row a measured variant other than the reference: `variant,reference,count,drop,drop_low,
/// drop_high,broken,repaired,both_wrong`, and for people the classes that lost most.
Table changesTable(const Comparison& comparison);
/// Of one variant as one object: those, `classes` (classTable) and `confusion`, the variant's
/// counts by label and prediction.
nlohmann::ordered_json changesJson(const Comparison& comparison, const ComparedVariant& variant);

}  // namespace secateur
