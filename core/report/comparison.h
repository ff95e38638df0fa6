#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/analysis/wilson_interval.h"
#include "core/report/study_snapshot.h"

namespace secateur {

/// A variant with what was measured of it on the images that are compared.
struct ComparedVariant {
    const Variant* variant = nullptr;
    /// The newest on these images; null if there is none.
    const StoredEvaluation* evaluation = nullptr;
    ShareInterval top1Interval;      ///< Wilson, 95 %; of what was measured
    std::optional<PairedDrop> drop;  ///< against the reference, image by image
    /// Of the study's latest speed run, on most workers; nothing if it took no part.
    std::optional<SpeedFigure> speed;

    double top1() const { return evaluation->result.accuracy(); }
};

/// Variants side by side on one list of images. It keeps the snapshot alive that it points into.
struct Comparison {
    std::shared_ptr<const StudySnapshot> snapshot;
    const StoredImages* images = nullptr;  ///< null: nothing was measured yet
    const StoredData* data = nullptr;      ///< what `images` is a list of
    std::vector<ComparedVariant> variants;
    ComparedVariant reference;  ///< need not be one of `variants`

    const ComparedVariant* find(int64_t variant) const;
    /// Both were measured and are two: answers can be compared image by image.
    bool isPaired(const ComparedVariant& variant) const;
    /// The class's name, or "class 7" where the study has none.
    std::string className(int64_t index) const;
    /// As many as the data set names, or as the labels and predictions need.
    int64_t classCount() const;
};

/// Null if this variant was not measured on these images.
const StoredEvaluation* newestEvaluation(const StudySnapshot& snapshot, int64_t variant,
                                         int64_t images);

/// The chosen variants in the study's order. `images` 0 or `reference` 0: none.
Comparison compareVariants(std::shared_ptr<const StudySnapshot> snapshot, int64_t images,
                           const std::vector<int64_t>& chosen, int64_t reference);

/// Every family of variants on these images: all of them against their root. Families whose root
/// was not measured on them are left out.
std::vector<Comparison> familyComparisons(const std::shared_ptr<const StudySnapshot>& snapshot,
                                          int64_t images);

}  // namespace secateur
