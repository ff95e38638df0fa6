#!/usr/bin/python3
"""Parameters and statistics of an exported network after a few steps of fine-tuning on one batch: one tensor a line,
NAME VALUE..., in the order of its state_dict.

usage: finetune_steps.py FOLDER TEACHER_FOLDER IMAGES SIDE STEPS WARMUP RATE SMOOTHING WEIGHT TEMPERATURE batch|frozen
IMAGES: raw float32, [N, 3, SIDE, SIDE]; image i is of class i mod 4. Each step is an epoch: a linear warm-up, then cosine.
"""
import importlib.util
import os
import sys
import warnings

import numpy
import torch
from torch import nn
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

warnings.simplefilter("ignore")


def network(folder):
    spec = importlib.util.spec_from_file_location("network", os.path.join(folder, "network.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.Network()
    made.load_state_dict(torch.load(os.path.join(folder, "network.pth")))
    return made


student, teacher = network(sys.argv[1]), network(sys.argv[2]).eval()
side, steps, warmup = map(int, sys.argv[4:7])
rate, smoothing, weight, temperature = map(float, sys.argv[7:11])
images = torch.from_numpy(numpy.fromfile(sys.argv[3], "<f4")).view(-1, 3, side, side)
labels = torch.arange(len(images)) % 4

student.train()
if sys.argv[11] == "frozen":
    for part in student.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.eval()
optimizer = torch.optim.SGD(student.parameters(), lr=rate, momentum=0.9, nesterov=True, weight_decay=5e-4)
schedule = SequentialLR(optimizer, [LinearLR(optimizer, 1 / warmup, 1.0, warmup - 1),
                                    CosineAnnealingLR(optimizer, steps - warmup)], [warmup])
with torch.no_grad():
    wanted = nn.functional.softmax(teacher(images) / temperature, 1)
for _ in range(steps):
    logits = student(images)
    loss = nn.functional.cross_entropy(logits, labels, label_smoothing=smoothing)
    distance = nn.KLDivLoss(reduction="batchmean")(nn.functional.log_softmax(logits / temperature, 1), wanted)
    optimizer.zero_grad()
    (loss + weight * temperature**2 * distance).backward()
    optimizer.step()
    schedule.step()
for name, value in student.state_dict().items():
    print(name, *map(repr, value.flatten().tolist()))
