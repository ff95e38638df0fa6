#include "core/exec/fake_quant_json.h"

#include <cmath>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace secateur {

namespace {

using Json = nlohmann::json;

/// JSON has no infinities: a bound that is none is left out.
void putBound(Json& json, const char* name, double bound) {
    if (std::isfinite(bound)) {
        json[name] = bound;
    }
}

Json toJson(const WeightRounding& rounding) {
    const at::Tensor shrink = rounding.shrink.to(at::kFloat).contiguous();
    const auto* values = shrink.data_ptr<float>();
    Json json{{"per_channel", rounding.perChannel},
              {"shrink", std::vector<float>(values, values + shrink.numel())}};
    putBound(json, "low", rounding.low);
    putBound(json, "high", rounding.high);
    return json;
}

WeightRounding roundingFrom(const Json& json) {
    WeightRounding rounding;
    rounding.perChannel = json.at("per_channel");
    rounding.shrink = at::tensor(json.at("shrink").get<std::vector<float>>(), at::kFloat);
    rounding.low = json.value("low", rounding.low);
    rounding.high = json.value("high", rounding.high);
    return rounding;
}

Json toJson(const OutputQuantizer& quantizer) {
    const QuantParams& start = quantizer.start;
    return {{"layer", quantizer.layer},        {"scale", start.scale},
            {"zero_point", start.zeroPoint},   {"min", start.quantMin},
            {"max", start.quantMax},           {"moves", quantizer.moves},
            {"symmetric", quantizer.symmetric}};
}

OutputQuantizer quantizerFrom(const Json& json) {
    return {json.at("layer"),
            {json.at("scale"), json.at("zero_point"), json.at("min"), json.at("max")},
            json.at("moves"),
            json.at("symmetric")};
}

Json toJson(const FakeQuantStep& step) {
    Json json{{"norm", step.norm},
              {"folded_into", step.foldedInto},
              {"input_quantizer", step.inputQuantizer},
              {"quantizer", step.quantizer},
              {"observed", step.observed}};
    if (step.weight) {
        json["weight"] = toJson(*step.weight);
    }
    return json;
}

FakeQuantStep stepFrom(const Json& json) {
    FakeQuantStep step;
    step.norm = json.at("norm");
    step.foldedInto = json.at("folded_into");
    step.inputQuantizer = json.at("input_quantizer");
    step.quantizer = json.at("quantizer");
    step.observed = json.at("observed");
    if (json.contains("weight")) {
        step.weight = roundingFrom(json.at("weight"));
    }
    return step;
}

void checkFits(const FakeQuantPlan& plan, const Graph& graph) {
    const auto require = [](bool holds, const std::string& expected, const std::string& got) {
        if (!holds) {
            throw Error(ErrorCode::CorruptData, "the plan of rounding is not of this network",
                        {"", expected, got});
        }
    };
    require(std::ssize(plan.steps) == graph.size(), std::to_string(graph.size()) + " steps",
            std::to_string(plan.steps.size()));
    const auto below = [&](int64_t index, int64_t count) {
        require(index >= -1 && index < count, "-1 to " + std::to_string(count - 1),
                std::to_string(index));
    };
    for (const FakeQuantStep& step : plan.steps) {
        below(step.norm, graph.size());
        below(step.foldedInto, graph.size());
        below(step.inputQuantizer, std::ssize(plan.quantizers));
        below(step.quantizer, std::ssize(plan.quantizers));
    }
}

}  // namespace

nlohmann::json fakeQuantToJson(const FakeQuantPlan& plan) {
    Json quantizers = Json::array();
    for (const OutputQuantizer& quantizer : plan.quantizers) {
        quantizers.push_back(toJson(quantizer));
    }
    Json steps = Json::array();
    for (const FakeQuantStep& step : plan.steps) {
        steps.push_back(toJson(step));
    }
    return {{"quantizers", std::move(quantizers)}, {"steps", std::move(steps)}};
}

FakeQuantPlan fakeQuantFromJson(const nlohmann::json& json, const Graph& graph) {
    FakeQuantPlan plan;
    for (const Json& quantizer : json.at("quantizers")) {
        plan.quantizers.push_back(quantizerFrom(quantizer));
    }
    for (const Json& step : json.at("steps")) {
        plan.steps.push_back(stepFrom(step));
    }
    checkFits(plan, graph);
    return plan;
}

}  // namespace secateur
