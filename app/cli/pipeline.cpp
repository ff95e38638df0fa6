#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/io/file.h"
#include "core/report/json.h"
#include "core/report/markdown.h"
#include "core/report/study_report.h"
#include "core/study/stages.h"

namespace secateur::cli {

namespace {

namespace fs = std::filesystem;

struct PipelineArguments {
    std::string out = "report";
    double amount = 0.7;
    double tolerance = 2.0;
    int64_t sensitivityImages = 1000;
    int64_t finetuneImages = 0;
    int64_t calibrationImages = 512;
    TrainOptions finetune;
};

/// The stages in order, each measured on the same test images and kept in the study.
class Pipeline {
 public:
    Pipeline(Session& session, const PipelineArguments& arguments)
        : m_session(session), m_arguments(arguments), m_data(openData(session.common)) {
        if (!m_data.train) {
            throw Error(ErrorCode::NotFound, "the data set has no train split",
                        {m_data.location, "", ""});
        }
        m_test = images("test");
        m_test.indices = spreadSubset(m_test.indices, session.common.limit);
    }

    void run();

 private:
    ImageList images(const std::string& split) const {
        return imagesOf(m_data, split, m_session.common.seed);
    }
    ImageList drawn(const std::string& split, int64_t count) const {
        ImageList list = images(split);
        list.indices = drawSubset(list.indices, count, m_session.common.seed);
        return list;
    }
    void measure(const Variant& variant);
    void sweep(const Variant& variant);
    Variant finetuned(const Variant& pruned);
    Variant quantized(const Variant& repaired);
    void writeReport();
    fs::path file(const std::string& name) const { return fs::path(m_arguments.out) / name; }
    Study& study() { return *m_session.study; }

