#include "core/stages/stage_orders.h"

#include "core/base/error.h"
#include "core/base/setting.h"

namespace secateur {

namespace {

using nlohmann::json;

constexpr const char* kSource = "an interrupted stage";

template <class Options>
Options optionsOf(const json& order, const char* part, const SettingsOf<Options>& settings,
                  Options start = {}) {
    settings.read(order.value(part, json::object()), kSource, start);
    return start;
}

int64_t countOf(const json& order, const char* name) {
    const auto found = order.find(name);
    if (found == order.end() || !found->is_number_integer() || found->get<int64_t>() < 0) {
        throw Error(ErrorCode::CorruptData, "a stage without a count of images",
                    {kSource, "a whole number", name});
    }
    return found->get<int64_t>();
}

std::string textOf(const json& order, const char* name) {
    const auto found = order.find(name);
    return found != order.end() && found->is_string() ? found->get<std::string>() : "";
}

QuantizeOptions quantizeOf(const json& order) {
    return optionsOf<QuantizeOptions>(order, "quantize", quantizeSettings());
}

StageOrder evaluateOf(const json& order) {
    EvaluateOrder read{{}, countOf(order, "images")};
    for (const json& one : order.value("variants", json::array())) {
        read.variants.push_back(one.is_number_integer() ? one.get<int64_t>() : 0);
    }
    return read;
}

StageOrder sweepOf(const json& order) {
    return SweepOrder{optionsOf<SweepOptions>(order, "sweep", sweepSettings()),
                      countOf(order, "images"), textOf(order, "masks")};
}

StageOrder trainOf(const json& order) {
    return TrainOrder{TrainingKind::Trained,
                      optionsOf<TrainOptions>(order, "training", trainSettings()),
                      countOf(order, "images")};
}

StageOrder fineTuneOf(const json& order) {
    return TrainOrder{TrainingKind::FineTuned,
                      optionsOf(order, "training", trainSettings(), fineTuneDefaults()),
                      countOf(order, "images")};
}

StageOrder gradualOf(const json& order) {
    GradualPlan plan = optionsOf<GradualPlan>(order, "gradual", gradualSettings());
    if (order.contains("channels")) {
        plan.cut = optionsOf<ChannelRecipe>(order, "channels", channelSettings());
    } else {
        plan.cut = optionsOf<PruneRecipe>(order, "weights", pruneSettings());
    }
    plan.training.options = optionsOf(order, "training", trainSettings(), stepTraining());
    return GradualOrder{plan, countOf(order, "images")};
}

StageOrder quantizeOrderOf(const json& order) {
    return QuantizeOrder{quantizeOf(order), textOf(order, "recipe")};
}

StageOrder errorsOf(const json& order) {
    return ErrorsOrder{quantizeOf(order), countOf(order, "images")};
}

StageOrder qatOf(const json& order) {
    QatPlan plan;
    plan.training.options =
        optionsOf(order, "training", trainSettings(), QatPlan::qatTraining().options);
    plan.qat = optionsOf<QatOptions>(order, "qat", qatSettings());
    plan.quantize = quantizeOf(order);
    return QatOrder{plan, countOf(order, "images"), countOf(order, "held_out")};
}

StageOrder pipelineOf(const json& order) {
    PipelineOptions options = optionsOf<PipelineOptions>(order, "pipeline", pipelineSettings());
    options.finetune = optionsOf(order, "training", trainSettings(), options.finetune);
    options.quantize = quantizeOf(order);
    return options;
}

StageOrder shrinkOf(const json& order) {
    return optionsOf<ShrinkOptions>(order, "shrink", shrinkSettings());
}

using Read = StageOrder (*)(const json&);

const std::map<std::string, Read>& readers() {
    static const std::map<std::string, Read> all{
        {"evaluate", evaluateOf},  {"sweep", sweepOf},     {"train", trainOf},
        {"fine-tune", fineTuneOf}, {"gradual", gradualOf}, {"quantize", quantizeOrderOf},
        {"errors", errorsOf},      {"qat", qatOf},         {"pipeline", pipelineOf},
        {"shrink", shrinkOf}};
    return all;
}

/// The name among readers(), and what it reads.
using Written = std::pair<std::string, json>;

Written written(const EvaluateOrder& order) {
    return {"evaluate", {{"variants", order.variants}, {"images", order.images}}};
}

Written written(const SweepOrder& order) {
    return {"sweep",
            {{"sweep", sweepSettings().toJson(order.options)},
             {"images", order.images},
             {"masks", order.masks}}};
}

Written written(const TrainOrder& order) {
    return {order.kind == TrainingKind::FineTuned ? "fine-tune" : "train",
            {{"training", trainSettings().toJson(order.options)}, {"images", order.images}}};
}

Written written(const GradualOrder& order) {
    json options{{"training", trainSettings().toJson(order.plan.training.options)},
                 {"images", order.images},
                 {"gradual", gradualSettings().toJson(order.plan)}};
    if (const auto* channels = std::get_if<ChannelRecipe>(&order.plan.cut)) {
        options["channels"] = channelSettings().toJson(*channels);
    } else {
        options["weights"] = pruneSettings().toJson(std::get<PruneRecipe>(order.plan.cut));
    }
    return {"gradual", options};
}

Written written(const QuantizeOrder& order) {
    return {"quantize",
            {{"quantize", quantizeSettings().toJson(order.options)}, {"recipe", order.recipe}}};
}

Written written(const ErrorsOrder& order) {
    return {"errors",
            {{"quantize", quantizeSettings().toJson(order.options)}, {"images", order.images}}};
}

Written written(const QatOrder& order) {
    return {"qat",
            {{"training", trainSettings().toJson(order.plan.training.options)},
             {"qat", qatSettings().toJson(order.plan.qat)},
             {"quantize", quantizeSettings().toJson(order.plan.quantize)},
             {"images", order.images},
             {"held_out", order.heldOut}}};
}

Written written(const PipelineOptions& order) {
    return {"pipeline",
            {{"pipeline", pipelineSettings().toJson(order)},
             {"training", trainSettings().toJson(order.finetune)},
             {"quantize", quantizeSettings().toJson(order.quantize)}}};
}

Written written(const ShrinkOptions& order) {
    return {"shrink", {{"shrink", shrinkSettings().toJson(order)}}};
}

}  // namespace

WorkOrder workOrder(const std::string& title, int64_t variant, const StageOrder& order) {
    auto [stage, options] = std::visit([](const auto& one) { return written(one); }, order);
    return {title, stage, variant, std::move(options)};
}

StageOrder stageOrderOf(const WorkOrder& order) {
    const auto found = readers().find(order.stage);
    if (found == readers().end()) {
        throw Error(ErrorCode::NotFound, "there is no such stage", {kSource, "", order.stage});
    }
    return found->second(order.options);
}

}  // namespace secateur
