#include "core/ranking/ranking.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/analysis/evaluator.h"
#include "core/analysis/runners.h"
#include "core/analysis/speed.h"
#include "core/base/digest.h"
#include "core/base/error.h"
#include "core/base/setting.h"
#include "core/graph/cost.h"
#include "core/io/model_file.h"
#include "core/models/registry.h"
#include "core/prune/channel_selection.h"
#include "core/prune/unstructured.h"
#include "core/quant/post_training.h"
#include "core/ranking/cut_search.h"
#include "core/ranking/planned_cut.h"
#include "core/ranking/ranking_settings.h"
#include "core/ranking/ranking_store.h"
#include "core/stages/data_fit.h"
#include "core/stages/pipeline.h"
#include "core/stages/split_images.h"
#include "core/train/batch_statistics.h"
#include "core/train/recalibrate_options.h"
#include "core/train/recalibration.h"
#include "core/train/trainer.h"

namespace secateur {

namespace {

using Measure = RankingMeasure;

/// What all networks of a ranking are measured with.
struct Bench {
    const StageContext& stage;
    const RankingOptions& options;
    const RankingSettings settings;
    const ImageList test;
    const ImageList heldOut;
    const ImageList speed;
    const ImageList calibration;
    const ImageList recalibration;
    const ImageList finetune;
    const ImageList curves;
    const ImageList curveRecalibration;
    int64_t total = 0;  ///< measurements to expect
    int64_t done = 0;
};

/// Measures one network; what the study has is not measured again.
class NetworkMeasuring {
 public:
    NetworkMeasuring(Bench& bench, const Graph& graph, const NetworkRow& network)
        : m_bench(bench), m_graph(graph), m_network(network), m_data(fitData(graph, bench.stage)) {
        m_quiet.stop = bench.stage.run.stop;
        m_quiet.onMessage = bench.stage.run.onMessage;
    }

    void run() {
        for (const MeasuredImages images : {MeasuredImages::Test, MeasuredImages::HeldOut}) {
            m_right[images] = known(Measure::Top1, images, 0, [&] { return top1(images); }).right;
        }
        const auto onTest = [&](Measure measure, const std::function<RankingResult()>& measured) {
            return known(measure, MeasuredImages::Test, 0, measured);
        };
        onTest(Measure::Int8PerChannel, [&] { return int8(WeightScales::PerChannel); });
        onTest(Measure::Int8PerTensor, [&] { return int8(WeightScales::PerTensor); });
        onTest(Measure::Speed, [&] { return speed(); });
        const bool cuttable = onTest(Measure::Channels, [&] { return uncut(); }).failure.empty();
        const int64_t pruned = search(Measure::Prune, 0);
        const int64_t slimmed = cuttable ? search(Measure::Channels, 0) : 0;
        const bool plans = cuttable && m_bench.options.curveImages > 0;
        const int64_t planned = plans ? searchPlans() : 0;
        if (m_bench.options.finetuneImages > 0) {
            search(Measure::PruneTuned, pruned);
            if (cuttable) {
                search(Measure::ChannelsTuned, slimmed);
            }
            if (plans) {
                search(Measure::PlannedTuned, planned);
            }
        }
    }

 private:
    /// The stored result, or `measure`'s, stored.
    RankingResult known(Measure measure, MeasuredImages images, double level,
                        const std::function<RankingResult()>& measured) {
        const std::string settings = measureSettings(measure, images, m_bench.settings);
        const auto results =
            rankingResults(m_bench.stage.study, m_network.digest, measure, settings);
        ++m_bench.done;
        if (const auto found = results.find(level); found != results.end()) {
            return found->second;
        }
        m_bench.stage.run.checkCancelled();
        m_bench.stage.run.report(
            {fmt::format("{}: {} {:g}", m_network.name, enumName(measure), level),
             m_bench.done,
             m_bench.total,
             "measurements",
             {}});
        const RankingResult result = measured();
        m_bench.stage.run.checkCancelled();
        addRankingResult(m_bench.stage.study, m_network.digest, measure, settings, level, result);
        m_bench.stage.run.tell(Stored());
        return result;
    }

