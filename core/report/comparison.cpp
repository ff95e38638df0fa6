#include "core/report/comparison.h"

#include <algorithm>
#include <map>

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
    if (const auto speeds = snapshot.speed.value_or(SpeedRun()).of(variant.id); !speeds.empty()) {
        result.speed = speeds.back();
    }
    if (result.evaluation) {
        const Evaluation& evaluation = result.evaluation->result;
        result.top1Interval = wilsonInterval(evaluation.correct, evaluation.count());
    }
    return result;
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

bool Comparison::isPaired(const ComparedVariant& variant) const {
    return variant.evaluation && reference.evaluation && variant.variant != reference.variant;
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

std::vector<Comparison> familyComparisons(const std::shared_ptr<const StudySnapshot>& snapshot,
                                          int64_t images) {
    std::map<int64_t, int64_t> roots;  // of every variant; a parent comes before its children
    std::map<int64_t, std::vector<int64_t>> families;
    for (const Variant& variant : snapshot->variants) {
        const auto parent = variant.parent ? roots.find(*variant.parent) : roots.end();
        const int64_t root = parent == roots.end() ? variant.id : parent->second;
        roots.emplace(variant.id, root);
        families[root].push_back(variant.id);
    }
    std::vector<Comparison> comparisons;
    for (const auto& [root, family] : families) {
        if (newestEvaluation(*snapshot, root, images)) {
            comparisons.push_back(compareVariants(snapshot, images, family, root));
        }
    }
    return comparisons;
}

}  // namespace secateur
