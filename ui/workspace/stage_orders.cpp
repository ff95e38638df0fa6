#include "ui/workspace/stage_orders.h"

#include "core/analysis/sweep_options.h"
#include "core/base/error.h"
#include "core/base/setting.h"
#include "ui/base/translation.h"

namespace secateur {

namespace {

using nlohmann::json;

std::string source() {
    return Text::tr("an interrupted stage").toStdString();
}

template <class Options>
Options optionsOf(const json& order, const char* part, const SettingsOf<Options>& settings,
                  Options start = {}) {
    settings.read(order.value(part, json::object()), source(), start);
    return start;
}

int64_t countOf(const json& order, const char* name) {
    const auto found = order.find(name);
    if (found == order.end() || !found->is_number_integer() || found->get<int64_t>() < 0) {
        throw Error(ErrorCode::CorruptData,
                    Text::tr("a stage without a count of images").toStdString(),
                    {source(), Text::tr("a whole number").toStdString(), name});
    }
    return found->get<int64_t>();
}

QString textOf(const json& order, const char* name) {
    const auto found = order.find(name);
    return found != order.end() && found->is_string()
               ? QString::fromStdString(found->get<std::string>())
               : QString();
}

QuantizeOptions quantizeOf(const json& order) {
    return optionsOf<QuantizeOptions>(order, "quantize", quantizeSettings());
}

void runEvaluate(StageRunner& runner, const json& order) {
    std::vector<int64_t> variants;
    for (const json& one : order.value("variants", json::array())) {
        variants.push_back(one.is_number_integer() ? one.get<int64_t>() : 0);
    }
    runner.evaluate(variants, countOf(order, "images"));
}

void runGradual(StageRunner& runner, const json& order) {
    GradualPlan plan = optionsOf<GradualPlan>(order, "gradual", gradualSettings());
    if (order.contains("channels")) {
        plan.cut = optionsOf<ChannelRecipe>(order, "channels", channelSettings());
    } else {
        plan.cut = optionsOf<PruneRecipe>(order, "weights", pruneSettings());
    }
    plan.training.options = optionsOf(order, "training", trainSettings(), stepTraining());
    runner.cutGradually(plan, countOf(order, "images"));
}

void runQat(StageRunner& runner, const json& order) {
    QatPlan plan;
    plan.training.options =
        optionsOf(order, "training", trainSettings(), QatPlan::qatTraining().options);
    plan.qat = optionsOf<QatOptions>(order, "qat", qatSettings());
    plan.quantize = quantizeOf(order);
    runner.qat(plan, countOf(order, "images"), countOf(order, "held_out"));
}

void runPipelineOrder(StageRunner& runner, const json& order) {
    PipelineOptions options = optionsOf<PipelineOptions>(order, "pipeline", pipelineSettings());
    options.finetune = optionsOf(order, "training", trainSettings(), options.finetune);
    options.quantize = quantizeOf(order);
    runner.pipeline(options);
}

using Run = void (*)(StageRunner&, const json&);

const std::map<std::string, Run>& stages() {
    static const std::map<std::string, Run> all{
        {"evaluate", runEvaluate},
        {"sweep",
         [](StageRunner& runner, const json& order) {
             runner.sweep(optionsOf<SweepOptions>(order, "sweep", sweepSettings()),
                          countOf(order, "images"), textOf(order, "masks"));
         }},
        {"train",
         [](StageRunner& runner, const json& order) {
             runner.train(optionsOf<TrainOptions>(order, "training", trainSettings()),
                          countOf(order, "images"));
         }},
        {"fine-tune",
         [](StageRunner& runner, const json& order) {
             runner.fineTune(optionsOf(order, "training", trainSettings(), fineTuneDefaults()),
                             countOf(order, "images"));
         }},
        {"gradual", runGradual},
        {"quantize",
         [](StageRunner& runner, const json& order) {
             runner.quantize(quantizeOf(order), textOf(order, "recipe"));
         }},
        {"errors",
         [](StageRunner& runner, const json& order) {
             runner.measureErrors(quantizeOf(order), countOf(order, "images"));
         }},
        {"qat", runQat},
        {"pipeline", runPipelineOrder},
        {"shrink",
         [](StageRunner& runner, const json& order) {
             runner.shrink(optionsOf<ShrinkOptions>(order, "shrink", shrinkSettings()));
         }},
    };
    return all;
}

}  // namespace

json evaluateOrder(const std::vector<int64_t>& variants, int64_t images) {
    json order;
    order["variants"] = variants;
    order["images"] = images;
    return order;
}

json sweepOrder(const SweepOptions& options, int64_t images, const QString& masks) {
    json order;
    order["sweep"] = sweepSettings().toJson(options);
    order["images"] = images;
    order["masks"] = masks.toStdString();
    return order;
}

json trainingOrder(const TrainOptions& options, int64_t images) {
    json order;
    order["training"] = trainSettings().toJson(options);
    order["images"] = images;
    return order;
}

json gradualOrder(const GradualPlan& plan, int64_t images) {
    json order = trainingOrder(plan.training.options, images);
    order["gradual"] = gradualSettings().toJson(plan);
    if (const auto* channels = std::get_if<ChannelRecipe>(&plan.cut)) {
        order["channels"] = channelSettings().toJson(*channels);
    } else {
        order["weights"] = pruneSettings().toJson(std::get<PruneRecipe>(plan.cut));
    }
    return order;
}

json quantizeOrder(const QuantizeOptions& options, const QString& recipe) {
    json order;
    order["quantize"] = quantizeSettings().toJson(options);
    order["recipe"] = recipe.toStdString();
    return order;
}

json errorsOrder(const QuantizeOptions& options, int64_t images) {
    json order;
    order["quantize"] = quantizeSettings().toJson(options);
    order["images"] = images;
    return order;
}

json qatOrder(const QatPlan& plan, int64_t images, int64_t heldOut) {
    json order = trainingOrder(plan.training.options, images);
    order["qat"] = qatSettings().toJson(plan.qat);
    order["quantize"] = quantizeSettings().toJson(plan.quantize);
    order["held_out"] = heldOut;
    return order;
}

json pipelineOrder(const PipelineOptions& options) {
    json order;
    order["pipeline"] = pipelineSettings().toJson(options);
    order["training"] = trainSettings().toJson(options.finetune);
    order["quantize"] = quantizeSettings().toJson(options.quantize);
    return order;
}

json shrinkOrder(const ShrinkOptions& options) {
    json order;
    order["shrink"] = shrinkSettings().toJson(options);
    return order;
}

void runOrder(StageRunner& runner, const WorkOrder& order) {
    const auto found = stages().find(order.stage);
    if (found == stages().end()) {
        throw Error(ErrorCode::NotFound, Text::tr("there is no such stage").toStdString(),
                    {source(), "", order.stage});
    }
    found->second(runner, order.options);
}

}  // namespace secateur
