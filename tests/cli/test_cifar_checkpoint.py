"""A checkpoint that PyTorch wrote, on the images it was tested with: the same number of correct images as PyTorch,
and INT8 near it. Uses ../shared/data beside the checkout where it is there."""
import array
import json
import pathlib
import subprocess
import tarfile
import unittest

import cli_support
from cli_support import SOURCE, TIE, CliTest, have_onnxruntime, onnxruntime, predictions, ranked, run

SHARED = SOURCE.parent / "shared/data"
CHECKPOINT = SHARED / "checkpoints/mobilenetv2_cifar10.pth"
ARCHIVE = SHARED / "cifar10-images.tar.gz"
PEER = SOURCE / "tests/peers/cifar_evaluate.py"
IMAGES = SOURCE / "tests/peers/cifar_images.py"
PYTHON = "/usr/bin/python3"  # Debian's, which has python3-torch
EVERY = 20  # 500 of the 10,000 test images, 50 a class
TRAIN_EVERY = 250


def has_torch():
    probe = subprocess.run([PYTHON, "-c", "import torch, PIL"], capture_output=True, check=False)
    return probe.returncode == 0


@unittest.skipUnless(CHECKPOINT.exists() and ARCHIVE.exists(),
                     "NOT TESTED: no CIFAR-10 checkpoint and images beside the checkout")
class CifarCheckpoint(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with tarfile.open(ARCHIVE) as archive:
            for member in archive:
                parts = pathlib.PurePosixPath(member.name).parts
                if not member.isfile() or len(parts) < 3 or not parts[-1].endswith(".jpg"):
                    continue
                step = EVERY if parts[-3] == "test" else TRAIN_EVERY
                if int(pathlib.PurePosixPath(parts[-1]).stem) % step == 0:
                    target = cls.folder / "cifar" / parts[-3] / parts[-2] / parts[-1]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.extractfile(member).read())
        cls.data = cls.folder / "cifar"

    @unittest.skipUnless(has_torch(), "NOT TESTED: no python3-torch or python3-pil")
    def test_as_many_correct_as_pytorch(self):
        ours = self.answer("evaluate", "--checkpoint", CHECKPOINT, "--data", self.data)
        peer = subprocess.run([PYTHON, PEER, CHECKPOINT, self.data / "test"], capture_output=True,
                              text=True, check=True)
        theirs = json.loads(peer.stdout)
        self.assertEqual(ours["count"], theirs["count"])
        self.assertGreaterEqual(ours["count"], 400)
        self.assertEqual(ours["correct"], theirs["correct"])

    def test_int8_is_near_and_reads_back_alike(self):
        out = self.folder / "int8.safetensors"
        ours = self.answer("quantize", "--checkpoint", CHECKPOINT, "--data", self.data,
                           "--calibration", 128, "--out", out)
        # 500 images: two correct networks may differ by a few images without any fault.
        self.assertLess(ours["drop"], 0.02)
        again = self.answer("evaluate", "--checkpoint", out, "--data", self.data)
        self.assertEqual(again["correct"], ours["int8_correct"])
        self.assertLess(out.stat().st_size, 2_600_000)

    @unittest.skipUnless(has_torch() and have_onnxruntime(),
                         "NOT TESTED: no python3-torch, python3-pil or onnxruntime-node")
    def test_int8_answers_as_onnxruntime_but_for_ties(self):
        study, model = self.folder / "onnx.secateur", self.folder / "int8.onnx"
        images, logits = self.folder / "images.f32", self.folder / "logits.f32"
        subprocess.run([PYTHON, IMAGES, self.data / "test", images], check=True)
        for recipe in ("default", "per-tensor equalized"):
            made = self.answer("quantize", "--study", study, "--checkpoint", CHECKPOINT, "--data", self.data,
                               "--calibration", 128, "--recipe", recipe)
            self.answer("export", "--study", study, "--variant", made["variant"], "--data", self.data,
                        "--format", "onnx", "--out", model)
            self.answer("report", "--study", study, "--out", self.folder / "report")
            ours = list(predictions(self.folder / "report").values())[-1]
            result = onnxruntime(model, images, "3,32,32", logits)
            self.assertEqual(result.returncode, 0, result.stderr)
            values = array.array("f", logits.read_bytes())
            self.assertEqual(len(values), 10 * len(ours))
            theirs = [ranked(values[10 * i:10 * i + 10]) for i in range(len(ours))]
            apart = [i for i in ours if theirs[i][0] != ours[i]]
            print(f"{recipe}: {len(apart)} of {len(ours)} answers of onnxruntime differ")
            self.assertEqual([i for i in apart if theirs[i][1] > TIE], [])

    def test_fashion_mnist_is_refused(self):
        result = run("evaluate", "--checkpoint", CHECKPOINT)
        self.assertEqual(result.returncode, 1)
        self.assertIn("expected 3 channels, got 1", result.stderr)


if __name__ == "__main__":
    cli_support.main()
