#include "core/report/csv.h"

#include <fmt/format.h>

#include <iterator>
#include <map>

#include "core/study/measurements.h"
#include "core/study/parity_store.h"
#include "core/study/training_store.h"
#include "core/study/variant.h"

namespace secateur {

namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        out += c == '"' ? "\"\"" : std::string(1, c);
    }
    return out + "\"";
}

std::string dropFields(const std::optional<PairedDrop>& drop) {
    return drop ? fmt::format("{:.6f},{:.6f},{:.6f}", drop->drop, drop->low, drop->high) : ",,";
}

/// On most workers, then on one.
std::string speedFields(const std::vector<SpeedFigure>& speeds) {
    if (speeds.empty()) {
        return ",,,,";
    }
    const SpeedFigure& all = speeds.back();
    const SpeedFigure& one = speeds.front();
    return fmt::format("{:.2f},{:.2f},{:.2f},{:.2f},{:.2f}", all.lowest, all.highest, one.median,
                       one.lowest, one.highest);
}

/// Names of blocks hold a space, those of layers need no quotes.
std::string fieldText(const std::string& text) {
    return text.find_first_of(",\"\n") == std::string::npos ? text : quoted(text);
}

/// What came later than the columns of pointFields and pruned_weights.
std::string perturbationFields(const SensitivityPoint& p) {
    return fmt::format("{},{},{},{},{}", perturbationName(p.kind), p.weights, p.unchanged ? 1 : 0,
                       p.bounds ? "adaptive" : "exact", p.settled ? 1 : 0);
}

std::string pointFields(const SensitivityPoint& p) {
    return fmt::format("{},{:g},{},{},{:.6f},{}", fieldText(p.layer), p.ratio, p.correct, p.count,
                       p.accuracy(), dropFields(p.drop()));
}

std::string quantFields(const std::optional<QuantEpoch>& quantization) {
    return quantization ? fmt::format("{:.6f},{},{}", quantization->simulatedAccuracy,
                                      quantization->observersFrozen ? 1 : 0,
                                      quantization->normsFrozen ? 1 : 0)
                        : ",,";
}

std::map<int64_t, std::string> variantNames(Study& study) {
    std::map<int64_t, std::string> names;
    for (const Variant& variant : listVariants(study)) {
        names.emplace(variant.id, variant.name);
    }
    return names;
}

std::map<int64_t, StoredImages> imageLists(Study& study) {
    std::map<int64_t, StoredImages> lists;
    for (StoredImages& list : listImages(study)) {
        lists.emplace(list.id, std::move(list));
    }
    return lists;
}

std::string quantErrorFields(const std::optional<QuantErrorPoint>& point) {
    return point ? fmt::format("{},{}", point->correct, dropFields(point->drop())) : ",,,";
}

}  // namespace

std::string pipelineCsv(const std::vector<StageRow>& rows) {
    std::string text =
        "stage,split,correct,count,top1,drop,drop_low,drop_high,size_bytes,gzip_bytes,"
        "images_per_second,workers,sparsity,note,images_per_second_low,images_per_second_high,"
        "one_core,one_core_low,one_core_high\n";
    for (const StageRow& r : rows) {
        const std::string fastest =
            r.speeds.empty()
                ? ","
                : fmt::format("{:.2f},{}", r.speeds.back().median, r.speeds.back().workers);
        text +=
            fmt::format("{},{},{},{},{:.6f},{},{},{},{},{:.6f},{},{}\n", quoted(r.stage), r.split,
                        r.correct, r.count, r.accuracy(), dropFields(r.drop), r.sizeBytes,
                        r.gzipBytes, fastest, r.sparsity, quoted(r.note), speedFields(r.speeds));
    }
    return text;
}

std::string sensitivityCsv(const std::vector<SensitivityPoint>& points) {
    std::string text =
        "layer,ratio,correct,count,accuracy,drop,drop_low,drop_high,pruned_weights,kind,weights,"
        "unchanged,mode,settled\n";
    for (const SensitivityPoint& p : points) {
        text += fmt::format("{},{},{}\n", pointFields(p), p.prunedWeights, perturbationFields(p));
    }
    return text;
}

std::string sweepsCsv(Study& study) {
    std::string text =
        "variant,split,layer,ratio,correct,count,accuracy,drop,drop_low,drop_high,pruned_weights,"
        "kind,weights,unchanged,mode,settled,criterion,grouping\n";
    const auto names = variantNames(study);
    const auto lists = imageLists(study);
    for (const StoredSweep& sweep : listSweeps(study)) {
        for (const SensitivityPoint& p : sweep.points) {
            text += fmt::format("{},{},{},{},{},{},{}\n", quoted(names.at(sweep.variant)),
                                lists.at(sweep.images).split, pointFields(p), p.prunedWeights,
                                perturbationFields(p), sweep.criterion, sweep.grouping);
        }
    }
    return text;
}

