#pragma once

#include <string>
#include <vector>

#include "core/analysis/quant_error_table.h"
#include "core/analysis/sensitivity_curve.h"
#include "core/report/stage_rows.h"
#include "core/study/study.h"

/// Tables as text (RFC 4180, LF, '.' decimals, accuracies and drops as fractions). The header lines
/// are part of the interface: columns are added at the end only.
namespace secateur {

/// `stage,split,correct,count,top1,drop,drop_low,drop_high,size_bytes,gzip_bytes,
/// images_per_second,workers,sparsity,note,images_per_second_low,images_per_second_high,one_core,
/// one_core_low,one_core_high`; drops are empty where the baseline was not measured on these
/// images, speeds (of the study's latest speed run) where the network was not in that run.
std::string pipelineCsv(const std::vector<StageRow>& rows);
/// `layer,ratio,correct,count,accuracy,drop,drop_low,drop_high,pruned_weights,kind,weights,
/// unchanged,mode,settled`: one sweep. `ratio` is the level (bits for the kinds that have them),
/// `count` the images seen; mode "exact": the interval of SensitivityPoint::drop; "adaptive":
/// bounds that hold at all times of what exact mode would count. unchanged 1: nothing was pruned or
/// rounded.
std::string sensitivityCsv(const std::vector<SensitivityPoint>& points);
/// `variant,split,layer,ratio,correct,count,accuracy,drop,drop_low,drop_high,pruned_weights,
/// kind,weights,unchanged,mode,settled,criterion,grouping`: all sweeps of a study.
std::string sweepsCsv(Study& study);
/// `rank,layer,kind,weight_sqnr_db,activation_sqnr_db,count,only_correct,only_drop,only_drop_low,
/// only_drop_high,all_but_correct,all_but_drop,all_but_drop_low,all_but_drop_high`: rankedErrors().
/// Figures that are not measured (or weights that are not quantized) are empty, "inf" without
/// noise.
std::string quantErrorsCsv(const std::vector<LayerQuantError>& ranked);
/// `id,parent,name,kind,encoding,size_bytes,gzip_bytes,parameters,weights,zeros,sparsity,created,
/// note`
std::string variantsCsv(Study& study);
/// `variant,split,index,label,predicted`: one line an image and evaluation.
std::string predictionsCsv(Study& study);
/// `training,kind,epoch,loss,train_accuracy,held_out_accuracy,seconds,simulated_accuracy,
/// ranges_frozen,batch_norm_frozen`; the last three are of quantization-aware training, whose
/// held_out_accuracy is that of the converted network on INT8 kernels, and empty elsewhere.
std::string trainingCsv(Study& study);
/// `training,epoch,layer,scale,zero_point,weight_scale`: of the outputs and weights of every layer
/// after every epoch of quantization-aware training (LayerScales).
std::string scalesCsv(Study& study);
/// `variant,engine,instruction_set,saturating,images,layer,kind,fp32,outputs,
/// simulated_largest_steps,simulated_differing,kernel_largest_steps,kernel_differing,pair_sums,
/// saturated`: one line a layer and comparison (ParityReport).
std::string parityCsv(Study& study);

}  // namespace secateur
