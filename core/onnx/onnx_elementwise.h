#pragma once

#include "core/onnx/onnx_call.h"

namespace secateur {

// ONNX operators that compute element by element.

/// Those that have no attributes, and the steps of several nodes: by the step's type.
OnnxResults readActivation(const OnnxCall& call);
OnnxResults readLeakyRelu(const OnnxCall& call);
OnnxResults readHardSigmoid(const OnnxCall& call);
OnnxResults readGelu(const OnnxCall& call);
OnnxResults readClip(const OnnxCall& call);
/// Of two values, or of one and a constant: one number, or one a channel.
OnnxResults readAdd(const OnnxCall& call);
OnnxResults readSub(const OnnxCall& call);
OnnxResults readMul(const OnnxCall& call);
OnnxResults readDiv(const OnnxCall& call);
OnnxResults readNeg(const OnnxCall& call);

}  // namespace secateur