    /// Chooses a cut by the held-out images and measures it on the test images.
    int64_t search(Measure measure, int64_t from) {
        const int64_t end = m_bench.done + searchSteps(m_bench.options.step) + 1;
        const auto result = [&](int64_t step, MeasuredImages images) {
            const double level = cutLevel(step, m_bench.options);
            return known(measure, images, level, [&] { return atCut(measure, images, level); });
        };
        const int64_t cut = largestSafeCut(from, cutSteps(m_bench.options.step), [&](int64_t step) {
            return withinPoints(result(step, MeasuredImages::HeldOut), m_bench.options.tolerance);
        });
        if (cut > from) {
            result(cut, MeasuredImages::Test);
        }
        m_bench.done = end;
        return cut;
    }

    int64_t searchPlans() {
        for (const double share : m_bench.options.curveLevels) {
            m_curves[share] = known(Measure::Curves, MeasuredImages::HeldOut, share, [&] {
                const ImageList& images = m_bench.curves;
                return measureCurves({m_bench.stage.study, m_data, m_bench.stage.workers, m_quiet,
                                      m_bench.stage.device, m_bench.stage.cluster},
                                     m_graph, {images, m_bench.curveRecalibration},
                                     evaluated(m_graph, images), share, m_bench.options);
            });
        }
        return search(Measure::Planned, 0);
    }

    const ImageList& listOf(MeasuredImages images) const {
        return images == MeasuredImages::Test ? m_bench.test : m_bench.heldOut;
    }

    Evaluation evaluated(const Graph& graph, const ImageList& images) const {
        return evaluate(
            graph, images.dataset(m_data), m_data.normalisation, images.indices,
            {.workers = m_bench.stage.workers, .sharing = {m_bench.stage.cluster, images.split}},
            m_quiet);
    }

    RankingResult top1(MeasuredImages images) const {
        const Evaluation evaluation = evaluated(m_graph, listOf(images));
        RankingResult result;
        result.correct = evaluation.correct;
        result.count = evaluation.count();
        for (size_t i = 0; i < evaluation.predictions.size(); ++i) {
            result.right.push_back(evaluation.predictions[i] == evaluation.labels[i]);
        }
        return result;
    }

    /// Counts of another network beside the unchanged one's, image by image.
    RankingResult counted(const Graph& graph, MeasuredImages images) const {
        const Evaluation evaluation = evaluated(graph, listOf(images));
        const std::vector<bool>& right = m_right.at(images);
        PairedCounts counts;
        for (size_t i = 0; i < evaluation.predictions.size(); ++i) {
            counts.add(right.at(i), evaluation.predictions[i] == evaluation.labels[i]);
        }
        RankingResult result;
        result.correct = counts.correct;
        result.count = counts.count;
        result.lost = counts.lost;
        result.gained = counts.gained;
        return result;
    }

    Graph quantized(WeightScales scales) const {
        QuantizeOptions options;
        options.weightScales = scales;
        options.workers = m_bench.stage.workers;
        return quantizePostTraining(m_graph, m_bench.calibration.dataset(m_data),
                                    m_data.normalisation, m_bench.calibration.indices, options,
                                    m_quiet)
            .graph;
    }

    RankingResult int8(WeightScales scales) const {
        const Graph graph = quantized(scales);
        RankingResult result = counted(graph, MeasuredImages::Test);
        result.floatShare = kernelShare(graph, "").floatShareOfElements;
        return result;
    }

