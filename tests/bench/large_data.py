"""Data that does not fit in memory: folders of JPEG files of 500x375 pixels, resized to 256 and cropped to 224.

usage: /usr/bin/python3 tests/bench/large_data.py [--images N] [--many N] [--folder FOLDER]

MobileNetV2 with random weights, FP32, all cores: images a second and the largest resident set of `evaluate` on a tenth of the
images and on all, against PyTorch (ImageFolder, a DataLoader with a worker a core) on the same; of a `sweep` of one layer with
the images kept in a file and without; of photographs as large as a camera's, decoded whole and reduced. With --many also the
seconds until a set of so many files is open, measured as `evaluate --limit 8`. The files are links to 200 different ones.
Prints Markdown tables.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy
import torch
import torchvision
from PIL import Image

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SECATEUR_CLI", str(SOURCE / "build/release/bin/secateur-cli"))
DIFFERENT = 200


def write_photographs(folder, size, count):
    """Blurred noise with some grain: about as many bytes as photographs of this size have."""
    generator = numpy.random.default_rng(1)
    folder.mkdir(parents=True)
    for i in range(count):
        coarse = Image.fromarray(generator.integers(0, 255, (12, 16, 3)).astype(numpy.uint8))
        pixels = numpy.asarray(coarse.resize(size, Image.BICUBIC)).astype(int)
        grain = generator.integers(-9, 10, pixels.shape)
        Image.fromarray((pixels + grain).clip(0, 255).astype(numpy.uint8)).save(folder / f"{i}.jpg", quality=90)


def link(photographs, folder, images, classes):
    files = sorted(photographs.iterdir())
    for k in range(images):
        path = folder / "test" / f"n{k * classes // images:08}" / f"{k:08}.JPEG"
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
        os.link(files[k % len(files)], path)
    return folder


def resident(process):
    """The largest resident set so far, in bytes. (What the kernel counts for a child that has ended has ours in it.)"""
    try:
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return max((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), default=0)


def run(*command):
    """The command's JSON, its seconds and its largest resident set in bytes."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen([PROGRAM, *map(str, command), "--json"], stdout=out, stderr=errors)
        peak = 0
        while process.poll() is None:
            peak = max(peak, resident(process))
            time.sleep(0.1)
        seconds = time.perf_counter() - start
        if process.returncode != 0:
            errors.seek(0)
            raise RuntimeError(f"{command[:2]}: {errors.read().decode()[-500:]}")
        out.seek(0)
        return json.load(out), seconds, peak


def peer(checkpoint, folder):
    """PyTorch's images a second, after a first batch."""
    network = torchvision.models.mobilenet_v2(num_classes=1000)
    network.load_state_dict(torch.load(checkpoint))
    network.eval().to(memory_format=torch.channels_last)
    transforms = torchvision.transforms
    images = torchvision.datasets.ImageFolder(folder / "test", transforms.Compose(
        [transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(), transforms.Normalize([0.5] * 3, [0.5] * 3)]))
    loader = torch.utils.data.DataLoader(images, batch_size=32, num_workers=os.cpu_count())
    count, start = 0, None
    with torch.inference_mode():
        for batch, _ in loader:
            network(batch.to(memory_format=torch.channels_last)).argmax(1)
            if start is None:
                start = time.perf_counter()
            else:
                count += len(batch)
    return count / (time.perf_counter() - start)


def random_network(folder, classes):
    torch.manual_seed(1)
    checkpoint = folder / f"mobilenet_v2_{classes}.pth"
    torch.save(torchvision.models.mobilenet_v2(num_classes=classes).state_dict(), checkpoint)
    return checkpoint


def measure(folder, options):
    photographs = folder / "500x375"
    write_photographs(photographs, (500, 375), DIFFERENT)
    checkpoint = random_network(folder, 1000)
    network = ("--checkpoint", checkpoint, "--normalisation", "half")
    cut = ("--resize", 256, "--crop", 224)
    few = link(photographs, folder / "few", options.images // 10, 1000)
    all_images = link(photographs, folder / "all", options.images, 1000)
    print("| images | MB of memory | images/s | PyTorch |\n|---:|---:|---:|---:|")
    for data, images in ((few, options.images // 10), (all_images, options.images)):
        report, _, peak = run("evaluate", *network, *cut, "--data", data)
        torch_rate = f"{peer(checkpoint, data):.0f}" if data == few else ""
        print(f"| {images} | {peak / 1e6:.0f} | {report['count'] / report['seconds']:.0f} | {torch_rate} |", flush=True)

    print("\n| sweep of the last layer, ten points | seconds | MB of memory |\n|---|---:|---:|")
    points = ",".join(f"{0.05 + 0.09 * i:.2f}" for i in range(10))
    for name, cache in (("nothing kept", ("--cache", 0)), ("256 MB in memory", ()), ("and a file of 10 GB", ("--cache-file", "10G"))):
        _, seconds, peak = run("sweep", *network, *cut, "--data", few, "--split", "test", "--scope", "layers", "--layers",
                               "classifier.1", "--ratios", points, *cache)
        print(f"| {name} | {seconds:.1f} | {peak / 1e6:.0f} |", flush=True)

    print("\n| photographs of 4000x3000 | images/s |\n|---|---:|")
    write_photographs(folder / "4000x3000", (4000, 3000), 20)
    large = link(folder / "4000x3000", folder / "large", 100, 10)
    for name, how in (("decoded whole", ()), ("--reduced-decoding", ("--reduced-decoding",))):
        report, _, _ = run("evaluate", "--checkpoint", random_network(folder, 10), "--normalisation", "half", *cut, *how,
                           "--cache", 0, "--data", large)
        print(f"| {name} | {report['count'] / report['seconds']:.1f} |", flush=True)

    if options.many > 0:
        many = link(photographs, folder / "many", options.many, 1000)
        print("\n| files | seconds until 8 are evaluated | MB of memory |\n|---:|---:|---:|")
        for data, images in ((few, options.images // 10), (many, options.many), (many, options.many)):
            _, seconds, peak = run("evaluate", *network, *cut, "--data", data, "--limit", 8)
            print(f"| {images} | {seconds:.1f} | {peak / 1e6:.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=20000)
    parser.add_argument("--many", type=int, default=0, help="files of a set that is only opened; takes minutes to make")
    parser.add_argument("--folder", help="where the files are written (default: where temporary files are)")
    options = parser.parse_args()
    if options.images < 10000:
        sys.exit("error: --images at least 10000: a tenth of them has an image of each of 1000 classes")
    with tempfile.TemporaryDirectory(prefix="secateur-data-", dir=options.folder) as folder:
        measure(pathlib.Path(folder), options)


if __name__ == "__main__":
    main()
