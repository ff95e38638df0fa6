#include "core/report/ranking_tables.h"

#include <fmt/format.h>

#include "core/ranking/rank.h"

namespace secateur {

namespace {

using Json = nlohmann::ordered_json;

Json optionalJson(const std::optional<double>& value) {
    return value ? Json(*value) : Json();
}

std::string field(const std::optional<double>& value) {
    return value ? fmt::format("{:.6g}", *value) : "";
}

std::string quotedField(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

std::string cutFields(const std::optional<SafeCut>& cut) {
    return cut ? fmt::format("{:.6g},{:.6f}", cut->amount, cut->top1) : ",";
}

std::string sizeFields(const std::optional<SafeCut>& cut) {
    return cut ? fmt::format("{},{}", cut->parameters, cut->macs) : ",";
}

std::string quantizedFields(const std::optional<QuantizedFigures>& figures) {
    return figures ? fmt::format("{:.6f},{:.6f},{:.6f},{:.6f}", figures->top1, figures->drop.drop,
                                 figures->drop.low, figures->drop.high)
                   : ",,,";
}

std::string csvLine(const StoredComparison& comparison, const ComparedNetwork& n,
                    const NetworkRank& rank) {
    const std::optional<ClaimedRank> claim = claimedRank(n.model);
    const std::string measured = fmt::format(
        "{},{},{},{},{},{},{},{}", comparison.id, quotedField(comparison.data), quotedField(n.name),
        quotedField(n.model), n.images, n.parameters, n.macs, field(n.top1));
    const std::string cuts =
        fmt::format("{},{},{},{},{}", cutFields(n.sparsity), cutFields(n.channels),
                    sizeFields(n.channels), cutFields(n.sparsityTuned), cutFields(n.channelsTuned));
    const std::string int8 =
        fmt::format("{},{},{},{}", quantizedFields(n.perChannel), quantizedFields(n.perTensor),
                    field(n.speedup), field(n.floatShare));
    return fmt::format("{},{},{},{},{},{},{},{},{}\n", measured, cuts, int8, field(rank.pruning),
                       field(rank.quantization), field(rank.place),
                       claim ? std::to_string(claim->place) : "",
                       claim ? quotedField(claim->reason) : "", quotedField(rank.reasons));
}

std::string cutText(const std::optional<SafeCut>& cut) {
    return cut ? fmt::format("{:.1f} %", 100 * cut->amount) : "–";
}

std::string dropText(const std::optional<QuantizedFigures>& figures) {
    return figures ? fmt::format("{:.2f} [{:.2f}, {:.2f}]", 100 * figures->drop.drop,
                                 100 * figures->drop.low, 100 * figures->drop.high)
                   : "–";
}

std::string numberText(const std::optional<double>& value, const char* unit, double factor = 1.0) {
    return value ? fmt::format("{:.2f}{}", factor * *value, unit) : "–";
}

std::string tableLine(const ComparedNetwork& n, bool tuned) {
    std::string text =
        fmt::format("| {} | {:.2f} M | {:.1f} M | {} | {} | {} |", n.name,
                    static_cast<double>(n.parameters) / 1e6, static_cast<double>(n.macs) / 1e6,
                    numberText(n.top1, " %", 100), cutText(n.sparsity), cutText(n.channels));
    if (tuned) {
        text += fmt::format(" {} | {} |", cutText(n.sparsityTuned), cutText(n.channelsTuned));
    }
    return text + fmt::format(" {} | {} | {} | {} |\n", dropText(n.perChannel),
                              dropText(n.perTensor), numberText(n.speedup, "x"),
                              numberText(n.floatShare, " %", 100));
}

std::string placeLine(const ComparedNetwork& network, const NetworkRank& rank) {
    const std::optional<ClaimedRank> claim = claimedRank(network.model);
    return fmt::format("| {} | {} | {} | {} |\n", network.name,
                       rank.place ? fmt::format("{:g}", *rank.place) : "–",
                       claim ? fmt::format("{} ({})", claim->place, claim->reason) : "–",
                       rank.reasons);
}

Json cutJson(const std::optional<SafeCut>& cut) {
    return cut ? Json{{"amount", cut->amount},
                      {"top1", cut->top1},
                      {"parameters", cut->parameters},
                      {"macs", cut->macs}}
               : Json();
}

Json quantizedJson(const std::optional<QuantizedFigures>& figures) {
    return figures ? Json{{"top1", figures->top1},
                          {"drop", figures->drop.drop},
                          {"drop_low", figures->drop.low},
                          {"drop_high", figures->drop.high}}
                   : Json();
}

Json networkJson(const ComparedNetwork& n, const NetworkRank& rank) {
    const std::optional<ClaimedRank> claim = claimedRank(n.model);
    return {{"name", n.name},
            {"model", n.model},
            {"digest", n.digest},
            {"parameters", n.parameters},
            {"macs", n.macs},
            {"images", n.images},
            {"top1", optionalJson(n.top1)},
            {"sparsity", cutJson(n.sparsity)},
            {"channels", cutJson(n.channels)},
            {"channels_failure", n.channelsFailure},
            {"sparsity_tuned", cutJson(n.sparsityTuned)},
            {"channels_tuned", cutJson(n.channelsTuned)},
            {"int8_per_channel", quantizedJson(n.perChannel)},
            {"int8_per_tensor", quantizedJson(n.perTensor)},
            {"int8_speedup", optionalJson(n.speedup)},
            {"float_share", optionalJson(n.floatShare)},
            {"pruning_place", optionalJson(rank.pruning)},
            {"quantization_place", optionalJson(rank.quantization)},
            {"place", optionalJson(rank.place)},
            {"reasons", rank.reasons},
            {"claimed_place", claim ? Json(claim->place) : Json()},
            {"claimed", claim ? Json(claim->reason) : Json()}};
}

}  // namespace

std::string comparisonsCsv(const std::vector<StoredComparison>& comparisons) {
    std::string text =
        "comparison,data,network,model,images,parameters,macs,top1,sparsity,sparsity_top1,"
        "channels,channels_top1,channels_parameters,channels_macs,sparsity_tuned,"
        "sparsity_tuned_top1,channels_tuned,channels_tuned_top1,int8_top1,int8_drop,int8_drop_low,"
        "int8_drop_high,per_tensor_top1,per_tensor_drop,per_tensor_drop_low,per_tensor_drop_high,"
        "int8_speedup,float_share,pruning_place,quantization_place,place,claimed_place,claimed,"
        "reasons\n";
    for (const StoredComparison& comparison : comparisons) {
        const std::vector<NetworkRank> ranks = rankNetworks(comparison);
        for (size_t n = 0; n < ranks.size(); ++n) {
            text += csvLine(comparison, comparison.networks[n], ranks[n]);
        }
    }
    return text;
}

std::string comparisonMarkdown(const StoredComparison& comparison) {
    const ComparisonOptions& o = comparison.options;
    const bool tuned = o.finetuneImages > 0;
    std::string text = fmt::format(
        "## Networks compared on {}\n\nTop-1 on {} test images; the largest cuts, in steps of "
        "{:g} %, that lose at most {:g} points{}; PTQ calibrated on {} images, its drop in points "
        "with the 95 % interval; INT8 images/s over FP32 images/s, measured together, taking "
        "turns, with {} workers on {}.\n\n",
        comparison.data, o.testImages > 0 ? std::to_string(o.testImages) : "all", 100 * o.step,
        o.tolerance,
        tuned ? fmt::format(", without training and after {} epochs of fine-tuning on {} images",
                            o.finetuneEpochs, o.finetuneImages)
              : "",
        o.calibrationImages, o.workers, comparison.processor);
    text += fmt::format(
        "| network | parameters | MACs | top-1 | sparsity | channels cut |{} INT8 drop, per "
        "channel | per tensor | INT8 speed | without INT8 kernels |\n"
        "|---|---:|---:|---:|---:|---:|{}---:|---:|---:|---:|\n",
        tuned ? " sparsity, fine-tuned | channels, fine-tuned |" : "", tuned ? "---:|---:|" : "");
    for (const ComparedNetwork& network : comparison.networks) {
        text += tableLine(network, tuned);
    }
    text += "\n| network | place | claimed | because |\n|---|---:|---|---|\n";
    const std::vector<NetworkRank> ranks = rankNetworks(comparison);
    for (size_t n = 0; n < ranks.size(); ++n) {
        text += placeLine(comparison.networks[n], ranks[n]);
    }
    for (const ComparedNetwork& network : comparison.networks) {
        if (!network.channelsFailure.empty()) {
            text += fmt::format("\nNo channels of {} were cut: {}.\n", network.name,
                                network.channelsFailure);
        }
    }
    return text + "\n";
}

Json comparisonJson(const StoredComparison& comparison) {
    const ComparisonOptions& o = comparison.options;
    Json networks = Json::array();
    const std::vector<NetworkRank> ranks = rankNetworks(comparison);
    for (size_t n = 0; n < ranks.size(); ++n) {
        networks.push_back(networkJson(comparison.networks[n], ranks[n]));
    }
    return {{"id", comparison.id},
            {"data", comparison.data},
            {"processor", comparison.processor},
            {"workers", o.workers},
            {"created", comparison.created},
            {"test_images", o.testImages},
            {"tolerance_points", o.tolerance},
            {"step", o.step},
            {"finetune_images", o.finetuneImages},
            {"finetune_epochs", o.finetuneEpochs},
            {"finetune_rate", o.finetuneRate},
            {"calibration_images", o.calibrationImages},
            {"networks", networks}};
}

}  // namespace secateur
