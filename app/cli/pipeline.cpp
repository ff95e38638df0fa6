#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "app/cli/command.h"
#include "core/analysis/evaluator.h"
#include "core/analysis/sensitivity.h"
#include "core/base/error.h"
#include "core/graph/cost.h"
#include "core/io/file.h"
#include "core/io/model_file.h"
#include "core/prune/unstructured.h"
#include "core/quant/calibration.h"
#include "core/report/pipeline_report.h"
#include "core/train/trainer.h"

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

/// The stages in order, each measured on the same test images.
class Pipeline {
 public:
    Pipeline(Session& session, const PipelineArguments& arguments)
        : m_session(session),
          m_arguments(arguments),
          m_data(openData(session.common)),
          m_splits(makeSplits(m_data, session.common.seed)),
          m_test(spreadSubset(m_splits.test, session.common.limit)) {}

    void run();

 private:
    void measure(const std::string& stage, const Graph& network, bool sparse,
                 const std::string& note);
    void sweep(const Graph& network);
    Graph finetuned(const Graph& pruned);
    void writeReport(const std::string& title);
    fs::path file(const std::string& name) const { return fs::path(m_arguments.out) / name; }

    Session& m_session;
    const PipelineArguments& m_arguments;
    const ImageData m_data;
    const Splits m_splits;
    const std::vector<int64_t> m_test;
    Evaluation m_baseline;
    std::vector<StageRow> m_rows;
    std::vector<std::string> m_remarks;
};

void Pipeline::measure(const std::string& stage, const Graph& network, bool sparse,
                       const std::string& note) {
    const Evaluation result = evaluate(network, *m_data.test, m_data.normalisation, m_test,
                                       {m_session.common.threads, 8}, m_session.context);
    if (m_rows.empty()) {
        m_baseline = result;
    }
    const std::vector<uint8_t> bytes =
        sparse ? serializeSparseModel(network) : serializeModel(network);
    writeFile(file(stage + ".safetensors").string(), bytes.data(), bytes.size());
    m_rows.push_back({stage, result.correct, result.count(), dropBetween(m_baseline, result),
                      static_cast<int64_t>(bytes.size()), gzipSize(bytes.data(), bytes.size()),
                      result.imagesPerSecond(), computeCost(network).sparsity(), note});
    const StageRow& row = m_rows.back();
    m_session.print(
        fmt::format("{:<11} top-1 {:.2f} %, drop {:.2f} points [{:.2f}, {:.2f}], {} bytes, "
                    "{:.0f} images/s",
                    stage, 100 * row.accuracy(), 100 * row.drop.drop, 100 * row.drop.low,
                    100 * row.drop.high, row.sizeBytes, row.imagesPerSecond));
}

void Pipeline::sweep(const Graph& network) {
    const std::vector<int64_t> images =
        drawSubset(m_splits.heldOut, m_arguments.sensitivityImages, m_session.common.seed);
    const Evaluation baseline = evaluate(network, *m_data.train, m_data.normalisation, images,
                                         {m_session.common.threads, 8}, m_session.context);
    SweepOptions options;
    options.workers = m_session.common.threads;
    std::vector<SensitivityPoint> points;
    SweepHooks hooks;
    hooks.measured = [&](const SensitivityPoint& p) {
        points.push_back(p);
        const std::string text = sensitivityCsv(points);
        writeFile(file("sensitivity.csv").string(), text.data(), text.size());
    };
    sweepPruning(network, *m_data.train, m_data.normalisation, images, baseline, options, hooks,
                 m_session.context);
    m_remarks.push_back(fmt::format(
        "Sensitivity (sensitivity.csv): {} points on {} images of the held-out part of train; "
        "largest safe global ratio at {:g} points: {:g}.",
        points.size(), images.size(), m_arguments.tolerance,
        largestSafeRatio(points, "global", m_arguments.tolerance / 100.0)));
}

Graph Pipeline::finetuned(const Graph& pruned) {
    TrainOptions options = m_arguments.finetune;
    options.seed = m_session.common.seed;
    options.workers = m_session.common.threads;
    const std::vector<int64_t> images =
        drawSubset(m_splits.train, m_arguments.finetuneImages, m_session.common.seed);
    return trainNetwork(pruned, m_data, images, options, masksOfZeros(pruned), {}, std::nullopt,
                        m_session.context);
}

void Pipeline::writeReport(const std::string& title) {
    m_remarks.push_back(
        fmt::format("Top-1 on {} test images of {}; the drop compares the same "
                    "images one by one.",
                    m_test.size(), m_data.name));
    const std::string markdown = pipelineMarkdown(m_rows, title, m_remarks);
    const std::string csv = pipelineCsv(m_rows);
    writeFile(file("report.md").string(), markdown.data(), markdown.size());
    writeFile(file("pipeline.csv").string(), csv.data(), csv.size());
    for (const StageRow& r : m_rows) {
        m_session.output["stages"].push_back({{"stage", r.stage},
                                              {"correct", r.correct},
                                              {"count", r.count},
                                              {"accuracy", r.accuracy()},
                                              {"drop", r.drop.drop},
                                              {"drop_low", r.drop.low},
                                              {"drop_high", r.drop.high},
                                              {"size_bytes", r.sizeBytes},
                                              {"gzip_bytes", r.gzipBytes},
                                              {"images_per_second", r.imagesPerSecond},
                                              {"sparsity", r.sparsity},
                                              {"note", r.note}});
    }
    m_session.output["report"] = file("report.md").string();
    const std::string json = m_session.output.dump(2) + "\n";
    writeFile(file("report.json").string(), json.data(), json.size());
    m_session.print("\n" + markdown + "\nreport: " + file("report.md").string());
}

void Pipeline::run() {
    if (!m_data.train) {
        throw Error(ErrorCode::NotFound, "the data set has no train split",
                    {m_data.location, "", ""});
    }
    fs::create_directories(m_arguments.out);
    const Graph network = openNetwork(m_session.common, &m_data, false);
    measure("baseline", network, false, "FP32");
    sweep(network);
    const Graph pruned = applyMasks(network, globalL1Masks(network, m_arguments.amount));
    measure("pruned", pruned, true, fmt::format("global L1, {:g}", m_arguments.amount));
    const Graph repaired = finetuned(pruned);
    measure("fine-tuned", repaired, true,
            fmt::format("SGD, rate {:g}, {} epochs", m_arguments.finetune.learningRate,
                        m_arguments.finetune.epochs));
    const std::vector<int64_t> calibration =
        drawSubset(m_splits.train, m_arguments.calibrationImages, m_session.common.seed);
    QuantizeOptions options;
    options.workers = m_session.common.threads;
    const QuantizeResult int8 = quantizePostTraining(repaired, *m_data.train, m_data.normalisation,
                                                     calibration, options, m_session.context);
    m_remarks.insert(m_remarks.end(), int8.notes.begin(), int8.notes.end());
    measure("int8", int8.graph, false,
            fmt::format("PTQ of the fine-tuned network, {}, {}-bit activations", int8.engine,
                        int8.activationBits));
    writeReport(fmt::format("{} on {}", network.spec.name, m_data.name));
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
