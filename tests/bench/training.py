"""Training speed: `train` and `finetune` of this program, and the script that one would write in PyTorch, taking turns.

usage: /usr/bin/python3 tests/bench/training.py [--images N] [--rounds N] [NAME...]

Networks in their CIFAR forms on random images of 3x32x32, batches of 64, SGD with momentum and weight decay. PyTorch gets
tensors and its best of one and two threads and of both memory formats; ours reads files (PNG, decoded once). Images a
second of an epoch, without the program's start; the best round of each counts. Prints a Markdown table: images a second,
and ours to PyTorch's. Needs python3-torch.
"""
import argparse
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

import numpy
from PIL import Image

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SECATEUR_CLI", str(SOURCE / "build/release/bin/secateur-cli"))
NETWORKS = ("mobilenet_v2_cifar", "resnet18_cifar", "vgg16_cifar", "densenet121_cifar", "efficientnet_b0_cifar")
BATCH, HELD_OUT, CLASSES = 64, 4, 10

PYTORCH = """
import sys, time, torch
sys.path.insert(0, sys.argv[1])
import networks
name, images, threads, layout = sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
torch.set_num_threads(threads)
layout = getattr(torch, layout)
model = networks.build(name, 3, 10).train().to(memory_format=layout)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
x = torch.randn(images, 3, 32, 32).contiguous(memory_format=layout)
y = torch.randint(0, 10, (images,))
def step(i):
    optimizer.zero_grad(set_to_none=True)
    torch.nn.functional.cross_entropy(model(x[i:i + 64]), y[i:i + 64]).backward()
    optimizer.step()
step(0)
start = time.perf_counter()
for i in range(0, images, 64):
    step(i)
print(images / (time.perf_counter() - start))
"""


def output(*command):
    run = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"{command[:3]}: {run.stderr[-500:]}")
    return run.stdout


def write_images(folder, count):
    generator = numpy.random.default_rng(1)
    for split, number in (("train", count), ("test", CLASSES)):
        for i in range(number):
            path = folder / split / f"class{i % CLASSES}" / f"{i:05}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(generator.integers(0, 255, (32, 32, 3)).astype(numpy.uint8)).save(path)


def ours(command, images, study, *arguments):
    """Of the second epoch: the first one decodes."""
    output(PROGRAM, command, "--study", study, *arguments, "--epochs", 2, "--batch-size", BATCH, "--held-out", HELD_OUT,
           "--lr", 0.01)
    with sqlite3.connect(study) as database:
        (seconds,) = database.execute("SELECT seconds FROM training_epoch WHERE epoch = 2 ORDER BY training DESC LIMIT 1"
                                      ).fetchone()
    return images / seconds


def measure(name, options, folder):
    images = options.images // BATCH * BATCH
    write_images(folder / "images", images + HELD_OUT)
    data = ("--data", folder / "images", "--normalisation", "half")
    best = {"train": 0.0, "finetune": 0.0, "PyTorch": 0.0}
    for turn in range(options.rounds):
        study = folder / f"{turn}.secateur"
        best["train"] = max(best["train"], ours("train", images, study, *data, "--model", name))
        best["finetune"] = max(best["finetune"], ours("finetune", images, study, *data, "--variant", "trained"))
        for threads in (1, 2):
            for layout in ("contiguous_format", "channels_last"):
                best["PyTorch"] = max(best["PyTorch"], float(output(sys.executable, "-c", PYTORCH, SOURCE / "tests/peers",
                                                                    name, images, threads, layout)))
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", choices=[*NETWORKS, []], metavar="NAME")
    parser.add_argument("--images", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    print("| network | train | finetune | PyTorch | train to PyTorch |\n|---|---:|---:|---:|---:|")
    for name in options.names or NETWORKS[:1]:
        with tempfile.TemporaryDirectory(prefix="secateur-training-") as folder:
            best = measure(name, options, pathlib.Path(folder))
        print(f"| {name} | {best['train']:.0f} | {best['finetune']:.0f} | {best['PyTorch']:.0f} "
              f"| {best['train'] / best['PyTorch']:.2f} |", flush=True)


if __name__ == "__main__":
    main()
