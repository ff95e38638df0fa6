#pragma once

#include "core/base/enum_names.h"

namespace secateur {

/// Where FP32 networks compute; everything else is computed on the processor.
enum class Device {
    Cpu,
    Cuda,  ///< the first GPU, where LibTorch has CUDA
};
template <>
inline constexpr auto kEnumNames<Device> = enumNames<Device>("device", {{Device::Cpu, "cpu"},
                                                                        {Device::Cuda, "cuda"}});

}  // namespace secateur
