#include "core/report/image_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

#include "core/base/figure_text.h"
#include "core/report/study_snapshot.h"
#include "core/study/settings.h"

namespace secateur {

std::vector<ImageSet> imageSets(const std::vector<StageRow>& rows) {
    std::map<int64_t, bool> ofRoot;
    std::vector<ImageSet> sets;
    for (const StageRow& row : rows) {
        if (ofRoot.emplace(row.images, false).second) {
            sets.push_back({row.images, row.split, row.data, row.count});
        }
        ofRoot[row.images] |= row.reference;
    }
    const auto rank = [&](const ImageSet& set) {
        return std::make_tuple(set.split != Split::Test, !ofRoot[set.images], -set.count,
                               -set.images);
    };
    std::sort(sets.begin(), sets.end(),
              [&](const ImageSet& a, const ImageSet& b) { return rank(a) < rank(b); });
    return sets;
}

ImageSet shownImageSet(const std::vector<StageRow>& rows, int64_t chosen) {
    const std::vector<ImageSet> sets = imageSets(rows);
    for (const ImageSet& set : sets) {
        if (set.images == chosen) {
            return set;
        }
    }
    return sets.empty() ? ImageSet() : sets.front();
}

ImageSet shownImageSet(const StudySnapshot& study) {
    const auto text = study.settings.find(setting::kMeasuredOn);
    int64_t chosen = 0;
    if (text != study.settings.end()) {
        const std::string& digits = text->second;
        std::from_chars(digits.data(), digits.data() + digits.size(), chosen);
    }
    return shownImageSet(study.rows, chosen);
}

std::vector<std::string> measuringConditions(const StudySnapshot& study) {
    std::set<std::string> machines;
    std::string first;
    std::string last;
    for (const StoredEvaluation& evaluation : study.evaluations) {
        machines.insert(fmt::format("{}, {} worker{}", evaluation.processor, evaluation.workers,
                                    evaluation.workers == 1 ? "" : "s"));
        first = first.empty() ? evaluation.created : std::min(first, evaluation.created);
        last = std::max(last, evaluation.created);
    }
    std::vector<std::string> conditions(machines.begin(), machines.end());
    if (!first.empty()) {
        conditions.push_back(first == last ? first : first + " to " + last);
    }
    return conditions;
}

ImageList shownTestImages(const StudySnapshot& study, const ImageData& data) {
    const StoredImages* list = study.imageList(shownImageSet(study).images);
    if (list == nullptr || list->split != Split::Test) {
        return {};
    }
    const bool ofData =
        std::any_of(study.data.begin(), study.data.end(), [&](const StoredData& stored) {
            return stored.id == list->dataSet && stored.digest == data.digest;
        });
    return ofData ? ImageList{list->split, list->indices} : ImageList();
}

const StageRow* shownRow(const std::vector<StageRow>& rows, int64_t variant, int64_t images) {
    const auto rank = [&](const StageRow& row) {
        return std::make_tuple(row.images == images, row.split == Split::Test, row.count);
    };
    const StageRow* best = nullptr;
    for (const StageRow& row : rows) {
        if (row.variant == variant && (best == nullptr || rank(row) >= rank(*best))) {
            best = &row;
        }
    }
    return best;
}

std::vector<StageRow> rowsOn(const std::vector<StageRow>& rows, int64_t images) {
    std::vector<StageRow> table;
    for (const StageRow& row : rows) {
        if (row.images == images && shownRow(rows, row.variant, images) == &row) {
            table.push_back(row);
        }
    }
    return table;
}

std::string imageSetText(const ImageSet& set, const Say& say) {
    return said(say, "{}, {} images of {}", say(enumName(set.split)), text::count(set.count),
                set.data);
}

std::string measuredElsewhere(const StudySnapshot& study, const ImageSet& set) {
    std::string text;
    for (const Variant& variant : study.variants) {
        const StageRow* row = shownRow(study.rows, variant.id, set.images);
        if (row != nullptr && row->images != set.images) {
            text += fmt::format("{}{} ({} of {} {} images)", text.empty() ? "" : ", ", row->stage,
                                text::percent(row->accuracy()), row->count, enumName(row->split));
        }
    }
    return text.empty() ? "" : "Not measured on these images: " + text + ".";
}

}  // namespace secateur
