#include <cmath>

#include "core/base/error.h"
#include "core/ranking/cut_search.h"
#include "core/ranking/ranking.h"
#include "core/ranking/ranking_settings.h"
#include "core/ranking/ranking_store.h"
#include "core/study/study.h"

namespace secateur {

namespace {

using nlohmann::json;
using Measure = ComparisonMeasure;

double top1Of(const json& result) {
    return static_cast<double>(result.at("correct").get<int64_t>()) /
           static_cast<double>(result.at("count").get<int64_t>());
}

/// One network's figures from the results that the study has.
class FigureReader {
 public:
    FigureReader(Study& study, const ComparisonRow& comparison, const ComparisonOptions& options,
                 const NetworkRow& network)
        : m_study(study), m_comparison(comparison), m_options(options), m_network(network) {}

    ComparedNetwork read() {
        ComparedNetwork figures;
        figures.digest = m_network.digest;
        figures.name = m_network.name;
        figures.model = m_network.model;
        figures.parameters = m_network.parameters;
        figures.macs = m_network.macs;
        if (const auto top1 = single(Measure::Top1)) {
            figures.top1 = top1Of(*top1);
            figures.images = top1->at("count").get<int64_t>();
        }
        if (const auto perChannel = single(Measure::Int8PerChannel)) {
            figures.perChannel = quantized(*perChannel);
            if (perChannel->contains("float_share")) {
                figures.floatShare = perChannel->at("float_share").get<double>();
            }
        }
        if (const auto perTensor = single(Measure::Int8PerTensor)) {
            figures.perTensor = quantized(*perTensor);
        }
        if (const auto speed = single(Measure::Speed)) {
            figures.speedup = speed->at("ratio").get<double>();
        }
        if (const auto channels = single(Measure::Channels)) {
            figures.channelsFailure = channels->value("failure", "");
        }
        readCuts(figures);
        return figures;
    }

 private:
    void readCuts(ComparedNetwork& figures) const {
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
    }

    std::map<double, json> results(Measure measure) const {
        return comparisonResults(m_study, m_network.digest, measure,
                                 measureSettings(measure, m_comparison.settings));
    }

    std::optional<json> single(Measure measure) const {
        const auto found = results(measure);
        const auto result = found.find(0.0);
        return result == found.end() ? std::nullopt : std::optional(result->second);
    }

    static QuantizedFigures quantized(const json& result) {
        return {top1Of(result),
                pairedDrop(result.at("lost").get<int64_t>(), result.at("gained").get<int64_t>(),
                           result.at("count").get<int64_t>())};
    }

    /// The search again, on stored results; nothing while it is unfinished.
    std::optional<SafeCut> cut(Measure measure, const SafeCut& from) const {
        const bool tuned = measure == Measure::PruneTuned || measure == Measure::ChannelsTuned;
        if (tuned && m_options.finetuneImages == 0) {
            return std::nullopt;
        }
        const std::map<double, json> points = results(measure);
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
        const json& result = points.at(cutLevel(best, m_options));
        return SafeCut{cutLevel(best, m_options), top1Of(result),
                       result.at("parameters").get<int64_t>(), result.at("macs").get<int64_t>()};
    }

    Study& m_study;
    const ComparisonRow& m_comparison;
    const ComparisonOptions& m_options;
    const NetworkRow& m_network;
};

}  // namespace

std::vector<StoredComparison> listComparisons(Study& study) {
    std::vector<StoredComparison> comparisons;
    try {
        for (const ComparisonRow& row : comparisonRows(study)) {
            StoredComparison comparison;
            comparison.id = row.id;
            comparison.data = row.settings.at("data_name").get<std::string>();
            comparison.processor = row.settings.at("processor").get<std::string>();
            comparison.created = row.created;
            comparison.options = comparisonOptions(row.settings, study.label());
            for (const NetworkRow& network : row.networks) {
                comparison.networks.push_back(
                    FigureReader(study, row, comparison.options, network).read());
            }
            comparisons.push_back(std::move(comparison));
        }
    } catch (const json::exception& error) {
        throw Error(ErrorCode::CorruptData, "a result of a comparison is damaged",
                    {study.label(), "", error.what()});
    }
    return comparisons;
}

}  // namespace secateur
