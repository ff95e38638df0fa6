#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/stages/layer_ranges.h"
#include "ui/histograms/range_subject.h"
#include "ui/histograms/range_tables.h"

namespace secateur {

/// What is known of a network's ranges: quantization's choices, the values, and what was chosen by
/// hand. A choice by hand is known here before quantization's answer to it is.
class RangeModel {
 public:
    void forget();
    void setRanges(std::shared_ptr<const NetworkRanges> ranges) { m_ranges = std::move(ranges); }
    const NetworkRanges* ranges() const { return m_ranges.get(); }
    const ActivationHistograms* activations() const;  ///< null: not known

    void setClips(std::vector<ClipChoice> clips) { m_clips = std::move(clips); }
    const std::vector<ClipChoice>& clips() const { return m_clips; }
    std::optional<ClipRange> clipOf(const QString& layer, ClipTarget target) const;
    /// nullopt: nobody chooses any more.
    void storeClip(const QString& layer, ClipTarget target, const std::optional<ClipRange>& range);

    bool stored() const { return m_ranges && m_ranges->stored; }
    /// Empty where its values are not known, or there is nothing to choose.
    std::optional<RangeSubject> weightSubject(
        const std::shared_ptr<const WeightHistogram>& weights) const;
    std::optional<RangeSubject> activationSubject(const QString& layer) const;
    /// Of the range that the layer has now.
    RangedLayer row(const QString& layer, ClipTarget target) const;
    /// Whose values they are, and by which recipe they are quantized.
    QString sourceText() const;
    /// What an INT8 network holds of a layer whose values are not known; else empty.
    QString storedText(const QString& layer) const;
    /// Why the ranges of these are not known; empty: they are, or nothing is known yet.
    QString missing(ClipTarget target) const;

 private:
    const RangeChoice* choiceOf(const QString& layer, ClipTarget target) const;

    std::shared_ptr<const NetworkRanges> m_ranges;
    std::vector<ClipChoice> m_clips;
};

}  // namespace secateur
