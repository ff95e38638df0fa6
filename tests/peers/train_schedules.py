"""Learning rates of torch.optim.lr_scheduler, one line a step: rate of OneCycleLR, of CosineAnnealingLR.

usage: train_schedules.py RATE TOTAL_STEPS
"""
import sys
import warnings

import torch

warnings.simplefilter("ignore")
rate, total = float(sys.argv[1]), int(sys.argv[2])


def rates(make):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate, momentum=0.9)
    scheduler = make(optimizer)
    values = []
    for step in range(total):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step + 1 < total:
            scheduler.step()
    return values


one_cycle = rates(lambda o: torch.optim.lr_scheduler.OneCycleLR(o, max_lr=rate, total_steps=total))
cosine = rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=total))
for values in zip(one_cycle, cosine):
    print(*map(repr, values))
