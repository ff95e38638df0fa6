#pragma once

#include <string>
#include <vector>

#include "core/analysis/sensitivity_curve.h"
#include "core/base/table.h"
#include "core/report/study_snapshot.h"
#include "core/study/parity_store.h"

/// What a study holds, as tables: one declaration of the columns for CSV, JSON and the report. The
/// names are part of the interface: columns are added at the end only. Accuracies and drops are
/// fractions; drops are the reference minus the network (drop_text.h).
namespace secateur {

/// `stage,split,correct,count,top1,drop,drop_low,drop_high,size_bytes,gzip_bytes,
/// images_per_second,workers,sparsity,note,images_per_second_low,images_per_second_high,one_core,
/// one_core_low,one_core_high,variant`; drops are empty where the baseline was not measured on
/// these images, speeds (of the study's latest speed run) where the network was not in that run.
Table stageTable(const std::vector<StageRow>& rows);
/// `layer,ratio,correct,count,accuracy,drop,drop_low,drop_high,pruned_weights,kind,weights,
/// unchanged,mode,settled`: one sweep. `ratio` is the level (bits for the kinds that have them),
/// `count` the images seen; mode "exact": the interval of SensitivityPoint::drop; "adaptive":
/// bounds that hold at all times of what exact mode would count. unchanged 1: nothing was pruned or
/// rounded.
Table sweepTable(const std::vector<SensitivityPoint>& points);
/// `variant,split`, those, `criterion,grouping`: all sweeps of a study.
Table sweepsTable(const StudySnapshot& study);
/// `id,parent,name,kind,encoding,size_bytes,gzip_bytes,parameters,weights,zeros,sparsity,created,
/// note`
Table variantsTable(const StudySnapshot& study);
/// `epoch,loss,train_accuracy,held_out_accuracy,seconds,simulated_accuracy,ranges_frozen,
/// batch_norm_frozen`; the last three are of quantization-aware training, whose held_out_accuracy
/// is that of the converted network on INT8 kernels, and empty elsewhere.
Table epochTable(const std::vector<EpochRecord>& epochs);
/// `training,kind` and those: all trainings of a study.
Table trainingTable(const StudySnapshot& study);
/// `training,epoch,layer,scale,zero_point,weight_scale`: of the outputs and weights of every layer
/// after every epoch of quantization-aware training (LayerScales).
Table scalesTable(const StudySnapshot& study);
/// `variant,engine,instruction_set,saturating,images` and the columns of parityTable: one line a
/// layer and comparison with the kernels.
Table parityTable(const StudySnapshot& study, const std::vector<StoredParity>& parity);
/// `variant,layer,target,low,high,bits,scale,smallest_scale,zero_point,sqnr_db,reason`: every range
/// of the INT8 variants (networkRanges). The scales differ where channels have their own; the SQNR
/// is over the values of the network that was quantized, empty where they are not known.
Table rangesTable(Study& study);
/// `variant,split,index,label,predicted`: one line an image and evaluation. CSV, as there are many.
std::string predictionsCsv(const StudySnapshot& study);

}  // namespace secateur