    Session& m_session;
    const PipelineArguments& m_arguments;
    const ImageData m_data;
    ImageList m_test;
    std::optional<Evaluation> m_baseline;
};

void Pipeline::measure(const Variant& variant) {
    const Evaluation result = evaluateVariant(study(), variant.id, m_data, m_test,
                                              m_session.common.threads, m_session.context)
                                  .result;
    if (!m_baseline) {
        m_baseline = result;
    }
    const std::vector<uint8_t> bytes = variantFile(study(), variant.id);
    writeFile(file(variant.name + ".safetensors").string(), bytes.data(), bytes.size());
    const PairedDrop drop = dropBetween(*m_baseline, result);
    m_session.print(
        fmt::format("{:<11} top-1 {:.2f} %, drop {:.2f} points [{:.2f}, {:.2f}], {} bytes, "
                    "{:.0f} images/s",
                    variant.name, 100 * result.accuracy(), 100 * drop.drop, 100 * drop.low,
                    100 * drop.high, bytes.size(), result.imagesPerSecond()));
}

void Pipeline::sweep(const Variant& variant) {
    SweepOptions options;
    options.workers = m_session.common.threads;
    const SweepResult result =
        sweepVariant(study(), variant.id, m_data, drawn("held-out", m_arguments.sensitivityImages),
                     options, {}, m_session.context);
    m_session.print(
        fmt::format("sensitivity {} points on {} held-out images, largest safe global ratio {:g}",
                    result.points.size(), result.baseline.result.count(),
                    largestSafeRatio(result.points, "global", m_arguments.tolerance / 100.0)));
}

Variant Pipeline::finetuned(const Variant& pruned) {
    TrainingPlan plan;
    plan.kind = "fine-tuned";
    plan.parent = pruned.id;
    plan.options = m_arguments.finetune;
    plan.options.seed = m_session.common.seed;
    plan.options.workers = m_session.common.threads;
    plan.images = drawn("train", m_arguments.finetuneImages);
    return trainVariant(study(), plan, loadVariant(study(), pruned.id), m_data, m_session.context)
        .last;
}

Variant Pipeline::quantized(const Variant& repaired) {
    QuantizeOptions options;
    options.workers = m_session.common.threads;
    return quantizeVariant(study(), repaired.id, m_data,
                           drawn("train", m_arguments.calibrationImages), options,
                           m_session.context);
}

void Pipeline::writeReport() {
    const std::vector<std::string> paths =
        writeStudyReport(study(), m_arguments.out, m_arguments.tolerance);
    std::vector<StageRow> rows;
    for (StageRow& row : stageRows(study())) {
        if (row.split == "test") {
            rows.push_back(std::move(row));
        }
    }
    m_session.output["stages"] = stagesJson(rows);
    m_session.output["study"] = study().path();
    m_session.output["report"] = paths.front();
    m_session.print("\n" + studyMarkdown(study(), m_arguments.tolerance) +
                    "\nreport: " + paths.front() + "\nstudy: " + study().label());
}

void Pipeline::run() {
    std::error_code failure;
    fs::create_directories(m_arguments.out, failure);
    if (failure) {
        throw Error(ErrorCode::Io, "cannot make the folder of the report",
                    {m_arguments.out, "", failure.message()});
    }
    openStudy(m_session, file("study.secateur").string());
    if (!listVariants(study()).empty()) {
        m_session.print(study().label() + " has measurements already: they are not made again");
    }
    const Variant baseline = openVariant(m_session, &m_data);
    measure(baseline);
    sweep(baseline);
    PruneRecipe recipe;
    recipe.amount = m_arguments.amount;
    const Variant pruned = pruneVariant(study(), baseline.id, recipe);
    measure(pruned);
    const Variant repaired = finetuned(pruned);
    measure(repaired);
    measure(quantized(repaired));
    m_session.print("quantization-aware training is not a stage yet");
    writeReport();
}

}  // namespace

void addPipeline(CLI::App& app, CommonOptions& common, Action& selected) {
    auto a = std::make_shared<PipelineArguments>();
    a->finetune.epochs = 5;
    a->finetune.learningRate = 0.001;
    a->finetune.schedule = ScheduleKind::Constant;
    CLI::App* command = app.add_subcommand(
        "pipeline", "evaluate, sweep, prune, fine-tune, quantize, and a report of it all");
    addCommonOptions(*command, common);
    command->add_option("--out", a->out, "folder of the report")->capture_default_str();
    command->add_option("--amount", a->amount, "global pruning ratio")->capture_default_str();
    command->add_option("--tolerance", a->tolerance, "accuracy points that may be lost")
        ->capture_default_str();
    command
        ->add_option("--sensitivity-images", a->sensitivityImages, "held-out images of the sweep")
        ->capture_default_str();
    command->add_option("--finetune-images", a->finetuneImages, "training images (0: all)")
        ->capture_default_str();
    command->add_option("--epochs", a->finetune.epochs, "fine-tuning epochs")
        ->capture_default_str();
    command->add_option("--batch-size", a->finetune.batchSize, "images a fine-tuning step")
        ->capture_default_str();
    command->add_option("--lr", a->finetune.learningRate, "fine-tuning rate")
        ->capture_default_str();
    command->add_option("--calibration", a->calibrationImages, "training images to calibrate on")
        ->capture_default_str();
    command->callback(
        [a, &selected] { selected = [a](Session& session) { Pipeline(session, *a).run(); }; });
}

void addDemo(CLI::App& app, CommonOptions& common, Action& selected) {
    CLI::App* command = app.add_subcommand(
        "demo", "the pipeline on the shipped network and Fashion-MNIST, on subsets, in minutes");
    addCommonOptions(*command, common);
    auto a = std::make_shared<PipelineArguments>();
    command->add_option("--out", a->out, "folder of the report")->capture_default_str();
    command->callback([a, &selected] {
        selected = [a](Session& session) {
            session.common.checkpoint =
                SECATEUR_RESOURCES "/checkpoints/mobilenet_v2_fashion_mnist.safetensors";
            session.common.data = "fashion-mnist";
            session.common.seed = 1;  // of the training: the held-out part was not trained on
            if (session.common.limit == 0) {
                session.common.limit = 2000;
            }
            a->sensitivityImages = 200;
            a->finetuneImages = 4096;
            a->calibrationImages = 256;
            a->finetune.epochs = 1;
            a->finetune.learningRate = 0.01;
            a->finetune.schedule = ScheduleKind::Cosine;
            a->finetune.batchSize = 64;
            Pipeline(session, *a).run();
        };
    });
}

}  // namespace secateur::cli
