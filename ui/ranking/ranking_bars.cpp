#include "ui/ranking/ranking_bars.h"

#include <algorithm>
#include <numeric>

#include "core/base/table.h"
#include "core/ranking/rank.h"
#include "ui/base/core_text.h"

namespace secateur {

namespace {

/// Networks from the easiest to the hardest, as far as that is known.
std::vector<size_t> orderOf(const std::vector<NetworkRank>& ranks) {
    std::vector<size_t> order(ranks.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return ranks[a].place && ranks[b].place && *ranks[a].place < *ranks[b].place;
    });
    return order;
}

/// One network under one criterion.
struct Judged {
    const RankedNetwork& network;
    const RankCriterion& criterion;
    const NetworkRank& rank;
    std::optional<double> place;  ///< by this criterion
};

Table criteriaTable(const std::vector<Judged>& items) {
    const auto number = [](const std::optional<double>& value) { return cell::number(value, 2); };
    const std::vector<Field<Judged>> fields{
        {{"network", "", "", false}, [](const Judged& j) { return cell::text(j.network.name); }},
        {{"model", "", "", false}, [](const Judged& j) { return cell::text(j.network.model); }},
        {{"criterion", "", "", false},
         [](const Judged& j) { return cell::text(j.criterion.name); }},
        {{"unit", "", "", false}, [](const Judged& j) { return cell::text(j.criterion.unit); }},
        {{"figure", "", ""},
         [=](const Judged& j) { return number(j.criterion.figure(j.network)); }},
        {{"place", "", ""}, [=](const Judged& j) { return number(j.place); }},
        {{"network_place", "", ""}, [=](const Judged& j) { return number(j.rank.place); }},
        {{"claimed_place", "", ""}, [](const Judged& j) {
             const std::optional<ClaimedRank> claim = claimedRank(j.network.model);
             return claim ? cell::count(claim->place) : Table::Cell{};
         }}};
    return tableOf("networks", fields, items);
}

Bars::Panel panelOf(const RankCriterion& criterion) {
    QString title = coreText(criterion.name);
    title[0] = title[0].toUpper();
    Bars::Panel panel;
    panel.title = QString("%1, %2").arg(title, coreText(criterion.unit));
    return panel;
}

Bars::Bar barOf(const RankCriterion& criterion, const RankedNetwork& network, size_t place) {
    Bars::Bar bar;
    bar.value = criterion.figure(network);
    if (const std::optional<PairedDrop> drop =
            criterion.drop ? criterion.drop(network) : std::nullopt) {
        bar.whisker = {100.0 * drop->low, 100.0 * drop->high};
    }
    bar.label = bar.value ? QString::number(*bar.value, 'f', 2) : BarChart::tr("not measured");
    bar.colour = [place](const Theme& theme) {
        return categoricalColour(static_cast<int>(place), theme.dark);
    };
    return bar;
}

}  // namespace

Bars rankingBars(const StoredRanking& ranking) {
    const std::vector<NetworkRank> ranks = rankNetworks(ranking);
    const std::vector<size_t> order = orderOf(ranks);
    Bars bars;
    bars.exportWidth = 1200;
    bars.panelsInALine = static_cast<int>(
        std::count_if(rankCriteria().begin(), rankCriteria().end(),
                      [](const RankCriterion& criterion) { return criterion.pruning; }));
    std::vector<Judged> judged;
    for (const size_t n : order) {
        const RankedNetwork& network = ranking.networks[n];
        const QString name = QString::fromStdString(network.name);
        bars.rows.push_back(
            {qint64(n), name, false,
             QString::fromStdString(reasonsOf(network, ranks[n], inWindowLanguage))});
        for (size_t c = 0; c < rankCriteria().size(); ++c) {
            judged.push_back({network, rankCriteria()[c], ranks[n], ranks[n].byCriterion[c]});
        }
    }
    for (const RankCriterion& criterion : rankCriteria()) {
        bars.panels.push_back(panelOf(criterion));
        for (const size_t n : order) {
            bars.panels.back().bars.push_back(barOf(criterion, ranking.networks[n], n));
        }
    }
    if (!judged.empty()) {
        bars.csv = QByteArray::fromStdString(csvOf(criteriaTable(judged)));
    }
    return bars;
}

}  // namespace secateur
