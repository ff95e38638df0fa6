#include "core/stages/gradual_stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/analysis/evaluation.h"
#include "core/base/error.h"
#include "core/graph/cost.h"
#include "core/stages/channel_stage.h"
#include "core/stages/recalibrate_stage.h"
#include "core/stages/stages.h"
#include "core/study/study.h"

namespace secateur {

namespace {

/// By layer and (with an empty name) of all `layers` (empty: all) the share that is zero.
std::map<std::string, double> zeroShares(const Graph& graph,
                                         const std::vector<std::string>& layers) {
    std::map<std::string, double> shares;
    double zeros = 0.0;
    double weights = 0.0;
    for (const LayerCost& layer : computeCost(graph).layers) {
        const bool chosen =
            layers.empty() || std::find(layers.begin(), layers.end(), layer.name) != layers.end();
        if (layer.weights > 0 && chosen) {
            const auto all = static_cast<double>(layer.weights);
            shares[layer.name] = static_cast<double>(layer.zeros) / all;
            zeros += static_cast<double>(layer.zeros);
            weights += all;
        }
    }
    shares[""] = weights > 0 ? zeros / weights : 0.0;
    return shares;
}

/// Of what is left when `before` is gone, the share that goes so that `after` is.
double ofWhatIsLeft(double before, double after) {
    return (after - before) / (1.0 - before);
}

class GradualCut {
 public:
    GradualCut(const StageContext& stage, int64_t parent, const GradualPlan& plan)
        : m_stage(stage), m_plan(plan), m_at(parent) {
        gradualSettings().check(plan);
        const auto* weights = std::get_if<PruneRecipe>(&plan.cut);
        if (weights == nullptr) {
            return;
        }
        m_zeros = zeroShares(loadFloatVariant(stage.study, parent), weights->layers);
        if (weights->scope != PruneScope::Plan && m_zeros.at("") >= weights->amount) {
            throw Error(ErrorCode::InvalidArgument, "so many weights are zero already",
                        {"", fmt::format("above {:.4f}", m_zeros.at("")),
                         fmt::format("{:g}", weights->amount)});
        }
    }

    GradualStep step(int64_t number) {
        GradualStep step;
        const Variant cut = std::holds_alternative<PruneRecipe>(m_plan.cut)
                                ? prunedAt(number, step.share)
                                : slimmedAt(number, step.share);
        m_stage.run.say(fmt::format("step {} of {}: {:.1f} % of the {}", number, m_plan.steps,
                                    100 * step.share, m_zeros.empty() ? "channels" : "weights"));
        add(step, cut);
        if (m_plan.recalibrate > 0 && canRecalibrate(m_stage.study, m_at)) {
            RecalibrateOptions options;
            options.images = m_plan.recalibrate;
            add(step, recalibrateVariant(m_stage, m_at, options, m_plan.training.options.seed));
        }
        TrainingPlan training = m_plan.training;
        training.kind = TrainingKind::FineTuned;
        training.keepZeros = true;
        training.parent = m_at;
        const TrainingOutcome trained = trainVariant(m_stage, training);
        add(step, trained.best.value_or(trained.last));
        return step;
    }

 private:
    void add(GradualStep& step, const Variant& variant) {
        GradualStep::Network network{variant, {}};
        if (!m_plan.training.heldOut.indices.empty()) {
            network.accuracy =
                evaluateVariant(m_stage, variant.id, m_plan.training.heldOut).result.accuracy();
        }
        step.networks.push_back(network);
        m_at = variant.id;
    }

    /// `recipe` with this share of each of its amounts; tells the largest.
    template <class Recipe, class Share>
    static Recipe scaled(Recipe recipe, double& largest, const Share& share) {
        recipe.amount = share(recipe.amount, std::string());
        largest = recipe.scope == PruneScope::Plan ? 0.0 : recipe.amount;
        for (auto& [name, amount] : recipe.plan) {
            amount = share(amount, name);
            largest = std::max(largest, amount);
        }
        return recipe;
    }

    Variant prunedAt(int64_t number, double& largest) const {
        const PruneRecipe recipe = scaled(
            std::get<PruneRecipe>(m_plan.cut), largest, [&](double end, const std::string& layer) {
                const auto found = m_zeros.find(layer);
                const double start = found == m_zeros.end() ? 0.0 : found->second;
                return std::max(start, cubicShare(start, end, number, m_plan.steps));
            });
        return pruneVariant(m_stage, m_at, recipe);
    }

    Variant slimmedAt(int64_t number, double& largest) const {
        const auto gone = [&](double end, int64_t steps) {
            return end * static_cast<double>(steps) / static_cast<double>(m_plan.steps);
        };
        const ChannelRecipe& all = std::get<ChannelRecipe>(m_plan.cut);
        scaled(all, largest, [&](double end, const std::string&) { return gone(end, number); });
        double ofStep = 0.0;
        ChannelRecipe recipe = scaled(all, ofStep, [&](double end, const std::string&) {
            return ofWhatIsLeft(gone(end, number - 1), gone(end, number));
        });
        recipe.roundTo = number == m_plan.steps ? all.roundTo : 1;
        return slimVariant(m_stage, m_at, recipe).variant;
    }

    const StageContext& m_stage;
    const GradualPlan& m_plan;
    std::map<std::string, double> m_zeros;  ///< of single weights: zeroShares() at the start
    int64_t m_at;                           ///< the network as it is by now
};

}  // namespace

TrainOptions stepTraining() {
    TrainOptions options = fineTuneDefaults();
    options.epochs = 1;
    return options;
}

const SettingsOf<GradualPlan>& gradualSettings() {
    using O = GradualPlan;
    using S = SettingOf<O>;
    static const SettingsOf<O> all{
        S::count({"steps", "--steps", "S&teps", "How often it is cut and repaired."}, &O::steps,
                 {.low = 1, .high = 1000}),
        S::count({"recalibrate", "--recalibrate", "&Recalibrate on images",
                  "Training images on which the statistics of batch normalisations are estimated "
                  "anew after each cut, before it is fine-tuned; 0: not."},
                 &O::recalibrate, {.low = 0, .high = 10'000'000}),
    };
    return all;
}

double cubicShare(double start, double end, int64_t step, int64_t steps) {
    const double left = 1.0 - static_cast<double>(step) / static_cast<double>(steps);
    return end + (start - end) * left * left * left;
}

std::vector<GradualStep> cutGradually(const StageContext& stage, int64_t parent,
                                      const GradualPlan& plan,
                                      const std::function<void(const GradualStep&)>& stepDone) {
    GradualCut cut(stage, parent, plan);
    std::vector<GradualStep> steps;
    for (int64_t number = 1; number <= plan.steps; ++number) {
        steps.push_back(cut.step(number));
        if (stepDone) {
            stepDone(steps.back());
        }
    }
    return steps;
}

}  // namespace secateur
