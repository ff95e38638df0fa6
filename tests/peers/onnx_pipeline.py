"""Seven networks of torchvision's from ONNX through every stage of the command line, on 64 images.

usage: /usr/bin/python3 tests/peers/onnx_pipeline.py [--build build/release] [NAME...]

Each is exported with random weights, evaluated, swept, cut by 30 % of its channels, fine-tuned by one step, quantized,
and written as ONNX, as INT8 ONNX and as PyTorch code; what was written is opened and evaluated again. A line a network:
channels cut, images of 64 that each network gets right (whole, cut, fine-tuned, INT8), whether the three files give the
same number, points of the sweep, the largest difference between the network cut and masked, seconds.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy
import onnx_zoo
import torch
from PIL import Image

SEVEN = ["mobilenet_v2", "mobilenet_v3_large", "resnet50", "efficientnet_b0", "shufflenet_v2_x1_0", "densenet121",
         "inception_v3"]
IMAGES, CLASSES = 64, 10


def write_images(folder, side):
    """Noise around a colour and a bright bar, which tell the class."""
    generator = numpy.random.default_rng(1)
    for split in ("train", "test"):
        for i in range(IMAGES):
            label = i % CLASSES
            pixels = generator.integers(0, 90, (side, side, 3)) + numpy.array([label * 9, 90 - label * 9, 40])
            pixels[:, label * side // CLASSES:label * side // CLASSES + 6] += 80
            path = folder / split / f"class{label}" / f"{i:03}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels.astype(numpy.uint8)).save(path)


class Pipeline:
    def __init__(self, build, folder):
        self.program = pathlib.Path(build).resolve() / "bin/secateur-cli"
        self.folder = folder
        self.study = ("--study", folder / "net.secateur")
        self.images = ("--data", folder / "images", "--normalisation", "imagenet")
        self.usual = (*self.study, *self.images)

    def answer(self, *words):
        done = subprocess.run([self.program, *map(str, words), "--json"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{words[0]}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    def right(self, *where):
        return self.answer("evaluate", *where)["correct"]

    def again(self, name):
        """Of a file that was written, in a study of its own."""
        return self.right(*self.images, "--checkpoint", self.folder / name)

    def pytorch(self, folder):
        """Images that the exported code gets right in PyTorch."""
        namespace = {}
        exec((folder / "network.py").read_text(encoding="utf-8"), namespace)  # pylint: disable=exec-used
        model = namespace["Network"]()
        model.load_state_dict(torch.load(folder / "network.pth"))
        mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
        right = 0
        with torch.no_grad():
            for path in sorted((self.folder / "images/test").glob("*/*.png")):
                pixels = torch.from_numpy(numpy.array(Image.open(path))).float() / 255
                logits = model.eval()(((pixels - mean) / std).permute(2, 0, 1)[None])
                right += logits.argmax().item() == int(path.parent.name[5:])
        return right

    def run(self):
        network = self.folder / "net.onnx"
        right = [self.right(*self.usual, "--checkpoint", network)]
        points = self.answer("sweep", *self.usual, "--variant", 1, "--ratios", 0.5, "--limit", 16)["points"]
        cut = self.answer("prune", *self.study, "--variant", 1, "--channels", "--amount", 0.3)
        right.append(self.right(*self.usual, "--variant", 2))
        self.answer("finetune", *self.usual, "--variant", 2, "--epochs", 1, "--batch-size", 32, "--lr", 0.001)
        right.append(self.right(*self.usual, "--variant", 3))
        self.answer("quantize", *self.usual, "--variant", 3, "--calibration", IMAGES)
        right.append(self.right(*self.usual, "--variant", 4))
        for variant, kind, out in ((3, "onnx", "tuned.onnx"), (4, "onnx", "int8.onnx"), (3, "pytorch", "code")):
            self.answer("export", *self.study, "--variant", variant, "--format", kind, "--out", self.folder / out)
        written = [self.again("tuned.onnx"), self.again("int8.onnx"), self.pytorch(self.folder / "code")]
        return {"right": right, "written": written, "expected": [right[2], right[3], right[2]], "points": points,
                "before": cut["before"]["parameters"], "after": cut["after"]["parameters"]}


def row(name, build):
    started = time.time()
    with tempfile.TemporaryDirectory(prefix="onnx-pipeline-") as temporary:
        folder = pathlib.Path(temporary)
        _, side = onnx_zoo.export(name, folder, 13)
        facts = json.loads(subprocess.run(
            [pathlib.Path(build) / "bin/network_facts", folder / "net.onnx", folder / "images", str(onnx_zoo.IMAGES),
             folder / "ours"], stdout=subprocess.PIPE, check=True, text=True).stdout)
        (folder / "images").unlink()
        write_images(folder / "images", side)
        result = Pipeline(build, folder).run()
    return result | {"cut": facts["cut_difference"], "seconds": time.time() - started}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(onnx_zoo.SOURCE / "build/release"))
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    torch.set_num_threads(1)
    good = 0
    wanted = given.names or SEVEN
    print(f"{'network':<20} {'parameters':>10} {'cut to':>10} {'points':>6}  {'right: all cut tuned INT8':<26} "
          f"{'written again':<14} {'cut-masked':>10} {'s':>5}")
    for name in wanted:
        try:
            r = row(name, given.build)
        except RuntimeError as error:
            print(f"{name:<20} {error}", flush=True)
            continue
        same = r["written"] == r["expected"]
        good += same and r["cut"] < 1e-4
        print(f"{name:<20} {r['before']:>10} {r['after']:>10} {r['points']:>6}  {' '.join(f'{n:>5}' for n in r['right']):<26} "
              f"{'same' if same else r['written']!s:<14} {r['cut']:>10.1e} {r['seconds']:>5.0f}", flush=True)
    print(f"{good} of {len(wanted)} go through every stage; what was written answers the same, cut and masked are the same")
    return 0 if good == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
