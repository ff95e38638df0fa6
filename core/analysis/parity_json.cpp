#include "core/analysis/parity_json.h"

#include "core/base/error.h"

namespace secateur {

namespace {

LayerParity layerFromJson(const nlohmann::json& json) {
    LayerParity p;
    json.at("layer").get_to(p.layer);
    json.at("kind").get_to(p.kind);
    json.at("fp32").get_to(p.floatWeights);
    json.at("outputs").get_to(p.outputs);
    json.at("simulated_largest_steps").get_to(p.simulated.largest);
    json.at("simulated_differing").get_to(p.simulated.differing);
    json.at("kernel_largest_steps").get_to(p.kernels.largest);
    json.at("kernel_differing").get_to(p.kernels.differing);
    json.at("pair_sums").get_to(p.pairSums);
    json.at("saturated").get_to(p.saturated);
    return p;
}

}  // namespace

nlohmann::ordered_json parityToJson(const ParityReport& report) {
    ParityReport total;
    total.layers = {report.total};
    return {{"engine", report.engine},
            {"instruction_set", report.instructionSet},
            {"saturating", report.saturating},
            {"images", report.images},
            {"same_class_simulated", report.sameClassSimulated},
            {"same_class_kernels", report.sameClassKernels},
            {"total", jsonOf(parityTable(total)).front()},
            {"layers", jsonOf(parityTable(report))}};
}

ParityReport parityFromJson(const nlohmann::json& json) {
    try {
        ParityReport report;
        json.at("engine").get_to(report.engine);
        json.at("instruction_set").get_to(report.instructionSet);
        json.at("saturating").get_to(report.saturating);
        json.at("images").get_to(report.images);
        json.at("same_class_simulated").get_to(report.sameClassSimulated);
        json.at("same_class_kernels").get_to(report.sameClassKernels);
        report.total = layerFromJson(json.at("total"));
        for (const nlohmann::json& layer : json.at("layers")) {
            report.layers.push_back(layerFromJson(layer));
        }
        return report;
    } catch (const nlohmann::json::exception& e) {
        throw Error(ErrorCode::CorruptData, "not a parity report", {"", "", e.what()});
    }
}

}  // namespace secateur
