#include "core/report/comparison_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/analysis/drop_text.h"
#include "core/base/error.h"
#include "core/base/figure_text.h"
#include "core/data/image_folder.h"
#include "core/report/speed_text.h"

namespace secateur {

namespace {

using Compared = ComparedVariant;

/// The names that rows of one pair begin with.
template <class T>
std::vector<Field<T>> pairFields(const Comparison& comparison, const Compared& variant) {
    const auto name = [](const std::string& column, const std::string& text) {
        return Field<T>{{column, "", "", false}, [text](const T&) { return cell::text(text); }};
    };
    return {name("variant", variant.variant->name),
            name("reference", comparison.reference.variant->name)};
}

Table::Cell top1Cell(const Compared& item) {
    if (!item.evaluation) {
        return {{}, "not measured", ""};
    }
    return {item.top1(),
            fmt::format("{} ({})", text::percent(item.top1()),
                        text::percentRange(item.top1Interval.low, item.top1Interval.high)),
            ""};
}

Field<Compared> measured(const std::string& name,
                         const std::function<Table::Cell(const Compared&)>& cellOf) {
    return {{name, "", "", true}, [cellOf](const Compared& item) {
                return item.evaluation ? cellOf(item) : Table::Cell{};
            }};
}

/// One of core's own, in English for files.
Table::Cell word(const char* text, const Say& say) {
    return cell::named(cell::text(text), say(text));
}

/// Files keep the word that studies began with.
Table::Cell kindCell(VariantKind kind, const Say& say) {
    const Table::Cell stored = word(enumName(kind), say);
    return kind == VariantKind::Slimmed ? cell::named(stored, say("channel-pruned")) : stored;
}

std::vector<Field<Compared>> whatItIs(const Say& say) {
    return {{{"variant", "Variant",
              "A network of the study; the others were made from it or from its parent.", false},
             [](const Compared& item) {
                 return cell::named(cell::text(item.variant->name), item.variant->name,
                                    item.variant->note);
             }},
            {{"kind", "Kind", "How the variant was made.", false},
             [say](const Compared& item) { return kindCell(item.variant->kind, say); }},
            {{"encoding", "Encoding",
              "How the weights are stored: 32-bit floats, all or only those that are not zero, or "
              "8-bit integers.",
              false},
             [say](const Compared& item) { return word(enumName(item.variant->encoding), say); }}};
}

void addAccuracy(std::vector<Field<Compared>>& fields) {
    fields.push_back(measured("correct", [](const Compared& item) {
        return cell::count(item.evaluation->result.correct);
    }));
    fields.push_back(measured("count", [](const Compared& item) {
        return cell::count(item.evaluation->result.count());
    }));
    fields.push_back(
        {{"top1", "Top-1",
          "Share of images whose largest logit is the true class, with Wilson's 95 % interval."},
         top1Cell});
    fields.push_back(measured(
        "top1_low", [](const Compared& item) { return cell::percent(item.top1Interval.low); }));
    fields.push_back(measured(
        "top1_high", [](const Compared& item) { return cell::percent(item.top1Interval.high); }));
    addDrop<Compared>(fields, "drop", "Drop (points)",
                      "Top-1 of the reference minus top-1 of this variant on the same images, with "
                      "the 95 % interval of the paired difference (Tango).",
                      [](const Compared& item) { return item.drop; });
}

void addCost(std::vector<Field<Compared>>& fields) {
    fields.push_back({{"size_bytes", "Size",
                       "The stored file, as encoded. 1 MB is a million bytes, 1 MiB is 1,048,576."},
                      [](const Compared& item) { return cell::size(item.variant->sizeBytes); }});
    fields.push_back({{"gzip_bytes", "Gzip",
                       "The stored file after gzip, which makes sparse networks comparable."},
                      [](const Compared& item) { return cell::size(item.variant->gzipBytes); }});
    fields.push_back(
        {{"images_per_second", "Images/s",
          "Median [slowest, fastest round] of the latest run that measured speeds together."},
         [](const Compared& item) {
             return item.speed ? Table::Cell{item.speed->median, speedText(*item.speed), ""}
                               : Table::Cell{{}, "not measured", ""};
         }});
    fields.push_back(
        {{"sparsity", "Sparsity",
          "Share of the weights of convolution and linear layers that are zero."},
         [](const Compared& item) { return cell::percent(item.variant->sparsity()); }});
}

/// The classes that lost most, in words.
std::string worstClasses(const Comparison& comparison, const std::vector<ClassChange>& classes) {
    constexpr size_t kShown = 3;
    std::vector<std::string> parts;
    for (const ClassChange& change : classes) {
        if (change.drop.drop > 0 && parts.size() < kShown) {
            parts.push_back(comparison.className(change.label) + " " + dropText(change.drop));
        }
    }
    return parts.empty() ? "none" : fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

Table comparisonTable(const Comparison& comparison, const Say& say) {
    std::vector<Field<Compared>> fields = whatItIs(say);
    addAccuracy(fields);
    addCost(fields);
    Table table{"comparison", "", columnsOf(fields), {}};
    for (const Compared& item : comparison.variants) {
        table.rows.push_back(rowOf(fields, item, std::to_string(item.variant->id)));
        if (item.variant == comparison.reference.variant && item.drop) {
            table.rows.back().cells[table.column("drop")].text = "reference";
        }
    }
    return table;
}

Table classTable(const Comparison& comparison, const Compared& variant) {
    std::vector<Field<ClassChange>> fields = pairFields<ClassChange>(comparison, variant);
    fields.push_back({{"class", "Class", "", false}, [&](const ClassChange& change) {
                          return cell::text(comparison.className(change.label));
                      }});
    fields.push_back({{"images", "Images", ""},
                      [](const ClassChange& change) { return cell::count(change.images); }});
    fields.push_back({{"reference_top1", "Reference", ""}, [](const ClassChange& change) {
                          return cell::percent(change.referenceAccuracy());
                      }});
    fields.push_back({{"top1", "Variant", ""},
                      [](const ClassChange& change) { return cell::percent(change.accuracy()); }});
    addDrop<ClassChange>(fields, "drop", "Drop (points)", "",
                         [](const ClassChange& change) { return change.drop; });
    Table table{"class_change", "", columnsOf(fields), {}};
    for (const ClassChange& change :
         classChanges(comparison.reference.evaluation->result, variant.evaluation->result,
                      comparison.classCount())) {
        table.rows.push_back(rowOf(fields, change, std::to_string(change.label)));
    }
    return table;
}

FileOf filesOf(const Comparison& comparison) {
    const StoredData* data = comparison.data;
    if (!data || data->kind != DatasetKind::ImageFolder) {
        return {};
    }
    std::vector<std::string> files;
    try {
        files = imageFiles(data->location, comparison.images->split);
    } catch (const Error&) {
        return {};  // it is not there any more: the indices stand for the images
    }
    const int64_t known =
        comparison.images->split == Split::Test ? data->testImages : data->trainImages;
    if (std::ssize(files) != known) {
        return {};
    }
    return [files](int64_t index) { return files.at(static_cast<size_t>(index)); };
}

Table flippedTable(const Comparison& comparison, const Compared& variant,
                   const std::vector<FlippedImage>& images, const FileOf& fileOf) {
    std::vector<Field<FlippedImage>> fields = pairFields<FlippedImage>(comparison, variant);
    fields.push_back({{"index", "Index", ""},
                      [](const FlippedImage& image) { return cell::count(image.index); }});
    fields.push_back({{"file", fileOf ? "File" : "", "", false}, [&](const FlippedImage& image) {
                          const std::string file = fileOf ? fileOf(image.index) : "";
                          return file.empty() ? Table::Cell{} : cell::text(file);
                      }});
    const auto named = [&](const char* name, const char* heading, int32_t FlippedImage::*member) {
        fields.push_back({{name, heading, "", false}, [&, member](const FlippedImage& image) {
                              return cell::text(comparison.className(image.*member));
                          }});
    };
    const auto sure = [&](const char* name, std::optional<double> FlippedImage::*member) {
        fields.push_back(
            {{name, "Confidence", "What its softmax gives the answer."},
             [member](const FlippedImage& image) { return cell::percent(image.*member); }});
    };
    named("label", "True class", &FlippedImage::label);
    named("reference_prediction", "Reference", &FlippedImage::referencePrediction);
    sure("reference_confidence", &FlippedImage::referenceConfidence);
    named("prediction", "Variant", &FlippedImage::prediction);
    sure("confidence", &FlippedImage::confidence);
    fields.push_back({{"kind", "What happened", "", false}, [](const FlippedImage& image) {
                          return cell::text(flipKindName(image.kind));
                      }});
    return tableOf("flipped", fields, images);
}

Table confusionTable(const Comparison& comparison, const Compared& variant, bool withReference) {
    using Place = std::pair<int64_t, int64_t>;
    const int64_t classes = comparison.classCount();
    const ConfusionMatrix now(variant.evaluation->result, classes);
    const ConfusionMatrix before =
        withReference ? ConfusionMatrix(comparison.reference.evaluation->result, classes) : now;
    std::vector<Field<Place>> fields = pairFields<Place>(comparison, variant);
    fields.push_back({{"label", "True class", "", false}, [&](const Place& place) {
                          return cell::text(comparison.className(place.first));
                      }});
    fields.push_back({{"prediction", "Prediction", "", false}, [&](const Place& place) {
                          return cell::text(comparison.className(place.second));
                      }});
    fields.push_back({{"count", "Images", ""}, [&](const Place& place) {
                          return cell::count(now.count(place.first, place.second));
                      }});
    if (withReference) {
        fields.push_back({{"reference_count", "Reference", ""}, [&](const Place& place) {
                              return cell::count(before.count(place.first, place.second));
                          }});
        fields.push_back({{"change", "Change", ""}, [&](const Place& place) {
                              return cell::count(now.count(place.first, place.second) -
                                                 before.count(place.first, place.second));
                          }});
    } else {
        fields.erase(fields.begin() + 1);
    }
    std::vector<Place> places;
    for (int64_t label = 0; label < classes; ++label) {
        for (int64_t prediction = 0; prediction < classes; ++prediction) {
            places.emplace_back(label, prediction);
        }
    }
    return tableOf("confusion", fields, places);
}

Table changedCells(const Table& confusion) {
    const size_t change = confusion.column("change");
    const auto sizeOf = [change](const Table::Row& row) {
        return std::abs(std::get<int64_t>(row.cells[change].figure));
    };
    Table changed = confusion;
    std::erase_if(changed.rows, [&](const Table::Row& row) { return sizeOf(row) == 0; });
    std::stable_sort(changed.rows.begin(), changed.rows.end(),
                     [&](const auto& a, const auto& b) { return sizeOf(a) > sizeOf(b); });
    return changed;
}

AnswerChanges changesOf(const Comparison& comparison, const Compared& variant) {
    const Evaluation& before = comparison.reference.evaluation->result;
    const Evaluation& now = variant.evaluation->result;
    AnswerChanges changes;
    changes.flipped = flippedImages(before, now, comparison.images->indices);
    for (const FlippedImage& image : changes.flipped) {
        ++(image.kind == FlipKind::Broken     ? changes.broken
           : image.kind == FlipKind::Repaired ? changes.repaired
                                              : changes.bothWrong);
    }
    changes.classes = classChanges(before, now, comparison.classCount());
    return changes;
}

Table changesTable(const Comparison& comparison) {
    struct Item {
        const Compared& variant;
        AnswerChanges changes;
    };
    std::vector<Field<Item>> fields{
        {{"variant", "Variant", "", false},
         [](const Item& item) { return cell::text(item.variant.variant->name); }},
        {{"reference", "", "", false},
         [&](const Item&) { return cell::text(comparison.reference.variant->name); }},
        {{"count", "", ""},
         [](const Item& item) { return cell::count(item.variant.evaluation->result.count()); }}};
    addDrop<Item>(fields, "drop", "Drop (points)", "",
                  [](const Item& item) { return item.variant.drop; });
    const auto counted = [&](const char* name, const char* heading,
                             int64_t AnswerChanges::*member) {
        fields.push_back({{name, heading, ""}, [member](const Item& item) {
                              return cell::count(item.changes.*member);
                          }});
    };
    counted("broken", "Broken", &AnswerChanges::broken);
    counted("repaired", "Repaired", &AnswerChanges::repaired);
    counted("both_wrong", "Changed, both wrong", &AnswerChanges::bothWrong);
    fields.push_back({{"", "Classes that lost most", "", false}, [&](const Item& item) {
                          return cell::text(worstClasses(comparison, item.changes.classes));
                      }});
    Table table{"changes", "", columnsOf(fields), {}};
    for (const Compared& variant : comparison.variants) {
        if (comparison.isPaired(variant)) {
            table.rows.push_back(rowOf(fields, Item{variant, changesOf(comparison, variant)},
                                       std::to_string(variant.variant->id)));
        }
    }
    return table;
}

nlohmann::ordered_json changesJson(const Comparison& comparison, const Compared& variant) {
    const AnswerChanges changes = changesOf(comparison, variant);
    nlohmann::ordered_json confusion = nlohmann::ordered_json::array();
    const int64_t classes = comparison.classCount();
    const ConfusionMatrix now(variant.evaluation->result, classes);
    for (int64_t label = 0; label < classes; ++label) {
        nlohmann::ordered_json row = nlohmann::ordered_json::array();
        for (int64_t prediction = 0; prediction < classes; ++prediction) {
            row.push_back(now.count(label, prediction));
        }
        confusion.push_back(std::move(row));
    }
    return {{"variant", variant.variant->name},
            {"reference", comparison.reference.variant->name},
            {"count", variant.evaluation->result.count()},
            {"drop", variant.drop->drop},
            {"drop_low", variant.drop->low},
            {"drop_high", variant.drop->high},
            {"broken", changes.broken},
            {"repaired", changes.repaired},
            {"both_wrong", changes.bothWrong},
            {"classes", jsonOf(classTable(comparison, variant))},
            {"confusion", confusion}};
}

}  // namespace secateur
