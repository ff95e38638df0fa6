#!/usr/bin/python3
"""Saliency of channels of an exported module in PyTorch: "GROUP CRITERION VALUE..." a line.

usage: channel_saliency.py FOLDER   (with network.pth, and groups.txt: "GROUP WIDTH", then a line a member,
"  PARAMETER AXIS", where AXIS is 0 of what a layer makes and 1 of what it reads)
"""
import os
import sys

import torch


def readGroups(folder):
    groups = []
    for line in open(os.path.join(folder, "groups.txt"), encoding="utf-8"):
        first, second = line.split()
        if line.startswith(" "):
            groups[-1][1].append((first, int(second)))
        else:
            groups.append((first, []))
    return groups


def rows(weight, axis):
    return weight.double().transpose(0, axis).flatten(1) if weight.dim() > 1 else weight.double()[:, None]


def scores(state, members, criterion):
    makers = [rows(state[name], 0) for name, axis in members if axis == 0 and state[name].dim() > 1]
    if criterion == "l1":
        return sum(torch.norm(w, p=1, dim=1) for w in makers)
    if criterion == "l2":
        return sum(torch.norm(w, p=2, dim=1) for w in makers)
    if criterion == "geometric-median":
        return sum(sum(torch.norm(w - other, dim=1) for other in w) for w in makers)
    if criterion == "group-norm":
        return sum(torch.norm(rows(state[name], axis), dim=1) ** 2 for name, axis in members)
    return sum(state[name].double().abs() for name, axis in members if state[name].dim() == 1)


def main():
    state = torch.load(os.path.join(sys.argv[1], "network.pth"))
    for group, members in readGroups(sys.argv[1]):
        for criterion in ("l1", "l2", "geometric-median", "group-norm", "bn-scale"):
            print(group, criterion, *scores(state, members, criterion).tolist())


if __name__ == "__main__":
    main()
