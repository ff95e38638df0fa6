#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/setting_options.h"
#include "core/analysis/drop_text.h"
#include "core/base/error.h"
#include "core/base/figure_text.h"
#include "core/base/file.h"
#include "core/base/file_name.h"
#include "core/base/resources.h"
#include "core/report/image_set.h"
#include "core/report/markdown.h"
#include "core/report/study_report.h"
#include "core/report/tables.h"
#include "core/stages/pipeline.h"
#include "core/stages/qat_stage.h"
#include "core/stages/sweep_stage.h"

namespace secateur::cli {

namespace {

namespace fs = std::filesystem;

struct PipelineArguments {
    std::string out = "report";
    PipelineOptions options;
    GivenSettings given;
    GivenSettings finetune;
    GivenSettings quantize;
};

fs::path fileOf(const PipelineArguments& a, const std::string& name) {
    return fs::path(a.out) / name;
}

/// Prints what was measured of a network and writes its file into the report's folder.
void deliver(Session& session, const PipelineArguments& a, const Variant& variant,
             const Evaluation& baseline, const Evaluation& result) {
    const std::vector<uint8_t> bytes = variantFile(*session.study, variant.id);
    writeFile(fileOf(a, fileNameOf(variant.name, ".safetensors")).string(), bytes.data(),
              bytes.size());
    const PairedDrop drop = dropBetween(baseline, result);
    session.print(fmt::format("{:<13} top-1 {}, drop {} points, {} bytes", variant.name,
                              text::percent(result.accuracy()), dropText(drop), bytes.size()));
}

void writeReport(Session& session, const PipelineArguments& a) {
    Study& study = *session.study;
    const double tolerance = a.options.tolerancePoints;
    const std::vector<std::string> paths = writeStudyReport(study, a.out, tolerance);
    const std::shared_ptr<const StudySnapshot> snapshot = readSnapshot(study);
    session.output["stages"] =
        jsonOf(stageTable(rowsOn(snapshot->rows, shownImageSet(*snapshot).images)));
    session.output["study"] = study.path();
    session.output["report"] = paths.front();
    session.print("\n" + studyMarkdown(snapshot, tolerance) + "\nreport: " + paths.front() +
                  "\nstudy: " + study.label());
}

PipelineHooks printingHooks(Session& session, const PipelineArguments& a) {
    PipelineHooks hooks;
    const auto baseline = std::make_shared<std::optional<Evaluation>>();
    hooks.measured = [&session, &a, baseline](const Variant& variant,
                                              const StoredEvaluation& evaluation) {
        if (!*baseline) {
            *baseline = evaluation.result;
        }
        deliver(session, a, variant, **baseline, evaluation.result);
    };
    hooks.swept = [&session, &a](const SweepResult& result) {
        const auto safe =
            safeLevel(result.points, Target::global(), a.options.tolerancePoints / 100.0);
        session.print(
            fmt::format("sensitivity {} points on {} held-out images, largest safe global ratio {}",
                        result.points.size(), result.baseline.result.count(),
                        safe ? safeText(*safe) : "not tested"));
    };
    hooks.qatDecided = [&session](const std::string& decision) {
        session.print("quantization-aware training " + decision);
        session.output["qat"] = decision;
    };
    return hooks;
}

void pipeline(Session& session, PipelineArguments a) {
    a.options = withGiven(a.options, pipelineSettings(), a.given);
    a.options.finetune = withGiven(a.options.finetune, trainSettings(), a.finetune);
    a.options.quantize = withGiven(a.options.quantize, quantizeSettings(), a.quantize);
    a.options.qatTraining.batchSize = a.options.finetune.batchSize;
    a.options.testImages = session.common.limit;
    const ImageData data = openData(session);
    std::error_code failure;
    fs::create_directories(a.out, failure);
    if (failure) {
        throw Error(ErrorCode::Io, "cannot make the folder of the report",
                    {a.out, "", failure.message()});
    }
    Study& study = openStudy(session, fileOf(a, "study.secateur").string());
    if (!listVariants(study).empty()) {
        session.print(study.label() + " has measurements already: they are not made again");
    }
    a.options.seed = session.common.seed;
    const Variant baseline = openVariant(session, &data);
    runPipeline(stageOf(session, data), baseline.id, a.options, printingHooks(session, a));
    writeReport(session, a);
}

}  // namespace

void addPipeline(Commands& commands) {
    const auto [command, a] = commands.add<PipelineArguments>(
        "pipeline", "evaluate, sweep, prune, fine-tune, quantize, and a report of it all",
        pipeline);
    addCommonOptions(*command, commands.common);
    command->add_option("--out", a->out, "folder of the report")->capture_default_str();
    const PipelineOptions& defaults = a->options;
    addSettingOptions(*command, pipelineSettings(), defaults, a->given);
    addSettingOptions(
        *command, trainSettings(), defaults.finetune, a->finetune,
        {"epochs", "batch_size", "learning_rate", "schedule", "warmup_epochs", "momentum",
         "weight_decay", "label_smoothing", "crop_padding", "flip", "least_crop",
         "frozen_statistics", "distance_weight", "distance_temperature"});
    addSettingOptions(*command, quantizeSettings(), defaults.quantize, a->quantize,
                      {"calibration_images"});
}

void addDemo(Commands& commands) {
    const auto run = [](Session& session, const PipelineArguments& a) {
        session.common.checkpoint = shippedNetwork();
        session.common.data = "fashion-mnist";
        session.common.seedGiven = true;
        session.common.seed = 1;  // of the training: the held-out part was not trained on
        if (session.common.limit == 0) {
            session.common.limit = 2000;
        }
        pipeline(session, a);
    };
    PipelineArguments small;
    small.options.sensitivityImages = 200;
    small.options.finetuneImages = 4096;
    small.options.quantize.calibrationImages = 256;
    small.options.finetune.epochs = 1;
    small.options.finetune.learningRate = 0.01;
    small.options.finetune.schedule = ScheduleKind::Cosine;
    small.options.finetune.batchSize = 64;
    small.options.qatImages = 2048;
    small.options.qatTraining.epochs = 1;
    small.options.qatHeldOutImages = 500;
    const auto [command, a] = commands.add<PipelineArguments>(
        "demo", "the pipeline on the shipped network and Fashion-MNIST, on subsets, in minutes",
        run, small);
    addCommonOptions(*command, commands.common);
    command->add_option("--out", a->out, "folder of the report")->capture_default_str();
}

}  // namespace secateur::cli
