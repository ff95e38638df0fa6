#include "core/analysis/answer_changes.h"

#include <algorithm>

namespace secateur {

namespace {

double share(int64_t part, int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

}  // namespace

double ClassChange::referenceAccuracy() const {
    return share(referenceCorrect, images);
}

double ClassChange::accuracy() const {
    return share(correct, images);
}

std::vector<ClassChange> classChanges(const Evaluation& reference, const Evaluation& variant,
                                      int64_t classes) {
    std::vector<ClassChange> changes(static_cast<size_t>(classes));
    std::vector<PairedCounts> counts(changes.size());
    for (size_t i = 0; i < reference.labels.size(); ++i) {
        const auto label = static_cast<size_t>(reference.labels[i]);
        const bool was = reference.predictions[i] == reference.labels[i];
        counts[label].add(was, variant.predictions[i] == reference.labels[i]);
        changes[label].referenceCorrect += was ? 1 : 0;
    }
    for (size_t label = 0; label < changes.size(); ++label) {
        ClassChange& change = changes[label];
        change.label = static_cast<int64_t>(label);
        change.images = counts[label].count;
        change.correct = counts[label].correct;
        change.drop = counts[label].drop();
    }
    std::erase_if(changes, [](const ClassChange& change) { return change.images == 0; });
    std::stable_sort(changes.begin(), changes.end(),
                     [](const auto& a, const auto& b) { return a.drop.drop > b.drop.drop; });
    return changes;
}

ConfusionMatrix::ConfusionMatrix(const Evaluation& evaluation, int64_t classes)
    : m_classes(classes),
      m_counts(static_cast<size_t>(classes * classes)),
      m_ofLabel(static_cast<size_t>(classes)) {
    for (size_t i = 0; i < evaluation.labels.size(); ++i) {
        const int64_t label = evaluation.labels[i];
        ++m_counts[static_cast<size_t>(label * classes + evaluation.predictions[i])];
        ++m_ofLabel[static_cast<size_t>(label)];
    }
}

const char* flipKindName(FlipKind kind) {
    switch (kind) {
        case FlipKind::Broken:
            return "broken";
        case FlipKind::Repaired:
            return "repaired";
        case FlipKind::BothWrong:
            break;
    }
    return "both wrong";
}

std::vector<FlippedImage> flippedImages(const Evaluation& reference, const Evaluation& variant,
                                        const std::vector<int64_t>& indices) {
    std::vector<FlippedImage> flipped;
    for (size_t i = 0; i < indices.size(); ++i) {
        const int32_t before = reference.predictions[i];
        const int32_t now = variant.predictions[i];
        if (before != now) {
            const int32_t label = reference.labels[i];
            const FlipKind kind = before == label ? FlipKind::Broken
                                  : now == label  ? FlipKind::Repaired
                                                  : FlipKind::BothWrong;
            flipped.push_back({static_cast<int64_t>(i), indices[i], label, before, now,
                               reference.confidence(i), variant.confidence(i), kind});
        }
    }
    return flipped;
}

}  // namespace secateur