    /// Measured together, as all speeds are.
    RankingResult speed() const {
        const Graph graph = quantized(WeightScales::PerChannel);
        const Dataset* images = &m_bench.speed.dataset(m_data);
        const int workers = m_bench.stage.workers;
        const auto rates =
            measureRates({{&m_graph, images, &m_data.normalisation, ""},
                          {&graph, images, &m_data.normalisation, ""}},
                         m_bench.speed.indices, workers, SpeedOptions().rounds, m_quiet);
        std::vector<double> ratios;
        for (size_t round = 0; round < rates[0].size(); ++round) {
            ratios.push_back(rates[1][round] / rates[0][round]);
        }
        const SpeedFigure ratio = speedFigure(workers, ratios);
        RankingResult result;
        result.fp32Speed = speedFigure(workers, rates[0]).median;
        result.int8Speed = speedFigure(workers, rates[1]).median;
        result.speedup = ratio.median;
        result.lowestSpeedup = ratio.lowest;
        result.highestSpeedup = ratio.highest;
        return result;
    }

    /// Whether any channel can be cut at all.
    RankingResult uncut() const {
        const std::vector<ChannelGroup> groups = channelGroups(m_graph);
        RankingResult result;
        result.cuttable = std::count_if(groups.begin(), groups.end(),
                                        [](const auto& group) { return group.fixed.empty(); });
        result.failure = result.cuttable == 0 ? "no group of channels can be cut" : "";
        return result;
    }

    /// Nothing where the curves do not reach the level.
    std::optional<ChannelRecipe> recipeOf(RankedCut cut, double level) const {
        if (cut == RankedCut::Planned) {
            return plannedRecipe(m_graph, costOn(m_graph, sizeOf(m_data)), m_curves,
                                 m_bench.options, level);
        }
        ChannelRecipe recipe;
        recipe.scope = PruneScope::Global;
        recipe.amount = level;
        recipe.criterion = m_bench.options.channelRanking;
        recipe.seed = m_bench.options.seed;
        return recipe;
    }

    Graph slimmed(const ChannelRecipe& recipe) const {
        const std::vector<ChannelGroup> groups = channelGroups(m_graph);
        return slimChannels(m_graph,
                            removalOf(m_graph, groups, selectChannels(m_graph, groups, recipe)));
    }

    Graph tuned(const Graph& cut, const Masks& masks) const {
        TrainOptions options = fineTuneDefaults();
        options.epochs = m_bench.options.finetuneEpochs;
        options.learningRate = m_bench.options.finetuneRate;
        options.seed = m_bench.options.seed;
        options.workers = m_bench.stage.workers;
        options.batchSize =
            std::min(options.batchSize, static_cast<int64_t>(m_bench.finetune.indices.size()));
        return trainNetwork(cut, m_data, m_bench.finetune.indices, options, masks, {}, {}, m_quiet);
    }

    Graph withStatistics(Graph cut) const {
        if (m_bench.recalibration.indices.empty() || normsOf(cut).empty()) {
            return cut;
        }
        return recalibrated(cut, m_bench.recalibration.dataset(m_data), m_data.normalisation,
                            m_bench.recalibration.indices, RecalibrateOptions().batchSize,
                            m_bench.stage.workers, m_quiet);
    }

    RankingResult atCut(Measure measure, MeasuredImages images, double level) const {
        const bool weights = cutOf(measure) == RankedCut::Weights;
        const Masks masks = weights ? rankedMasks(m_graph, level) : Masks();
        const auto recipe = weights ? std::nullopt : recipeOf(cutOf(measure), level);
        if (!weights && !recipe) {
            RankingResult none;
            none.failure = "the curves do not reach so few multiply-adds";
            return none;
        }
        Graph graph = weights ? applyMasks(m_graph, masks) : slimmed(*recipe);
        graph = isTuned(measure) ? tuned(graph, masks) : withStatistics(std::move(graph));
        RankingResult result = counted(graph, images);
        const GraphCost cost = costOn(graph, sizeOf(m_data));
        result.parameters = cost.parameters - cost.zeros;
        result.macs = cost.macs;
        return result;
    }

