"""Images a second of this program, onnxruntime and PyTorch on the same networks, taking turns.

usage: /usr/bin/python3 tests/bench/runtimes.py [--rounds N] [--seconds S] [--old PROGRAM] [NAME...]

Networks have hardly been trained: what they compute does not change their speed. Ours is the fastest point of `profile
--curve` (batch 1 to 32, one and two cores); onnxruntime-node runs what `export` wrote, with its best of batch 1, 8 and 32
and of one and two threads; PyTorch runs eager and channels last with its best of the same. All get tensors, no files.
The best round of each counts. Prints a Markdown table: images a second, and ours to theirs. --old: another secateur-cli
(its `speed`, batches of 16 on both cores) beside the new one. Needs build/release/peers and python3-torchvision.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
from PIL import Image

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SECATEUR_CLI", str(SOURCE / "build/release/bin/secateur-cli"))
PEERS = pathlib.Path(PROGRAM).resolve().parents[1] / "peers/node_modules"
NETWORKS = {"mobilenet_v2_cifar": 32, "resnet18_cifar": 32, "vgg16_cifar": 32, "densenet121_cifar": 32,
            "efficientnet_b0_cifar": 32, "mobilenet_v2": 224, "resnet18": 224}
FORMS = [(batch, threads) for batch in (1, 8, 32) for threads in (1, 2)]
CLASSES, IMAGES = 10, 64

ONNXRUNTIME = """
const ort = require('onnxruntime-node');
const [file, side, batch, threads, seconds] = process.argv.slice(2);
(async () => {
  const session = await ort.InferenceSession.create(file, {
    intraOpNumThreads: +threads, interOpNumThreads: 1, graphOptimizationLevel: 'all'});
  const dims = [+batch, 3, +side, +side];
  const data = new Float32Array(dims.reduce((a, b) => a * b));
  for (let i = 0; i < data.length; ++i) data[i] = Math.sin(i);
  const feeds = {[session.inputNames[0]]: new ort.Tensor('float32', data, dims)};
  await session.run(feeds);
  const start = process.hrtime.bigint();
  let images = 0, passed = 0;
  do {
    await session.run(feeds);
    images += +batch;
    passed = Number(process.hrtime.bigint() - start) / 1e9;
  } while (passed < +seconds);
  console.log(images / passed);
})();
"""

PYTORCH = """
import sys, time, torch
sys.path.insert(0, sys.argv[1])
import networks
name, side, batch, threads, seconds = sys.argv[2], *map(int, sys.argv[3:6]), float(sys.argv[6])
torch.set_num_threads(threads)
model = networks.build(name, 3, 10).eval().to(memory_format=torch.channels_last)
x = torch.randn(batch, 3, side, side).contiguous(memory_format=torch.channels_last)
with torch.inference_mode():
    model(x)
    start, images = time.perf_counter(), 0
    while images == 0 or time.perf_counter() - start < seconds:
        model(x)
        images += batch
print(images / (time.perf_counter() - start))
"""


def output(*command, **environment):
    run = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                         env=os.environ | environment)
    if run.returncode != 0:
        raise RuntimeError(f"{command[:3]}: {run.stderr[-500:]}")
    return run.stdout


def write_images(folder, side):
    generator = numpy.random.default_rng(1)
    for split in ("train", "test"):
        for i in range(IMAGES):
            path = folder / split / f"class{i % CLASSES}" / f"{i:03}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(generator.integers(0, 255, (side, side, 3)).astype(numpy.uint8)).save(path)


class Contest:
    """One network in all runtimes."""

    def __init__(self, name, folder, options):
        self.name, self.side, self.folder, self.options = name, NETWORKS[name], folder, options
        self.study = folder / "net.secateur"
        write_images(folder / "images", self.side)
        where = ("--study", self.study, "--data", folder / "images", "--normalisation", "half")
        output(PROGRAM, "train", *where, "--model", name, "--limit", 16, "--epochs", 1, "--batch-size", 8, "--held-out", 4)
        output(PROGRAM, "quantize", *where, "--variant", "trained", "--calibration", 16)
        for variant in ("trained", "int8"):
            output(PROGRAM, "export", *where, "--variant", variant, "--out", folder / f"{variant}.onnx")
        (folder / "run.js").write_text(ONNXRUNTIME)

    def ours(self, variant):
        answer = json.loads(output(PROGRAM, "profile", "--study", self.study, "--compare", variant, "--curve", "--json"))
        return max(point["images_per_second"] for point in answer["curves"][0]["points"])

    def onnxruntime(self, variant):
        return max(float(output("node", self.folder / "run.js", self.folder / f"{variant}.onnx", self.side, *form,
                                self.options.seconds, NODE_PATH=str(PEERS))) for form in FORMS)

    def pytorch(self):
        return max(float(output(sys.executable, "-c", PYTORCH, SOURCE / "tests/peers", self.name, self.side, *form,
                                self.options.seconds)) for form in FORMS)

    def old(self, variant):
        answer = json.loads(output(self.options.old, "speed", "--study", self.study, "--variant", variant, "--rounds", 3,
                                   "--json"))
        return max(speed["highest"] for network in answer["networks"] for speed in network["images_per_second"])

    def turns(self):
        """The best of each by its heading."""
        measured = {"FP32": lambda: self.ours("trained"), "FP32 onnxruntime": lambda: self.onnxruntime("trained"),
                    "FP32 PyTorch": self.pytorch, "INT8": lambda: self.ours("int8"),
                    "INT8 onnxruntime": lambda: self.onnxruntime("int8")}
        if self.options.old:
            measured |= {"FP32 old": lambda: self.old("trained"), "INT8 old": lambda: self.old("int8")}
        best = dict.fromkeys(measured, 0.0)
        for _ in range(self.options.rounds):
            for heading, measure in measured.items():
                best[heading] = max(best[heading], measure())
        return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=list(NETWORKS), choices=list(NETWORKS), metavar="NAME")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=0.5, help="of every form of a peer")
    parser.add_argument("--old", help="another secateur-cli to compare with")
    options = parser.parse_args()
    headings = None
    for name in options.names:
        with tempfile.TemporaryDirectory(prefix="secateur-runtimes-") as folder:
            best = Contest(name, pathlib.Path(folder), options).turns()
        if headings is None:
            headings = list(best)
            print("| network | " + " | ".join(headings) + " |\n|---|" + "---:|" * len(headings))
        cells = [f"{rate:.0f}" + (f" ({best[heading[:4]] / rate:.2f})" if heading[4:] else "")
                 for heading, rate in best.items()]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
