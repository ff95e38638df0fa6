#include "core/report/ranking_tables.h"

#include <fmt/format.h>

#include "core/analysis/drop_text.h"
#include "core/base/figure_text.h"

namespace secateur {

namespace {

/// What a row is of.
struct Ranked {
    const StoredRanking& ranking;
    const RankedNetwork& network;
    const NetworkRank& rank;
};
using Fields = std::vector<Field<Ranked>>;
using Cell = Table::Cell;

constexpr const char* kMissing = "–";

/// For people the dash, where there is nothing.
Cell orDash(Cell cell) {
    if (cell.text.empty()) {
        cell.text = kMissing;
    }
    return cell;
}

/// The criterion that stands in the column of this name.
size_t criterionOf(const std::string& column) {
    size_t c = 0;
    while (rankCriteria()[c].column != column) {
        ++c;
    }
    return c;
}

std::string titleOf(const std::string& column) {
    std::string title = rankCriteria()[criterionOf(column)].name;
    title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
    return title;
}

std::string explanationOf(const std::string& column) {
    const RankCriterion& criterion = rankCriteria()[criterionOf(column)];
    return fmt::format("Counts for {}; {} is better. Figures closer than {:g} {} share a place.",
                       criterion.pruning ? "pruning" : "quantization",
                       criterion.moreIsBetter ? "more" : "less", criterion.alike, criterion.unit);
}

/// A criterion's cell also says its place and what stands behind the figure.
Cell judged(const Ranked& item, const std::string& column, Cell cell, const std::string& behind,
            const Say& say) {
    const std::optional<double>& place = item.rank.byCriterion[criterionOf(column)];
    cell = orDash(std::move(cell));
    cell.note = behind;
    if (place) {
        cell.note += (behind.empty() ? "" : "\n") + said(say, "place {:g}", *place);
    }
    return cell;
}

void add(Fields& fields, const Table::Column& column, std::function<Cell(const Ranked&)> cellOf) {
    fields.push_back({column, std::move(cellOf)});
}

void addText(Fields& fields, const char* name, std::function<std::string(const Ranked&)> textOf) {
    add(fields, {name, "", "", false},
        [textOf](const Ranked& item) { return cell::text(textOf(item)); });
}

void addNumber(Fields& fields, const char* name,
               std::function<std::optional<double>(const Ranked&)> numberOf) {
    add(fields, {name, "", ""}, [numberOf](const Ranked& item) {
        const std::optional<double> number = numberOf(item);
        return number ? Cell{*number, fmt::format("{:g}", *number), ""} : Cell{};
    });
}

void addNetwork(Fields& fields, const Say& say) {
    add(fields, {"ranking", "", ""},
        [](const Ranked& item) { return cell::count(item.ranking.id); });
    addText(fields, "data", [](const Ranked& item) { return item.ranking.data; });
    add(fields, {"network", "Network", "The name that it was given.", false},
        [](const Ranked& item) {
            return cell::named(cell::text(item.network.name), item.network.name,
                               item.network.model);
        });
    addText(fields, "model", [](const Ranked& item) { return item.network.model; });
    add(fields, {"images", "", ""},
        [](const Ranked& item) { return cell::count(item.network.images); });
    add(fields, {"parameters", "Parameters", "Trainable numbers of the network as it is."},
        [](const Ranked& item) { return cell::millions(item.network.parameters); });
    add(fields, {"macs", "MACs", "Multiply-accumulates for one image."},
        [](const Ranked& item) { return cell::millions(item.network.macs); });
    add(fields,
        {"top1", "Top-1",
         "Share of the test images whose most likely class is the right one, in FP32."},
        [say](const Ranked& item) {
            Cell cell = cell::percent(item.network.top1);
            cell.text = cell.text.empty() ? say("not measured") : cell.text;
            cell.note = said(say, "of {} test images", text::count(item.network.images));
            return cell;
        });
}

void addCut(Fields& fields, const std::string& column,
            std::optional<SafeCut> RankedNetwork::*member, const Say& say) {
    const bool slim = !column.starts_with("sparsity");
    add(fields, {column, titleOf(column), explanationOf(column)},
        [column, member, slim, say](const Ranked& item) {
            const std::optional<SafeCut>& cut = item.network.*member;
            const std::string behind =
                cut    ? said(say, "top-1 {} with {} parameters and {} MACs left",
                              text::percent(cut->top1), text::millions(cut->parameters),
                              text::millions(cut->macs))
                : slim ? item.network.channelsFailure
                       : "";
            return judged(item, column, cut ? cell::percent(cut->amount) : Cell{}, behind, say);
        });
    addNumber(fields, (column + "_top1").c_str(), [member](const Ranked& item) {
        const std::optional<SafeCut>& cut = item.network.*member;
        return cut ? std::optional(cut->top1) : std::nullopt;
    });
    if (slim) {
        add(fields, {column + "_parameters", "", ""}, [member](const Ranked& item) {
            return (item.network.*member) ? cell::count((item.network.*member)->parameters)
                                          : Cell{};
        });
        add(fields, {column + "_macs", "", ""}, [member](const Ranked& item) {
            return (item.network.*member) ? cell::count((item.network.*member)->macs) : Cell{};
        });
    }
}

void addQuantized(Fields& fields, const std::string& name, const std::string& column,
                  std::optional<QuantizedFigures> RankedNetwork::*member, const Say& say) {
    addNumber(fields, (name + "_top1").c_str(), [member](const Ranked& item) {
        const std::optional<QuantizedFigures>& figures = item.network.*member;
        return figures ? std::optional(figures->top1) : std::nullopt;
    });
    const size_t first = fields.size();
    addDrop<Ranked>(fields, column, titleOf(column), explanationOf(column),
                    [member](const Ranked& item) -> std::optional<PairedDrop> {
                        const std::optional<QuantizedFigures>& figures = item.network.*member;
                        return figures ? std::optional(figures->drop) : std::nullopt;
                    });
    fields[first].cell = [column, member, say, plain = fields[first].cell](const Ranked& item) {
        const std::optional<QuantizedFigures>& figures = item.network.*member;
        return judged(item, column, plain(item),
                      figures ? "INT8 top-1 " + text::percent(figures->top1) : "", say);
    };
}

void addPlaces(Fields& fields, const Say& say) {
    addNumber(fields, "pruning_place", [](const Ranked& item) { return item.rank.pruning; });
    addNumber(fields, "quantization_place",
              [](const Ranked& item) { return item.rank.quantization; });
    add(fields,
        {"place", "Place",
         "1 is the easiest: by the mean of the places in pruning and in quantization."},
        [say](const Ranked& item) {
            const std::optional<double>& place = item.rank.place;
            const std::string reasons = reasonsOf(item.network, item.rank, say);
            return place ? Cell{*place, fmt::format("{:g}", *place), reasons}
                         : Cell{{}, kMissing, reasons};
        });
    add(fields, {"claimed_place", "", ""}, [](const Ranked& item) {
        const std::optional<ClaimedRank> claim = claimedRank(item.network.model);
        return claim ? cell::count(claim->place) : Cell{};
    });
    add(fields,
        {"claimed", "Expected",
         "The place and its reason that were expected before anything was measured.", false},
        [say](const Ranked& item) {
            const std::optional<ClaimedRank> claim = claimedRank(item.network.model);
            return claim ? Cell{claim->reason,
                                fmt::format("{}, {}", claim->place, say(claim->reason.c_str())), ""}
                         : Cell{{}, kMissing, ""};
        });
    add(fields, {"reasons", "Reasons", "The figures that the place follows from.", false},
        [say](const Ranked& item) {
            return cell::named(cell::text(reasonsOf(item.network, item.rank)),
                               reasonsOf(item.network, item.rank, say));
        });
}

Fields rankingFields(const Say& say) {
    Fields fields;
    addNetwork(fields, say);
    addCut(fields, "sparsity", &RankedNetwork::sparsity, say);
    addCut(fields, "channels", &RankedNetwork::channels, say);
    addCut(fields, "planned", &RankedNetwork::planned, say);
    addCut(fields, "sparsity_tuned", &RankedNetwork::sparsityTuned, say);
    addCut(fields, "channels_tuned", &RankedNetwork::channelsTuned, say);
    addCut(fields, "planned_tuned", &RankedNetwork::plannedTuned, say);
    addQuantized(fields, "int8", "int8_drop", &RankedNetwork::perChannel, say);
    addQuantized(fields, "per_tensor", "per_tensor_drop", &RankedNetwork::perTensor, say);
    add(fields, {"int8_speedup", titleOf("int8_speedup"), explanationOf("int8_speedup")},
        [say](const Ranked& item) {
            return judged(item, "int8_speedup", cell::number(item.network.speedup, 2, "x"), "",
                          say);
        });
    add(fields, {"float_share", titleOf("float_share"), explanationOf("float_share")},
        [say](const Ranked& item) {
            return judged(item, "float_share", cell::percent(item.network.floatShare), "", say);
        });
    addPlaces(fields, say);
    addText(fields, "digest", [](const Ranked& item) { return item.network.digest; });
    addText(fields, "channels_failure",
            [](const Ranked& item) { return item.network.channelsFailure; });
    return fields;
}

/// Without the columns that people are not shown, or are shown elsewhere.
Table onlyColumns(const Table& table, const std::function<bool(const std::string&)>& wanted) {
    Table part = table;
    for (Table::Column& column : part.columns) {
        column.heading = wanted(column.name) ? column.heading : "";
    }
    return part;
}

bool isPlace(const std::string& column) {
    return column == "place" || column == "claimed" || column == "reasons";
}

}  // namespace

Table rankingTable(const StoredRanking& ranking, const Say& say) {
    const Fields fields = rankingFields(say);
    const std::vector<NetworkRank> ranks = rankNetworks(ranking);
    Table table{"ranking", ranking.data, columnsOf(fields), {}};
    for (size_t n = 0; n < ranks.size(); ++n) {
        const RankedNetwork& network = ranking.networks[n];
        table.rows.push_back(rowOf(fields, Ranked{ranking, network, ranks[n]}, network.name));
    }
    return table;
}

Table rankingsTable(const std::vector<StoredRanking>& rankings) {
    Table table{"networks", "", columnsOf(rankingFields(inEnglish)), {}};
    for (const StoredRanking& ranking : rankings) {
        const Table part = rankingTable(ranking);
        table.rows.insert(table.rows.end(), part.rows.begin(), part.rows.end());
    }
    return table;
}

namespace {

/// How the size of cuts was chosen and what they were measured with.
std::string cutsText(const RankingOptions& o) {
    std::string text =
        fmt::format("in steps of {:g} %, that lose at most {:g} points", 100 * o.step, o.tolerance);
    if (o.heldOutImages > 0) {
        text += fmt::format(" of at most {} held-out images", o.heldOutImages);
    }
    if (o.recalibrationImages > 0) {
        text += fmt::format(", recalibrated on {} images", o.recalibrationImages);
    }
    text += fmt::format(", channels ranked by {}", enumName(o.channelRanking));
    if (o.curveImages > 0) {
        text += fmt::format(
            "; by plan: the most multiply-adds gone that widths save whose groups were measured at "
            "{:g} of their channels on at most {} held-out images",
            fmt::join(o.curveLevels, ", "), o.curveImages);
    }
    return text +
           (o.finetuneImages > 0
                ? fmt::format(", and after {} epoch{} of fine-tuning on {} images instead",
                              o.finetuneEpochs, o.finetuneEpochs == 1 ? "" : "s", o.finetuneImages)
                : "");
}

}  // namespace

std::string rankingMarkdown(const StoredRanking& ranking) {
    const RankingOptions& o = ranking.options;
    const bool tuned = o.finetuneImages > 0;
    std::string text = fmt::format(
        "## Networks compared on {}\n\nTop-1 on {} test images; the largest cuts, {}; PTQ "
        "calibrated on {} images, its drop in points "
        "with the 95 % interval; INT8 images/s over FP32 images/s, measured together, taking "
        "turns, with {} workers on {}.\n\n",
        ranking.data, o.testImages > 0 ? std::to_string(o.testImages) : "all", cutsText(o),
        o.calibrationImages, o.workers, ranking.processor);
    const Table table = rankingTable(ranking);
    text += markdownOf(onlyColumns(table, [&](const std::string& name) {
        return !isPlace(name) && (tuned || !name.ends_with("_tuned")) &&
               (o.curveImages > 0 || !name.starts_with("planned"));
    }));
    text += "\n" + markdownOf(onlyColumns(table, [](const std::string& name) {
                return isPlace(name) || name == "network";
            }));
    for (const RankedNetwork& network : ranking.networks) {
        if (!network.channelsFailure.empty()) {
            text += fmt::format("\nNo channels of {} were cut: {}.\n", network.name,
                                network.channelsFailure);
        }
    }
    return text + "\n";
}

nlohmann::ordered_json rankingJson(const StoredRanking& ranking) {
    const RankingOptions& o = ranking.options;
    return {{"id", ranking.id},
            {"data", ranking.data},
            {"processor", ranking.processor},
            {"workers", o.workers},
            {"created", ranking.created},
            {"test_images", o.testImages},
            {"held_out_images", o.heldOutImages},
            {"tolerance_points", o.tolerance},
            {"step", o.step},
            {"channel_ranking", enumName(o.channelRanking)},
            {"recalibration_images", o.recalibrationImages},
            {"curve_images", o.curveImages},
            {"curve_levels", o.curveLevels},
            {"finetune_images", o.finetuneImages},
            {"finetune_epochs", o.finetuneEpochs},
            {"finetune_rate", o.finetuneRate},
            {"calibration_images", o.calibrationImages},
            {"networks", jsonOf(rankingTable(ranking))}};
}

}  // namespace secateur
