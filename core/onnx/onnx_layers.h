#pragma once

#include "core/onnx/onnx_call.h"

namespace secateur {

// ONNX operators with weights or windows.

OnnxResults readConv(const OnnxCall& call);
OnnxResults readGemm(const OnnxCall& call);
OnnxResults readMatMul(const OnnxCall& call);
OnnxResults readBatchNorm(const OnnxCall& call);
/// LayerNormalization, and the step "LayerNorm".
OnnxResults readLayerNorm(const OnnxCall& call);
OnnxResults readMaxPool(const OnnxCall& call);
OnnxResults readAveragePool(const OnnxCall& call);
OnnxResults readGlobalAveragePool(const OnnxCall& call);
OnnxResults readGlobalMaxPool(const OnnxCall& call);
OnnxResults readReduceMean(const OnnxCall& call);
/// Resize and Upsample to the nearest pixel.
OnnxResults readResize(const OnnxCall& call);
OnnxResults readPad(const OnnxCall& call);

}  // namespace secateur
