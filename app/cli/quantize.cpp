#include <fmt/format.h>

#include <memory>

#include "app/cli/command.h"
#include "core/analysis/evaluator.h"
#include "core/base/error.h"
#include "core/io/model_file.h"
#include "core/quant/calibration.h"

namespace secateur::cli {

namespace {

struct QuantizeArguments {
    QuantizeOptions options;
    std::string out;
};

/// Evaluates both networks on the same test images and reports the paired drop.
void compare(Session& session, const Graph& before, const Graph& after, const ImageData& data) {
    const std::vector<int64_t> indices =
        spreadSubset(makeSplits(data, session.common.seed).test, session.common.limit);
    const EvaluateOptions options{session.common.threads, 8};
    const Evaluation fp32 =
        evaluate(before, *data.test, data.normalisation, indices, options, session.context);
    const Evaluation int8 =
        evaluate(after, *data.test, data.normalisation, indices, options, session.context);
    const PairedDrop drop = dropBetween(fp32, int8);
    session.print(
        fmt::format("FP32 {:.2f} % at {:.1f} images/s, INT8 {:.2f} % at {:.1f} images/s; "
                    "drop {:.2f} points [{:.2f}, {:.2f}]",
                    100 * fp32.accuracy(), fp32.imagesPerSecond(), 100 * int8.accuracy(),
                    int8.imagesPerSecond(), 100 * drop.drop, 100 * drop.low, 100 * drop.high));
    session.output["count"] = fp32.count();
    session.output["fp32_correct"] = fp32.correct;
    session.output["int8_correct"] = int8.correct;
    session.output["fp32_images_per_second"] = fp32.imagesPerSecond();
    session.output["int8_images_per_second"] = int8.imagesPerSecond();
    session.output["drop"] = drop.drop;
    session.output["drop_low"] = drop.low;
    session.output["drop_high"] = drop.high;
}

void quantize(Session& session, QuantizeArguments a) {
    const ImageData data = openData(session.common);
    const Graph network = openNetwork(session.common, &data, false);
    if (network.quantized()) {
        throw Error(ErrorCode::InvalidArgument, "the network is quantized already",
                    {session.common.checkpoint, "an FP32 network", "an INT8 one"});
    }
    if (!data.train) {
        throw Error(ErrorCode::NotFound, "no train split to calibrate on", {data.location, "", ""});
    }
    const std::vector<int64_t> calibration =
        drawSubset(makeSplits(data, session.common.seed).train, a.options.calibrationImages,
                   session.common.seed);
    a.options.workers = session.common.threads;
    const QuantizeResult result = quantizePostTraining(network, *data.train, data.normalisation,
                                                       calibration, a.options, session.context);
    const int64_t bytes = writeModel(a.out, result.graph);
    session.output["out"] = a.out;
    session.output["bytes"] = bytes;
    session.output["engine"] = result.engine;
    session.output["activation_bits"] = result.activationBits;
    session.output["calibration_images"] = calibration.size();
    session.output["notes"] = result.notes;
    for (const std::string& note : result.notes) {
        session.print("note: " + note);
    }
    session.print(
        fmt::format("{}: {} bytes, engine {}, {}-bit activations, calibrated on {} "
                    "training images",
                    a.out, bytes, result.engine, result.activationBits, calibration.size()));
    compare(session, network, result.graph, data);
}

}  // namespace

void addQuantize(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<QuantizeArguments>();
    CLI::App* command = app.add_subcommand("quantize", "post-training quantization to INT8");
    addCommonOptions(*command, common);
    command
        ->add_option("--calibration", a->options.calibrationImages,
                     "training images to observe activations on")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command
        ->add_option("--activation-bits", a->options.activationBits,
                     "7 or 8 (0: 7 where the engine would saturate on this CPU)")
        ->check(CLI::IsMember({0, 7, 8}))
        ->capture_default_str();
    command->add_flag("!--observed-relu6", a->options.fixedRelu6Range,
                      "observe ReLU6 outputs instead of the fixed [0, 6]");
    command->add_flag("--symmetric-bottlenecks", a->options.symmetricBottlenecks,
                      "zero point in the middle for outputs without an activation");
    command->add_option("--engine", a->options.engine, "quantized engine of LibTorch");
    command->add_option("--out", a->out, "safetensors file of the INT8 network")->required();
    command->callback(
        [a, &selected] { selected = [a](Session& session) { quantize(session, *a); }; });
}

}  // namespace secateur::cli
