#!/usr/bin/python3
"""What images say of the channels and weights of an exported module, in PyTorch: "GROUP CRITERION VALUE..." a line for
channels, "LAYER wanda VALUE..." for the norms of what each weight of an output multiplies.

usage: image_scores.py FOLDER COUNT SIDE   (with network.py, network.pth, groups.txt as channel_saliency.py reads it;
pixel i of image n is (37 n + 11 i + 5 i n) mod 256, its label n mod 10)

Taylor goes another way than by activations: what a channel's readers lose is the sum of their weights times these
weights' gradients, image by image.
"""
import sys

import torch

from channel_saliency import readGroups, rows

folder, count, side = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sys.path.insert(0, folder)
from network import Network  # noqa: E402  (found by the line above)

network = Network()
network.load_state_dict(torch.load(folder + "/network.pth"))
network.eval()
n = torch.arange(count).view(-1, 1)
i = torch.arange(side * side * 3).view(1, -1)
pixels = (37 * n + 11 * i + 5 * i * n) % 256
images = (pixels.float().div(255).view(count, side, side, 3).permute(0, 3, 1, 2) - 0.5) / 0.25

layers = {name: part for name, part in network.named_modules()
          if isinstance(part, (torch.nn.Conv2d, torch.nn.Linear))}
read = {}
for name, part in layers.items():
    part.register_forward_pre_hook(lambda part, inputs, name=name: read.__setitem__(name, inputs[0].detach()))
with torch.no_grad():
    network(images)
for name, part in layers.items():
    x = read[name].double()
    if isinstance(part, torch.nn.Conv2d):
        x = torch.nn.functional.unfold(x, part.kernel_size, part.dilation, part.padding, part.stride).transpose(1, 2)
    norms = x.reshape(-1, x.shape[-1]).norm(dim=0)
    print(name, "wanda", *(norms / norms.pow(2).mean().sqrt()).tolist())

readers = {group: [name.removesuffix(".weight") for name, axis in members if axis == 1]
           for group, members in readGroups(folder)}
for group, names in readers.items():
    activations = [read[name].double() for name in names]
    dimensions = [[d for d in range(a.dim()) if d != 1] for a in activations]
    for criterion, of in (("activation", torch.abs), ("apoz", lambda a: (a != 0).double())):
        each = [of(a).mean(d) for a, d in zip(activations, dimensions)]
        print(group, criterion, *(sum(each) / len(each)).tolist())
changes = {group: 0 for group in readers}
for k in range(count):
    network.zero_grad()
    torch.nn.functional.cross_entropy(network(images[k:k + 1]), torch.tensor([k % 10])).backward()
    for group, names in readers.items():
        weights = [layers[name].weight for name in names]
        changes[group] += sum(rows(w.detach() * w.grad, 1).sum(1) for w in weights).abs() / count
for group, change in changes.items():
    print(group, "taylor", *change.tolist())
