"""Logits of the PyTorch peer with the weights of a safetensors file, which is parsed by hand.

usage: logits_reference.py FILE CHANNELS CLASSES ACTIVATION COUNT SIDE

Input value i (in NCHW order) is ((i * 37) mod 255) / 127 - 1, times (n + 1) / 2 for image n. Prints one logit a line, image by image.
"""
import json
import struct
import sys

import numpy
import torch
from mobilenet_v2 import MobileNetV2

TYPES = {"F32": numpy.float32, "I64": numpy.int64}


def read(path):
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = file.read()
    state = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = numpy.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]])
            state[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return state


path, channels, classes, activation, count, side = sys.argv[1:]
shape = (int(count), int(channels), int(side), int(side))
torch.set_num_threads(1)
network = MobileNetV2(int(channels), int(classes), activation)
network.load_state_dict(read(path))
network.eval()
flat = torch.arange(shape[0] * shape[1] * shape[2] * shape[3]) * 37 % 255
contrast = (torch.arange(1, shape[0] + 1).float() / 2).view(-1, 1, 1, 1)
with torch.no_grad():
    for logit in network((flat.float() / 127 - 1).view(shape) * contrast).flatten():
        print(repr(float(logit)))
