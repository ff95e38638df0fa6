"""State_dict, multiply-accumulates and parameters of networks.

usage: models_facts.py MODEL CHANNELS CLASSES SIDE [MODEL CHANNELS CLASSES SIDE]...

For each network a line "MODEL MACS PARAMETERS", then one line a tensor: "  name dim dim ..." (a scalar has no dim).
The MACs of one forward pass are counted by hooks on the modules that ran: a convolution makes out elements * in channels
/ groups * kernel area, a linear layer out * in.
"""
import sys

import networks
import torch
import torch.nn as nn


def macs_of(network, channels, side):
    macs = []

    def count(module, _, output):
        macs.append(module.weight.numel() // module.weight.shape[0] * output[0].numel())

    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            module.register_forward_hook(count)
    with torch.no_grad():
        network.eval()(torch.zeros(1, channels, side, side))
    return sum(macs)


arguments = sys.argv[1:]
while arguments:
    model, channels, classes, side, *arguments = arguments
    network = networks.build(model, int(channels), int(classes))
    print(model, macs_of(network, int(channels), int(side)), sum(p.numel() for p in network.parameters()))
    for name, value in network.state_dict().items():
        print(" ", name, *value.shape)