std::string quantErrorsCsv(const std::vector<LayerQuantError>& ranked) {
    std::string csv =
        "rank,layer,kind,weight_sqnr_db,activation_sqnr_db,count,only_correct,only_drop,"
        "only_drop_low,only_drop_high,all_but_correct,all_but_drop,all_but_drop_low,"
        "all_but_drop_high\n";
    int rank = 0;
    for (const LayerQuantError& e : ranked) {
        const LayerNoise& n = e.noise;
        const int64_t count = e.only ? e.only->count : e.allBut ? e.allBut->count : 0;
        csv += fmt::format(
            "{},{},{},{},{:.3f},{},{},{}\n", ++rank, fieldText(n.layer), fieldText(n.kind),
            n.weightSqnrDb ? fmt::format("{:.3f}", *n.weightSqnrDb) : "", n.activationSqnrDb, count,
            quantErrorFields(e.only), quantErrorFields(e.allBut));
    }
    return csv;
}

std::string variantsCsv(Study& study) {
    std::string text =
        "id,parent,name,kind,encoding,size_bytes,gzip_bytes,parameters,weights,zeros,sparsity,"
        "created,note\n";
    for (const Variant& v : listVariants(study)) {
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{:.6f},{},{}\n", v.id,
                            v.parent ? std::to_string(*v.parent) : "", quoted(v.name), v.kind,
                            v.encoding, v.sizeBytes, v.gzipBytes, v.parameters, v.weights, v.zeros,
                            v.sparsity(), v.created, quoted(v.note));
    }
    return text;
}

std::string predictionsCsv(Study& study) {
    fmt::memory_buffer text;
    fmt::format_to(std::back_inserter(text), "variant,split,index,label,predicted\n");
    const auto names = variantNames(study);
    const auto lists = imageLists(study);
    for (const StoredEvaluation& evaluation : listEvaluations(study)) {
        const StoredImages& list = lists.at(evaluation.images);
        const std::string start = quoted(names.at(evaluation.variant)) + "," + list.split;
        for (size_t i = 0; i < list.indices.size(); ++i) {
            fmt::format_to(std::back_inserter(text), "{},{},{},{}\n", start, list.indices[i],
                           evaluation.result.labels[i], evaluation.result.predictions[i]);
        }
    }
    return fmt::to_string(text);
}

std::string trainingCsv(Study& study) {
    std::string text =
        "training,kind,epoch,loss,train_accuracy,held_out_accuracy,seconds,simulated_accuracy,"
        "ranges_frozen,batch_norm_frozen\n";
    for (const StoredTraining& training : listTrainings(study)) {
        for (const EpochRecord& e : training.epochs) {
            text += fmt::format("{},{},{},{:.6f},{:.6f},{:.6f},{:.1f},{}\n", training.id,
                                training.kind, e.epoch, e.loss, e.trainAccuracy, e.accuracy,
                                e.seconds, quantFields(e.quantization));
        }
    }
    return text;
}

std::string scalesCsv(Study& study) {
    fmt::memory_buffer text;
    fmt::format_to(std::back_inserter(text),
                   "training,epoch,layer,scale,zero_point,weight_scale\n");
    for (const StoredTraining& training : listTrainings(study)) {
        for (const EpochRecord& e : training.epochs) {
            if (!e.quantization) {
                continue;
            }
            for (const LayerScales& s : e.quantization->scales) {
                fmt::format_to(std::back_inserter(text), "{},{},{},{:.9g},{},{:.9g}\n", training.id,
                               e.epoch, fieldText(s.layer), s.scale, s.zeroPoint, s.weightScale);
            }
        }
    }
    return fmt::to_string(text);
}

std::string parityCsv(Study& study) {
    const std::map<int64_t, std::string> names = variantNames(study);
    fmt::memory_buffer text;
    fmt::format_to(std::back_inserter(text),
                   "variant,engine,instruction_set,saturating,images,layer,kind,fp32,outputs,"
                   "simulated_largest_steps,simulated_differing,kernel_largest_steps,"
                   "kernel_differing,pair_sums,saturated\n");
    for (const auto& [variant, report] : listParity(study)) {
        for (const LayerParity& p : report.layers) {
            fmt::format_to(
                std::back_inserter(text), "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
                quoted(names.at(variant)), report.engine, fieldText(report.instructionSet),
                report.saturating ? 1 : 0, report.images, fieldText(p.layer), fieldText(p.kind),
                p.floatWeights ? 1 : 0, p.outputs, p.simulated.largest, p.simulated.differing,
                p.kernels.largest, p.kernels.differing, p.pairSums, p.saturated);
        }
    }
    return fmt::to_string(text);
}

}  // namespace secateur
