#pragma once

#include "core/onnx/onnx_call.h"

namespace secateur {

// ONNX operators that compute nothing: they show, choose, repeat or join values.

/// Identity, Cast to real numbers, Dropout.
OnnxResults readSame(const OnnxCall& call);
OnnxResults readCast(const OnnxCall& call);
OnnxResults readDropout(const OnnxCall& call);
OnnxResults readReshape(const OnnxCall& call);
OnnxResults readFlatten(const OnnxCall& call);
OnnxResults readSqueeze(const OnnxCall& call);
OnnxResults readUnsqueeze(const OnnxCall& call);
OnnxResults readTranspose(const OnnxCall& call);
OnnxResults readExpand(const OnnxCall& call);
/// A constant.
OnnxResults readShape(const OnnxCall& call);
OnnxResults readConcat(const OnnxCall& call);
OnnxResults readSplit(const OnnxCall& call);
OnnxResults readSlice(const OnnxCall& call);
OnnxResults readGather(const OnnxCall& call);

}  // namespace secateur
