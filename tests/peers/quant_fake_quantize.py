#!/usr/bin/python3
"""torch.fake_quantize of float32 numbers, one number a line: per channel with max |w| / 127, per tensor with WEIGHT_SCALE (both
-127 .. 127), and per tensor affine with the four numbers that follow.

usage: quant_fake_quantize.py FILE CHANNELS WEIGHT_SCALE SCALE ZERO_POINT QUANT_MIN QUANT_MAX
"""
import sys

import numpy as np
import torch

path, channels, weight_scale = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
scale, zero_point, quant_min, quant_max = float(sys.argv[4]), *map(int, sys.argv[5:8])
weight = torch.from_numpy(np.fromfile(path, dtype="<f4")).view(channels, -1)
scales = weight.abs().amax(1) / 127
zeros = torch.zeros(channels, dtype=torch.int32)
for result in (torch.fake_quantize_per_channel_affine(weight, scales, zeros, 0, -127, 127),
               torch.fake_quantize_per_tensor_affine(weight, weight_scale, 0, -127, 127),
               torch.fake_quantize_per_tensor_affine(weight, scale, zero_point, quant_min, quant_max)):
    print("\n".join(repr(float(x)) for x in result.flatten()))
