"""Multiply-accumulates of one forward pass, counted by hooks on the modules that ran, and the parameters of all modules.

usage: models_macs.py MODEL CHANNELS CLASSES SIDE

A convolution makes out elements * in channels / groups * kernel area, a linear layer out * in.
"""
import sys

import networks
import torch
import torch.nn as nn

model, channels, classes, side = sys.argv[1], *map(int, sys.argv[2:])
network = networks.build(model, channels, classes).eval()
macs = 0


def count(module, _, output):
    global macs
    each = module.weight.numel() // module.weight.shape[0]
    macs += each * output[0].numel()


for module in network.modules():
    if isinstance(module, (nn.Conv2d, nn.Linear)):
        module.register_forward_hook(count)
with torch.no_grad():
    network(torch.zeros(1, channels, side, side))
print(macs, sum(parameter.numel() for parameter in network.parameters()))
