#include <fmt/format.h>

#include <memory>

#include "app/cli/command.h"
#include "core/study/stages.h"

namespace secateur::cli {

namespace {

struct QuantizeArguments {
    QuantizeOptions options;
    std::string relu6 = relu6RangeName(Relu6Range::Automatic);
    std::string reduceRange = reduceRangeName(ReduceRange::Automatic);
    std::string out;
};

/// Evaluates both networks on the same test images and reports the paired drop.
void compare(Session& session, const Variant& before, const Variant& after, const ImageData& data) {
    const ImageList images = spreadImages(data, "test", session.common.limit, session.common.seed);
    const auto measured = [&](const Variant& variant) {
        return evaluateVariant(openStudy(session), variant.id, data, images, session.common.threads,
                               session.context)
            .result;
    };
    const Evaluation fp32 = measured(before);
    const Evaluation int8 = measured(after);
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
    requireDestination(session, a.out);
    a.options.relu6Range = relu6RangeFromName(a.relu6);
    a.options.reduceRange = reduceRangeFromName(a.reduceRange);
    a.options.workers = session.common.threads;
    const ImageData data = openData(session.common);
    const Variant parent = openVariant(session, &data);
    const ImageList calibration =
        drawnImages(data, "train", a.options.calibrationImages, session.common.seed);
    const Variant int8 = quantizeVariant(openStudy(session), parent.id, data, calibration,
                                         a.options, session.context);
    if (!a.out.empty()) {
        writeVariant(session, int8, a.out);
    }
    session.output["out"] = a.out;
    session.output["variant"] = int8.id;
    session.output["bytes"] = int8.sizeBytes;
    session.output["calibration_images"] = calibration.indices.size();
    session.output["note"] = int8.note;
    session.print(fmt::format("{}: {} bytes\n{}", a.out.empty() ? int8.name : a.out, int8.sizeBytes,
                              int8.note));
    compare(session, parent, int8, data);
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
        ->add_option("--reduce-range", a->reduceRange,
                     "on: activations have 7 bits, off: 8, automatic: 7 where the engine would "
                     "saturate on this CPU")
        ->check(CLI::IsMember({"automatic", "on", "off"}))
        ->capture_default_str();
    command
        ->add_option("--relu6", a->relu6,
                     "range of ReLU6 outputs: fixed ([0, 6]), observed, or automatic (fixed with 8 "
                     "bits, observed with 7)")
        ->check(CLI::IsMember({"automatic", "fixed", "observed"}))
        ->capture_default_str();
    command->add_flag("--symmetric-bottlenecks", a->options.symmetricBottlenecks,
                      "zero point in the middle for outputs without an activation");
    command->add_option("--engine", a->options.engine, "quantized engine of LibTorch");
    command->add_option("--out", a->out, "safetensors file of the INT8 network");
    command->callback(
        [a, &selected] { selected = [a](Session& session) { quantize(session, *a); }; });
}

}  // namespace secateur::cli
