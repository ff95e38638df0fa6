"""Logits of the PyTorch peer with the weights of a safetensors file, which is parsed by hand.

usage: logits_reference.py MODEL FILE CHANNELS CLASSES ACTIVATION COUNT SIDE [train]

Input value i (in NCHW order) is ((i * 37) mod 255) / 127 - 1, times (n + 1) / 2 for image n. Prints one logit a line,
image by image. "train": with batch statistics (and without dropout).
"""
import json
import struct
import sys

import networks
import numpy
import torch

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


model, path, channels, classes, activation, count, side = sys.argv[1:8]
shape = (int(count), int(channels), int(side), int(side))
torch.set_num_threads(1)
network = networks.build(model, int(channels), int(classes), activation)
# Of what the original has, but does not use, the file has nothing.
missing, unexpected = network.load_state_dict(read(path), strict=False)
unused = ("layers.0.conv1.", "layers.0.bn1.") if model == "efficientnet_b0_cifar" else ()
assert not unexpected and all(name.startswith(unused) for name in missing), (missing, unexpected)
network.train(sys.argv[8:] == ["train"])
flat = torch.arange(shape[0] * shape[1] * shape[2] * shape[3]) * 37 % 255
contrast = (torch.arange(1, shape[0] + 1).float() / 2).view(-1, 1, 1, 1)
with torch.no_grad():
    for logit in network((flat.float() / 127 - 1).view(shape) * contrast).flatten():
        print(repr(float(logit)))
