"""Counts how many images of FOLDER/<class>/* a PyTorch checkpoint of MobileNetV2 (CIFAR form) gets right.

usage: cifar_evaluate.py CHECKPOINT FOLDER
Pixels are decoded by PIL and normalised with CIFAR-10's constants. Prints {"correct": ..., "count": ...}.
"""
import json
import pathlib
import sys

import numpy
import torch
from PIL import Image

from mobilenet_v2 import MobileNetV2

MEAN = torch.tensor([0.4914, 0.4822, 0.4465]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.2023, 0.1994, 0.2010]).view(1, 3, 1, 1)
BATCH = 100


def pixels_of(path):
    return torch.from_numpy(numpy.asarray(Image.open(path).convert("RGB")).transpose(2, 0, 1).copy())


def files_of(folder):
    """(file, label), class by class."""
    classes = sorted(path for path in pathlib.Path(folder).iterdir() if path.is_dir())
    return [(file, label) for label, name in enumerate(classes) for file in sorted(name.iterdir())]


def main():
    checkpoint, folder = sys.argv[1:3]
    torch.set_num_threads(1)
    state = torch.load(checkpoint, map_location="cpu")["net"]
    network = MobileNetV2()
    network.load_state_dict({name.removeprefix("module."): value for name, value in state.items()})
    network.eval()
    images = files_of(folder)
    correct = 0
    with torch.no_grad():
        for first in range(0, len(images), BATCH):
            batch = images[first:first + BATCH]
            pixels = torch.stack([pixels_of(file) for file, _ in batch]).float() / 255
            answers = network((pixels - MEAN) / DEVIATION).argmax(1)
            correct += (answers == torch.tensor([label for _, label in batch])).sum().item()
    print(json.dumps({"correct": correct, "count": len(images)}))


if __name__ == "__main__":
    main()