    Bench& m_bench;
    const Graph& m_graph;
    const NetworkRow& m_network;
    const ImageData m_data;  ///< as the network takes them
    RunContext m_quiet;      ///< stops, but leaves reporting to the ranking
    std::map<MeasuredImages, std::vector<bool>> m_right;  ///< as the network is
    std::map<double, RankingResult> m_curves;             ///< by share
};

void check(const std::vector<RankedSource>& networks, const ImageData& data,
           const RankingOptions& options) {
    if (networks.empty()) {
        throw Error(ErrorCode::InvalidArgument, "no networks to compare");
    }
    std::set<std::string> names;
    for (const RankedSource& network : networks) {
        if (!names.insert(network.name).second) {
            throw Error(ErrorCode::InvalidArgument, "two networks of one name",
                        {network.name, "", ""});
        }
    }
    rankingOptionSettings().check(options);
    if (options.curveImages > 0 && options.curveLevels.empty()) {
        throw Error(ErrorCode::InvalidArgument, "widths are planned by curves of no point",
                    {"curve levels", "shares of channels", "none"});
    }
    if (!data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {data.location, "", ""});
    }
}

NetworkRow rowOf(const std::string& name, const Graph& graph, const ImageData& data) {
    const std::vector<uint8_t> bytes = serializeModel(graph);
    Digest digest;
    digest.addBytes(bytes.data(), bytes.size());
    const GraphCost cost = costOn(graph, sizeOf(data));
    return {digest.hex(), name, graph.spec.name, cost.parameters, cost.macs};
}

struct RankedGraph {
    Graph graph;
    NetworkRow row;
};

/// All are read and checked before the first is measured.
std::vector<RankedGraph> readNetworks(const std::vector<RankedSource>& networks,
                                      const ImageData& data) {
    std::vector<RankedGraph> read;
    for (const RankedSource& network : networks) {
        Graph graph = *readNetwork(network.source, &data).graph;
        requireFit(graph, data);
        if (graph.quantized()) {
            throw Error(ErrorCode::Unsupported, "FP32 networks are compared",
                        {network.name, "FP32", "INT8"});
        }
        const NetworkRow row = rowOf(network.name, graph, data);
        read.push_back({std::move(graph), row});
    }
    return read;
}

}  // namespace

RankedSource rankedSource(const std::string& name, const std::string& file) {
    RankedSource source{name, {file, ""}};
    for (const ModelEntry& entry : modelRegistry()) {
        if (entry.name == name || entry.name == name + "_cifar") {
            source.source.model = entry.name;
            break;
        }
    }
    return source;
}

int64_t measureRanking(const StageContext& stage, const std::vector<RankedSource>& networks,
                       const RankingOptions& options) {
    const ImageData& data = stage.data;
    check(networks, data, options);
    const auto drawnOrNone = [&](Split split, int64_t count) {
        return count > 0 ? drawnImages(data, split, count, options.seed) : ImageList{};
    };
    Bench bench{stage,
                options,
                rankingSettings(forStage(stage, options), data),
                spreadImages(data, Split::Test, options.testImages, options.seed),
                drawnImages(data, Split::HeldOut, options.heldOutImages, options.seed),
                spreadImages(data, Split::Test, options.speedImages, options.seed),
                drawnImages(data, Split::Train, options.calibrationImages, options.seed),
                drawnOrNone(Split::Train, options.recalibrationImages),
                drawnOrNone(Split::Train, options.finetuneImages),
                drawnOrNone(Split::HeldOut, options.curveImages),
                drawnOrNone(Split::Train, curveRecalibration(options))};
    const std::vector<RankedGraph> read = readNetworks(networks, data);
    const int64_t ranking = openRanking(stage.study, bench.settings);
    for (const RankedGraph& network : read) {
        addRankedNetwork(stage.study, ranking, network.row);
    }
    bench.total = expectedMeasurements(options) * static_cast<int64_t>(read.size());
    for (const RankedGraph& network : read) {
        NetworkMeasuring(bench, network.graph, network.row).run();
    }
    return ranking;
}

}  // namespace secateur
