#!/usr/bin/python3
"""Statistics of the batch normalisations of an exported module after torch.optim.swa_utils.update_bn: one a line,
NAME VALUE..., in the order of the modules.

usage: recalibrate.py FOLDER IMAGES BATCH SIDE   (pixel i of image n is (37 n + 11 i + 5 i n) mod 256)
"""
import importlib.util
import os
import sys

import torch
from torch.optim.swa_utils import update_bn

folder, count, batch, side = sys.argv[1], *map(int, sys.argv[2:])
spec = importlib.util.spec_from_file_location("network", os.path.join(folder, "network.py"))
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
network = module.Network()
network.load_state_dict(torch.load(os.path.join(folder, "network.pth")))

n = torch.arange(count).view(-1, 1)
i = torch.arange(side * side * 3).view(1, -1)
pixels = (37 * n + 11 * i + 5 * i * n) % 256
images = pixels.float().div(255).view(count, side, side, 3).permute(0, 3, 1, 2)
images = (images - 0.5) / 0.25
torch.manual_seed(0)
update_bn(torch.split(images, batch), network)
for name, part in network.named_modules():
    if isinstance(part, torch.nn.BatchNorm2d):
        for slot in ("running_mean", "running_var"):
            print(f"{name}.{slot}", *getattr(part, slot).tolist())
