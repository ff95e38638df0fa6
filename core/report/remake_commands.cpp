#include "core/report/remake_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/analysis/sweep_options.h"
#include "core/base/json_text.h"
#include "core/base/setting.h"
#include "core/base/text.h"
#include "core/prune/channel_recipe.h"
#include "core/prune/prune_recipe.h"
#include "core/quant/qat_options.h"
#include "core/quant/quantize_options.h"
#include "core/report/image_set.h"
#include "core/study/settings.h"
#include "core/study/variant_edits.h"
#include "core/train/recalibrate_options.h"
#include "core/train/train_options.h"

namespace secateur {

namespace {

using json = nlohmann::json;

/// For a shell: as it is where it can be.
std::string quoted(const std::string& text) {
    const bool plain = !text.empty() && text.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789_-+=.,:/@%") == std::string::npos;
    if (plain) {
        return text;
    }
    std::string all = "'";
    for (const char c : text) {
        all += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return all + "'";
}

/// One line, whatever a stranger's study calls a network: what follows it would be run.
std::string commentOf(const std::string& text) {
    return "# " + printableLine(text);
}

std::string valueText(const json& value) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    std::string all;
    if (value.is_array()) {
        for (const json& one : value) {
            all += (all.empty() ? "" : ",") + valueText(one);
        }
        return all;
    }
    if (value.is_object()) {
        for (const auto& [name, share] : value.items()) {
            all += (all.empty() ? "" : ",") + name + "=" + valueText(share);
        }
        return all;
    }
    return value.dump();
}

/// Of the names of a flag that is on or off, as CLI11 takes them: "--a,--b{false}" or "--a,!--b".
std::string switchName(const std::string& names, bool on) {
    const size_t comma = names.find(',');
    if (on || comma == std::string::npos) {
        return names.substr(0, comma);
    }
    std::string off = names.substr(comma + 1);
    off = off.substr(0, off.find('{'));
    return off.starts_with('!') ? off.substr(1) : off;
}

/// What the recipe sets otherwise than the program does by itself.
template <class Options>
std::string flagsOf(const SettingsOf<Options>& settings, const json& recipe,
                    const Options& defaults = {}) {
    std::string text;
    for (const SettingOf<Options>& setting : settings) {
        const json::const_iterator found = recipe.find(setting.text.key);
        if (setting.text.flag.empty() || found == recipe.end() || *found == setting.get(defaults) ||
            (found->is_structured() && found->empty())) {
            continue;
        }
        const std::string first = setting.text.flag.substr(0, setting.text.flag.find(','));
        text += " " + (setting.kind == SettingKind::Flag && found->is_boolean()
                           ? switchName(setting.text.flag, found->get<bool>())
                           : first + " " + quoted(valueText(*found)));
    }
    return text;
}

std::string seedText(const StudySnapshot& study) {
    const auto seed = study.settings.find(setting::kSeed);
    return seed == study.settings.end() ? "" : " --seed " + quoted(seed->second);
}

/// Of the images that accuracies are shown of, where they are not all.
std::string limitText(const StudySnapshot& study) {
    const ImageSet set = shownImageSet(study);
    const StoredImages* images = study.imageList(set.images);
    const StoredData* data = images != nullptr ? study.dataSet(images->dataSet) : nullptr;
    return data == nullptr || set.split != Split::Test || set.count == data->testImages
               ? ""
               : fmt::format(" --limit {}", set.count);
}

/// With the number of images in place of their digest; older recipes do not say it.
json recalibrationOf(json recipe) {
    if (recipe.contains("image_count")) {
        recipe["images"] = recipe["image_count"];
    } else {
        recipe.erase("images");
    }
    return recipe;
}

json recipeOf(const Variant& variant) {
    return parseJson(variant.recipe, "the recipe of " + variant.name);
}

/// The command of how this network was made, its settings behind it.
std::string makingOf(const Variant& variant) {
    const json recipe = madeWith(variant);
    switch (variant.kind) {
        case VariantKind::Pruned:
            return "prune" + flagsOf(pruneSettings(), recipe);
        case VariantKind::Slimmed:
            return "prune --channels" + flagsOf(channelSettings(), recipe);
        case VariantKind::Recalibrated:
            return "recalibrate" + flagsOf(recalibrateSettings(), recipe);
        case VariantKind::FineTuned:
            return "finetune" + flagsOf(trainSettings(), recipe, fineTuneDefaults());
        case VariantKind::Trained:
            return "train" + flagsOf(trainSettings(), recipe);
        case VariantKind::Int8:
            return madeByQat(variant)
                       ? "qat" + flagsOf(trainSettings(), recipe) + flagsOf(qatSettings(), recipe) +
                             flagsOf(quantizeSettings(), quantizedWith(variant))
                       : "quantize" + flagsOf(quantizeSettings(), quantizedWith(variant));
        case VariantKind::Baseline:
            break;
    }
    return "evaluate";
}

/// By variant, what each is called when the commands make it: as it was called when it was made,
/// the numbers of those of one name without gaps.
std::map<int64_t, std::string> namesWhenMade(const StudySnapshot& study) {
    std::map<int64_t, std::string> names;
    std::set<std::string> taken;
    for (const Variant& variant : study.variants) {
        const auto first = study.settings.find(kMadeAsPrefix + std::to_string(variant.id));
        std::string base = first == study.settings.end() ? variant.name : first->second;
        const size_t end = base.find_last_not_of("0123456789");
        if (end != std::string::npos && end > 0 && end + 1 < base.size() && base[end] == ' ') {
            base.resize(end);
        }
        std::string name = base;
        for (int number = 2; !taken.insert(name).second; ++number) {
            name = fmt::format("{} {}", base, number);
        }
        names[variant.id] = name;
    }
    return names;
}

std::string sweepCommand(const StudySnapshot& study, const StoredSweep& sweep,
                         const std::map<int64_t, std::string>& names) {
    std::set<double> levels;
    for (const SensitivityPoint& point : sweep.points) {
        levels.insert(point.level.number);
    }
    const StoredImages& images = *study.imageList(sweep.images);
    return fmt::format(
        "secateur-cli sweep --study again.secateur --variant {} --kind {}{} --group {} --levels {}"
        " --limit {}{}{}{}{}",
        quoted(names.at(sweep.variant)), enumName(sweep.kind),
        sweep.criterion == "given" ? "" : " --criterion " + quoted(sweep.criterion),
        enumName(sweep.grouping), fmt::join(levels, ","), images.count,
        sweep.rankingImages ? fmt::format(" --ranking-images {}", *sweep.rankingImages) : "",
        sweep.adaptive ? " --adaptive" : "",
        sweep.recalibrated > 0 ? fmt::format(" --recalibrate {}", sweep.recalibrated) : "",
        seedText(study));
}

/// Of the variants that `wanted` is true of.
template <class Wanted>
std::vector<std::string> makingLines(const StudySnapshot& study, Wanted wanted) {
    std::vector<std::string> lines;
    const std::map<int64_t, std::string> names = namesWhenMade(study);
    const auto place = study.settings.find(setting::kDataLocation);
    const std::string data =
        place == study.settings.end() ? "" : " --data " + quoted(place->second);
    for (const Variant& variant : study.variants) {
        if (!wanted(variant)) {
            continue;
        }
        const std::string note = variant.note.substr(0, variant.note.find('\n'));
        lines.push_back(commentOf(variant.name + ": " + note));
        lines.push_back(variant.parent
                            ? fmt::format("secateur-cli {} --study again.secateur --variant {}{}",
                                          makingOf(variant), quoted(names.at(*variant.parent)),
                                          seedText(study))
                            : fmt::format("secateur-cli evaluate --study again.secateur "
                                          "--checkpoint NETWORK{}{}{}",
                                          data, limitText(study), seedText(study)));
    }
    return lines;
}

}  // namespace

json madeWith(const Variant& variant) {
    const json recipe = recipeOf(variant);
    return variant.kind == VariantKind::Recalibrated ? recalibrationOf(recipe) : recipe;
}

json quantizedWith(const Variant& variant) {
    return recipeOf(variant).value("settings", json::object());
}

bool madeByQat(const Variant& variant) {
    const json recipe = recipeOf(variant);
    return variant.quantized() && recipe.contains("method") && recipe["method"] == "qat";
}

std::vector<std::string> remakeCommandsOf(const StudySnapshot& study, int64_t variant) {
    std::set<int64_t> line;
    for (const Variant* v = study.variant(variant); v != nullptr;
         v = v->parent ? study.variant(*v->parent) : nullptr) {
        line.insert(v->id);
    }
    return makingLines(study, [&](const Variant& v) { return line.contains(v.id); });
}

std::vector<std::string> remakeCommands(const StudySnapshot& study) {
    std::vector<std::string> lines = makingLines(study, [](const Variant&) { return true; });
    const std::map<int64_t, std::string> names = namesWhenMade(study);
    for (const StoredSweep& sweep : study.sweeps) {
        if (!sweep.points.empty()) {
            lines.push_back(sweepCommand(study, sweep, names));
        }
    }
    return lines;
}

}  // namespace secateur
