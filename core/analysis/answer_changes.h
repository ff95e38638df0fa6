#pragma once

#include <cstdint>
#include <vector>

#include "core/analysis/evaluation.h"

namespace secateur {

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
    /// What each gives its answer, from 0 to 1; none: not known.
    std::optional<double> referenceConfidence;
    std::optional<double> confidence;
    FlipKind kind = FlipKind::Broken;
};

/// In the list's order. `indices` are the list's.
std::vector<FlippedImage> flippedImages(const Evaluation& reference, const Evaluation& variant,
                                        const std::vector<int64_t>& indices);

}  // namespace secateur
