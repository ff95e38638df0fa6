#pragma once

#include <cstdint>
#include <string>

#include "core/analysis/evaluation.h"
#include "core/base/enum_names.h"
#include "core/stages/stage_context.h"
#include "core/study/measurements.h"

namespace secateur {

/// What runs a network that is evaluated.
enum class EvaluationRuntime {
    Own,          ///< Secateur's engine: the network as the study has it
    Onnxruntime,  ///< onnxruntime, in this process: the ONNX file that export writes of it
};
template <>
inline constexpr auto kEnumNames<EvaluationRuntime> =
    enumNames<EvaluationRuntime>("runtime", {{EvaluationRuntime::Own, "secateur"},
                                             {EvaluationRuntime::Onnxruntime, "onnxruntime"}});

/// What another runtime made of a network's exported file.
struct RuntimeEvaluation {
    std::string runtime;  ///< with its version: "onnxruntime 1.21.0"
    Evaluation result;
};

/// Errors: those of OnnxSession::runtimeName().
void requireOnnxruntime();

/// Runs the ONNX file that a stored network is exported as through onnxruntime: the stage's
/// workers, one thread each. Nothing is kept in the study, whose evaluations are its own engine's.
/// Errors: those of OnnxSession, onnxFile and evaluate(); Mismatch where the images are not of the
/// size that the file has; Cancelled.
RuntimeEvaluation evaluateInOnnxruntime(const StageContext& stage, int64_t variant,
                                        const ImageList& images);

}  // namespace secateur
