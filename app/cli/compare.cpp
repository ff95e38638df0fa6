#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/report/comparison_tables.h"
#include "core/report/image_set.h"
#include "core/report/pareto.h"

namespace secateur::cli {

namespace {

struct CompareArguments {
    std::string reference;
    std::string images;
    std::string csv;
    std::optional<CostKind> front;
};

std::string imagesName(const StoredImages& list) {
    return fmt::format("{}:{}", enumName(list.split), list.count);
}

/// The list that `--images` names ("test" or "test:500"); empty: those that all accuracies are
/// shown of.
const StoredImages& chosenImages(const StudySnapshot& study, const std::string& wanted) {
    std::string names;
    const StoredImages* shown = study.imageList(shownImageSet(study).images);
    if (wanted.empty() && shown != nullptr) {
        return *shown;
    }
    for (const ImageSet& set : imageSets(study.rows)) {
        const StoredImages& list = *study.imageList(set.images);
        if (wanted.empty() || wanted == enumName(list.split) || wanted == imagesName(list)) {
            return list;
        }
        names += (names.empty() ? "" : ", ") + imagesName(list);
    }
    throw Error(ErrorCode::NotFound, "nothing was measured on such images",
                {study.label, names.empty() ? "an evaluation" : "one of " + names, wanted});
}

/// By id or name.
const Variant& chosen(const StudySnapshot& snapshot, Study& study, const std::string& idOrName) {
    return *snapshot.variant(requireVariant(study, idOrName).id);
}

/// `--reference`, or the root of the variant's family.
const Variant& referenceOf(const StudySnapshot& snapshot, Study& study, const Variant* variant,
                           const std::string& wanted) {
    if (!wanted.empty()) {
        return chosen(snapshot, study, wanted);
    }
    const Variant* root = variant ? variant : &snapshot.variants.front();
    while (root->parent) {
        root = snapshot.variant(*root->parent);
    }
    return *root;
}

/// `otherwise`: what else would do.
void requireMeasured(const ComparedVariant& item, const StoredImages& images,
                     const std::string& otherwise) {
    if (!item.evaluation) {
        throw Error(ErrorCode::NotFound,
                    fmt::format("\"{}\" was not measured on these images", item.variant->name),
                    {imagesName(images),
                     fmt::format("evaluate --variant {} --limit {}{}", item.variant->id,
                                 images.count, otherwise),
                     ""});
    }
}

std::string otherReferences(const Comparison& comparison) {
    std::string measured;
    for (const ComparedVariant& item : comparison.variants) {
        if (item.evaluation) {
            measured +=
                fmt::format("{}\"{}\"", measured.empty() ? ", or --reference one of " : ", ",
                            item.variant->name);
        }
    }
    return measured;
}

void writeTable(Session& session, const std::string& folder, const Table& table) {
    const std::string path = (std::filesystem::path(folder) / (table.name + ".csv")).string();
    const std::string text = csvOf(table);
    writeFile(path, text.data(), text.size());
    session.output["files"].push_back(path);
}

/// A terminal is no place for thousands of lines.
std::string firstRows(Table table) {
    constexpr size_t kShown = 20;
    const size_t all = table.rows.size();
    table.rows.resize(std::min(all, kShown));
    return terminalOf(table) +
           (all > kShown ? fmt::format("... and {} more: --csv or --json\n", all - kShown) : "");
}

/// One variant against the reference, in detail.
void detail(Session& session, const CompareArguments& a, const Comparison& comparison,
            const ComparedVariant& variant) {
    const AnswerChanges changes = changesOf(comparison, variant);
    const Table classes = classTable(comparison, variant);
    const Table flipped = flippedTable(comparison, variant, changes.flipped, filesOf(comparison));
    const Table confusion = confusionTable(comparison, variant, true);
    session.print(
        fmt::format("\n{} images answered otherwise: {} broken, {} repaired, {} changed and both "
                    "wrong\n\n{}\n{}\n{}",
                    changes.flipped.size(), changes.broken, changes.repaired, changes.bothWrong,
                    terminalOf(classes), firstRows(changedCells(confusion)), firstRows(flipped)));
    session.output.update(changesJson(comparison, variant));
    session.output["flipped"] = jsonOf(flipped);
    if (!a.csv.empty()) {
        for (const Table& table : {classes, flipped, confusion}) {
            writeTable(session, a.csv, table);
        }
    }
}

void compare(Session& session, const CompareArguments& a) {
    requireStudy(session);
    Study& study = openStudy(session);
    measureGzipSizes(study);
    const auto snapshot = readSnapshot(study);
    const StoredImages& images = chosenImages(*snapshot, a.images);
    const Variant* variant = session.common.variant.empty()
                                 ? nullptr
                                 : &chosen(*snapshot, study, session.common.variant);
    const Variant& reference = referenceOf(*snapshot, study, variant, a.reference);
    std::vector<int64_t> compared;
    for (const Variant& one : snapshot->variants) {
        if (!variant || one.id == variant->id || one.id == reference.id) {
            compared.push_back(one.id);
        }
    }
    const Comparison comparison = compareVariants(snapshot, images.id, compared, reference.id);
    requireMeasured(comparison.reference, images, otherReferences(comparison));
    const Table table = comparisonTable(comparison);
    session.output["images"] = imagesName(images);
    session.output["data"] = comparison.data ? comparison.data->name : "";
    session.output["variants"] = jsonOf(table);
    session.output["files"] = nlohmann::ordered_json::array();
    session.print(fmt::format("{} {}, against {}; drop = reference minus variant, in points\n{}",
                              comparison.data ? comparison.data->name : "", imagesName(images),
                              reference.name, terminalOf(table)));
    if (!a.csv.empty()) {
        std::filesystem::create_directories(a.csv);
        writeTable(session, a.csv, table);
    }
    if (a.front) {
        const auto macs =
            *a.front == CostKind::Macs ? macsOf(study, comparison) : std::map<int64_t, int64_t>();
        const Table front = paretoTable(paretoPoints(comparison, *a.front, macs), *a.front);
        session.print("\n" + terminalOf(front));
        session.output["front"] = jsonOf(front);
        if (!a.csv.empty()) {
            writeTable(session, a.csv, front);
        }
    }
    if (variant && variant->id != reference.id) {
        const ComparedVariant& item = *comparison.find(variant->id);
        requireMeasured(item, images, "");
        detail(session, a, comparison, item);
    }
}

}  // namespace

void addCompare(Commands& commands) {
    const auto [command, a] = commands.add<CompareArguments>(
        "compare",
        "variants of a study side by side on the same images; with --variant which answers, "
        "classes and confusions changed",
        compare);
    command->add_option("--study", commands.common.study, "file that keeps all that was measured")
        ->required();
    command->add_option("--variant", commands.common.variant,
                        "in detail: by id or name (none: all, briefly)");
    command->add_option("--reference", a->reference,
                        "what it is compared with, by id or name (none: the root of its family)");
    command->add_option("--images", a->images,
                        "test, test:500, held-out, ... (none: test images, as many as there are)");
    command->add_option(
        "--csv", a->csv,
        "folder for comparison.csv, front.csv, class_change.csv, flipped.csv, confusion.csv");
    addChoice(*command, "--front", a->front,
              "accuracy over this cost: which networks no other one beats in both");
    command->add_flag("--json", commands.common.json, "one JSON object on standard output");
}

}  // namespace secateur::cli
