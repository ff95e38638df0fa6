#include "ui/compare/comparison.h"

#include <algorithm>
#include <tuple>

namespace secateur {

namespace {

/// Above this a number in a file is no class but damage.
constexpr int32_t kMostClasses = 65536;

bool areClasses(const std::vector<int32_t>& values) {
    return std::all_of(values.begin(), values.end(),
                       [](int32_t value) { return value >= 0 && value < kMostClasses; });
}

/// An evaluation that is not of every image of the list cannot be paired.
bool coversList(const StoredEvaluation& evaluation, const StoredImages& images) {
    const Evaluation& result = evaluation.result;
    return result.count() == images.count && result.labels.size() == result.predictions.size() &&
           images.indices.size() == result.labels.size() && areClasses(result.labels) &&
           areClasses(result.predictions);
}

ComparedVariant compared(const StudySnapshot& snapshot, const Variant& variant, int64_t images) {
    ComparedVariant result;
    result.variant = &variant;
    result.evaluation = newestEvaluation(snapshot, variant.id, images);
    if (result.evaluation) {
        const Evaluation& evaluation = result.evaluation->result;
        result.top1Interval = wilsonInterval(evaluation.correct, evaluation.count());
    }
    return result;
}

double share(int64_t part, int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

}  // namespace

const ComparedVariant* Comparison::find(int64_t variant) const {
    if (reference.variant && reference.variant->id == variant) {
        return &reference;
    }
    const auto found = std::find_if(variants.begin(), variants.end(),
                                    [&](const auto& item) { return item.variant->id == variant; });
    return found == variants.end() ? nullptr : &*found;
}

std::string Comparison::className(int64_t index) const {
    const bool named = data && index >= 0 && index < static_cast<int64_t>(data->classNames.size());
    return named ? data->classNames[static_cast<size_t>(index)] : "class " + std::to_string(index);
}

int64_t Comparison::classCount() const {
    int32_t classes = data ? static_cast<int32_t>(data->classNames.size()) : 0;
    const auto widen = [&](const ComparedVariant& item) {
        if (item.evaluation) {
            for (const auto* values :
                 {&item.evaluation->result.labels, &item.evaluation->result.predictions}) {
                const auto largest = std::max_element(values->begin(), values->end());
                classes = largest == values->end() ? classes : std::max(classes, *largest + 1);
            }
        }
    };
    widen(reference);
    std::for_each(variants.begin(), variants.end(), widen);
    return classes;
}

std::vector<const StoredImages*> comparableImages(const StudySnapshot& snapshot) {
    std::vector<const StoredImages*> lists;
    for (const StoredImages& list : snapshot.images) {
        const bool measured =
            std::any_of(snapshot.evaluations.begin(), snapshot.evaluations.end(),
                        [&](const auto& e) { return e.images == list.id && coversList(e, list); });
        if (measured) {
            lists.push_back(&list);
        }
    }
    const auto rank = [](const StoredImages* list) {
        return std::make_tuple(list->split != "test", -list->count, -list->id);
    };
    std::sort(lists.begin(), lists.end(),
              [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
    return lists;
}

const StoredEvaluation* newestEvaluation(const StudySnapshot& snapshot, int64_t variant,
                                         int64_t images) {
    const StoredImages* list = snapshot.imageList(images);
    const StoredEvaluation* newest = nullptr;
    for (const StoredEvaluation& evaluation : snapshot.evaluations) {
        if (list && evaluation.variant == variant && evaluation.images == images &&
            coversList(evaluation, *list) && (!newest || evaluation.created >= newest->created)) {
            newest = &evaluation;
        }
    }
    return newest;
}

Comparison compareVariants(std::shared_ptr<const StudySnapshot> snapshot, int64_t images,
                           const std::vector<int64_t>& chosen, int64_t reference) {
    Comparison comparison;
    comparison.snapshot = std::move(snapshot);
    if (!comparison.snapshot) {
        return comparison;
    }
    const StudySnapshot& study = *comparison.snapshot;
    comparison.images = study.imageList(images);
    for (const StoredData& data : study.data) {
        if (comparison.images && data.id == comparison.images->dataSet) {
            comparison.data = &data;
        }
    }
    if (const Variant* variant = study.variant(reference)) {
        comparison.reference = compared(study, *variant, images);
    }
    const StoredEvaluation* before = comparison.reference.evaluation;
    for (const Variant& variant : study.variants) {
        if (std::find(chosen.begin(), chosen.end(), variant.id) != chosen.end()) {
            ComparedVariant item = compared(study, variant, images);
            if (before && item.evaluation) {
                item.drop = dropBetween(before->result, item.evaluation->result);
            }
            comparison.variants.push_back(item);
        }
    }
    return comparison;
}

double ClassChange::referenceAccuracy() const {
    return share(referenceCorrect, images);
}

double ClassChange::accuracy() const {
    return share(correct, images);
}

std::vector<ClassChange> classChanges(const Evaluation& reference, const Evaluation& variant,
                                      int64_t classes) {
    struct Flips {
        int64_t lost = 0;
        int64_t gained = 0;
    };
    std::vector<ClassChange> changes(static_cast<size_t>(classes));
    std::vector<Flips> flips(changes.size());
    for (size_t i = 0; i < reference.labels.size(); ++i) {
        const auto label = static_cast<size_t>(reference.labels[i]);
        const bool was = reference.predictions[i] == reference.labels[i];
        const bool is = variant.predictions[i] == reference.labels[i];
        ++changes[label].images;
        changes[label].referenceCorrect += was ? 1 : 0;
        changes[label].correct += is ? 1 : 0;
        flips[label].lost += was && !is ? 1 : 0;
        flips[label].gained += !was && is ? 1 : 0;
    }
    for (size_t label = 0; label < changes.size(); ++label) {
        ClassChange& change = changes[label];
        change.label = static_cast<int64_t>(label);
        change.drop = pairedDrop(flips[label].lost, flips[label].gained, change.images);
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
            flipped.push_back({static_cast<int64_t>(i), indices[i], label, before, now, kind});
        }
    }
    return flipped;
}

}  // namespace secateur
