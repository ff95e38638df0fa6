#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/paired_interval.h"
#include "core/analysis/wilson_interval.h"
#include "ui/models/study_snapshot.h"

namespace secateur {

/// A variant with what was measured of it on the images that are compared.
struct ComparedVariant {
    const Variant* variant = nullptr;
    /// The newest on these images (another processor or number of workers changes the speed only);
    /// null if there is none.
    const StoredEvaluation* evaluation = nullptr;
    ShareInterval top1Interval;      ///< Wilson, 95 %; of what was measured
    std::optional<PairedDrop> drop;  ///< against the reference, image by image

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
    /// The class's name, or "class 7" where the study has none.
    std::string className(int64_t index) const;
    /// As many as the data set names, or as the labels and predictions need.
    int64_t classCount() const;
};

/// The lists on which something was measured, the best choice first: a test list before others,
/// then the one with most images, then the newest.
std::vector<const StoredImages*> comparableImages(const StudySnapshot& snapshot);

/// Null if this variant was not measured on these images.
const StoredEvaluation* newestEvaluation(const StudySnapshot& snapshot, int64_t variant,
                                         int64_t images);

/// The chosen variants in the study's order. `images` 0 or `reference` 0: none.
Comparison compareVariants(std::shared_ptr<const StudySnapshot> snapshot, int64_t images,
                           const std::vector<int64_t>& chosen, int64_t reference);

/// One class under two networks.
struct ClassChange {
    int64_t label = 0;
    int64_t images = 0;
    int64_t referenceCorrect = 0;
    int64_t correct = 0;
    PairedDrop drop;  ///< reference minus variant, 95 %, image by image

    double referenceAccuracy() const;
    double accuracy() const;
    /// Variant minus reference: below zero is worse.
    double change() const { return -drop.drop; }
};

/// The classes that have images, the largest loss first; equal ones in the order of the classes.
/// The two evaluations are of the same images.
std::vector<ClassChange> classChanges(const Evaluation& reference, const Evaluation& variant,
                                      int64_t classes);

/// How often images of a class were taken for which.
class ConfusionMatrix {
 public:
    ConfusionMatrix() = default;
    ConfusionMatrix(const Evaluation& evaluation, int64_t classes);

    int64_t classes() const { return m_classes; }
    int64_t count(int64_t label, int64_t prediction) const {
        return m_counts[static_cast<size_t>(label * m_classes + prediction)];
    }
    int64_t ofLabel(int64_t label) const { return m_ofLabel[static_cast<size_t>(label)]; }

 private:
    int64_t m_classes = 0;
    std::vector<int64_t> m_counts;
    std::vector<int64_t> m_ofLabel;
};

enum class FlipKind {
    Broken,     ///< right before, wrong now
    Repaired,   ///< wrong before, right now
    BothWrong,  ///< another wrong class than before
};

/// "broken", "repaired" or "both wrong".
const char* flipKindName(FlipKind kind);

/// An image on which two networks answer differently.
struct FlippedImage {
    int64_t position = 0;  ///< in the list of images
    int64_t index = 0;     ///< in the data set's split
    int32_t label = 0;
    int32_t referencePrediction = 0;
    int32_t prediction = 0;
    FlipKind kind = FlipKind::Broken;
};

/// In the list's order. `indices` are the list's.
std::vector<FlippedImage> flippedImages(const Evaluation& reference, const Evaluation& variant,
                                        const std::vector<int64_t>& indices);

}  // namespace secateur
