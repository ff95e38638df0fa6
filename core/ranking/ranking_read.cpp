#include "core/ranking/ranking_read.h"

#include <cmath>

#include "core/ranking/cut_search.h"
#include "core/ranking/ranking_settings.h"
#include "core/ranking/ranking_store.h"

namespace secateur {

namespace {

using Measure = RankingMeasure;

/// One network's figures from the results that the study has.
class FigureReader {
 public:
    FigureReader(Study& study, const RankingSettings& settings, const NetworkRow& network)
        : m_study(study), m_settings(settings), m_options(settings.options), m_network(network) {}

    RankedNetwork read() {
        RankedNetwork figures;
        figures.digest = m_network.digest;
        figures.name = m_network.name;
        figures.model = m_network.model;
        figures.parameters = m_network.parameters;
        figures.macs = m_network.macs;
        if (const auto top1 = single(Measure::Top1)) {
            figures.top1 = top1->top1();
            figures.images = top1->count;
        }
        if (const auto perChannel = single(Measure::Int8PerChannel)) {
            figures.perChannel = quantized(*perChannel);
            figures.floatShare = perChannel->floatShare;
        }
        if (const auto perTensor = single(Measure::Int8PerTensor)) {
            figures.perTensor = quantized(*perTensor);
        }
        if (const auto speed = single(Measure::Speed)) {
            figures.speedup = speed->speedup;
        }
        if (const auto channels = single(Measure::Channels)) {
            figures.channelsFailure = channels->failure;
        }
        readCuts(figures);
        return figures;
    }

 private:
    void readCuts(RankedNetwork& figures) const {
        if (!figures.top1) {
            return;
        }
        const SafeCut uncut{0.0, *figures.top1, m_network.parameters, m_network.macs};
        figures.sparsity = cut(Measure::Prune, uncut);
        if (figures.sparsity) {
            figures.sparsityTuned = cut(Measure::PruneTuned, *figures.sparsity);
        }
        if (figures.channelsFailure.empty()) {
            figures.channels = cut(Measure::Channels, uncut);
        }
        if (figures.channels) {
            figures.channelsTuned = cut(Measure::ChannelsTuned, *figures.channels);
        }
        if (figures.channelsFailure.empty() && m_options.curveImages > 0) {
            figures.planned = cut(Measure::Planned, uncut);
        }
        if (figures.planned) {
            figures.plannedTuned = cut(Measure::PlannedTuned, *figures.planned);
        }
    }

    std::map<double, RankingResult> results(Measure measure, MeasuredImages images) const {
        return rankingResults(m_study, m_network.digest, measure,
                              measureSettings(measure, images, m_settings));
    }

    std::optional<RankingResult> single(Measure measure) const {
        const auto found = results(measure, MeasuredImages::Test);
        const auto result = found.find(0.0);
        return result == found.end() ? std::nullopt : std::optional(result->second);
    }

    static QuantizedFigures quantized(const RankingResult& result) {
        return {result.top1(), pairedDrop(result.lost, result.gained, result.count)};
    }

    /// The search again, on stored results; nothing while it is unfinished.
    std::optional<SafeCut> cut(Measure measure, const SafeCut& from) const {
        if (isTuned(measure) && m_options.finetuneImages == 0) {
            return std::nullopt;
        }
        const std::map<double, RankingResult> points = results(measure, choosingImages(m_options));
        bool complete = true;
        const int64_t first = std::llround(from.amount / m_options.step);
        const int64_t best = largestSafeCut(first, cutSteps(m_options.step), [&](int64_t step) {
            const auto point = points.find(cutLevel(step, m_options));
            complete = complete && point != points.end();
            return point != points.end() && withinPoints(point->second, m_options.tolerance);
        });
        if (!complete) {
            return std::nullopt;
        }
        if (best == first) {
            return from;
        }
        const double level = cutLevel(best, m_options);
        const auto measured = results(measure, MeasuredImages::Test);
        const auto result = measured.find(level);
        if (result == measured.end()) {
            return std::nullopt;
        }
        return SafeCut{level, result->second.top1(), result->second.parameters,
                       result->second.macs};
    }

    Study& m_study;
    const RankingSettings& m_settings;
    const RankingOptions& m_options;
    const NetworkRow& m_network;
};

}  // namespace

std::vector<StoredRanking> listRankings(Study& study) {
    std::vector<StoredRanking> rankings;
    for (const RankingRow& row : rankingRows(study)) {
        StoredRanking ranking;
        ranking.id = row.id;
        ranking.data = row.settings.dataName;
        ranking.processor = row.settings.processor;
        ranking.created = row.created;
        ranking.options = row.settings.options;
        for (const NetworkRow& network : row.networks) {
            ranking.networks.push_back(FigureReader(study, row.settings, network).read());
        }
        rankings.push_back(std::move(ranking));
    }
    return rankings;
}

}  // namespace secateur
