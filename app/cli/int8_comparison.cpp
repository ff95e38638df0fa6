#include "app/cli/int8_comparison.h"

#include <fmt/format.h>

#include "core/analysis/drop_text.h"
#include "core/base/figure_text.h"
#include "core/stages/network_source.h"
#include "core/stages/stages.h"

namespace secateur::cli {

Evaluation testEvaluation(Session& session, const Variant& variant, const ImageData& data) {
    const ImageList images =
        spreadImages(data, Split::Test, session.common.limit, session.common.seed);
    return evaluateVariant(stageOf(session, data), variant.id, images).result;
}

namespace {

/// What of the INT8 network has no INT8 kernel; its note says it too.
void addKernelShare(Session& session, const Variant& int8, nlohmann::ordered_json& json) {
    const KernelShare share = variantKernelShare(openStudy(session), int8.id);
    json["operations"] = share.nodes;
    json["float_operations"] = share.floatNodes;
    json["float_share_of_macs"] = share.floatShareOfMacs;
    json["float_share_of_activations"] = share.floatShareOfElements;
}

}  // namespace

Evaluation compareInt8(Session& session, const Variant& fp32, const Variant& int8,
                       const ImageData& data, nlohmann::ordered_json& json) {
    Evaluation before = testEvaluation(session, fp32, data);
    const Evaluation after = testEvaluation(session, int8, data);
    const PairedDrop drop = dropBetween(before, after);
    session.print(fmt::format("FP32 {}, {} {}; drop {} points", text::percent(before.accuracy()),
                              int8.name, text::percent(after.accuracy()), dropText(drop)));
    json["count"] = before.count();
    json["fp32_correct"] = before.correct;
    json["int8_correct"] = after.correct;
    json["drop"] = drop.drop;
    json["drop_low"] = drop.low;
    json["drop_high"] = drop.high;
    addKernelShare(session, int8, json);
    return before;
}

}  // namespace secateur::cli
