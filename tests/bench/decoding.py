"""What reading JPEG files costs an evaluation: images a second from files, and of the same network from memory.

usage: /usr/bin/python3 tests/bench/decoding.py [--images N] [--rounds N]

MobileNetV2 at 3x224x224, hardly trained, FP32 and INT8, both cores; the files have 224x224 pixels, or 500x375 as
ImageNet's have on average, which are resized. `evaluate` and `speed` take turns; the best round of each counts. Prints a
Markdown table.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile

import numpy
from PIL import Image

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SECATEUR_CLI", str(SOURCE / "build/release/bin/secateur-cli"))
SIZES = ((224, 224), (500, 375))
TRAIN = 16


def answer(*command):
    run = subprocess.run([PROGRAM, *map(str, command), "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         text=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"{command[:2]}: {run.stderr[-500:]}")
    return json.loads(run.stdout)


def write_images(folder, size, count):
    """Blurred noise with some grain: about as many bytes as photographs of this size have."""
    generator = numpy.random.default_rng(1)
    for split, number in (("train", TRAIN), ("test", count)):
        for i in range(number):
            path = folder / split / f"class{i % 2}" / f"{i:05}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            coarse = Image.fromarray(generator.integers(0, 255, (12, 16, 3)).astype(numpy.uint8))
            pixels = numpy.asarray(coarse.resize(size, Image.BICUBIC)).astype(int)
            grain = generator.integers(-9, 10, pixels.shape)
            Image.fromarray((pixels + grain).clip(0, 255).astype(numpy.uint8)).save(path, quality=90)


def measure(size, options, folder):
    images, study = folder / "images", folder / "net.secateur"
    write_images(images, size, options.images)
    where = ("--study", study, "--data", images)
    settings = ("--normalisation", "half", "--resize", 224, "--crop", 224)
    answer("train", *where, *settings, "--model", "mobilenet_v2", "--epochs", 1, "--batch-size", 8, "--held-out", 4)
    answer("quantize", *where, "--variant", "trained", "--calibration", 12)
    for variant in ("trained", "int8"):
        files, memory = 0.0, 0.0
        for _ in range(options.rounds):
            report = answer("evaluate", *where, "--variant", variant)
            files = max(files, report["count"] / report["seconds"])
            speed = answer("speed", "--study", study, "--variant", variant, "--rounds", 1)
            memory = max(memory, speed["networks"][0]["images_per_second"][-1]["highest"])
        kilobytes = sum(path.stat().st_size for path in images.glob("test/*/*")) / options.images / 1024
        print(f"| {size[0]}x{size[1]}, {kilobytes:.0f} KiB | {'INT8' if variant == 'int8' else 'FP32'} | {memory:.0f} "
              f"| {files:.0f} | {files / memory:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    print("| JPEG files | | images/s from memory | from files | share |\n|---|---|---:|---:|---:|")
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="secateur-decoding-") as folder:
            measure(size, options, pathlib.Path(folder))


if __name__ == "__main__":
    main()
