#!/usr/bin/python3
"""Writes the shipped network once more, computing the same, with channels of unequal size: where one scale a weight fails.

Every channel between an expanding and a depthwise convolution is multiplied by 2^-u, u drawn evenly from [0, OCTAVES), and the
depthwise weights that read it are divided by it. ReLU6 lets that through where the channel stays below 6, as all of this network
do on the calibration images (secateur-cli quantize --equalize says so: "0 held by ReLU6").

usage: unequal_channels.py SAFETENSORS OUT.pth [OCTAVES]
"""
import collections
import json
import struct
import sys

import numpy as np
import torch

source, out = sys.argv[1:3]
octaves = float(sys.argv[3]) if len(sys.argv) > 3 else 6.0
with open(source, "rb") as file:
    header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    data = file.read()
TYPES = {"F32": np.float32, "I64": np.int64}
state = collections.OrderedDict()
for name, entry in header.items():
    if name != "__metadata__":
        first, end = entry["data_offsets"]
        values = np.frombuffer(data[first:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
        state[name] = torch.from_numpy(values.copy())
generator = torch.Generator().manual_seed(0)
for name in [key for key in state if key.endswith(".bn1.weight") and key.startswith("layers.")]:
    block = name[:-len("bn1.weight")]
    factors = 2.0 ** (-octaves * torch.rand(len(state[name]), generator=generator))
    state[block + "bn1.weight"] *= factors
    state[block + "bn1.bias"] *= factors
    state[block + "conv2.weight"] /= factors.view(-1, 1, 1, 1)
torch.save(state, out)
