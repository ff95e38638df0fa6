"""Training and repair on tiny data sets, and the three kinds of image data that --data takes."""
import unittest

import checkpoint_files
import tiny_data
import cli_support
from cli_support import CHECKPOINT, CliTest


class KindsOfData(CliTest):
    """Trained for one epoch, written, evaluated again from the file: as many are correct."""

    def check(self, data, images, channels, classes):
        out = self.folder / f"{data.name}.safetensors"
        trained = self.answer("train", "--data", data, "--epochs", 1, "--batch-size", 8, "--limit",
                              16, "--out", out)
        self.assertEqual(trained["bytes"], out.stat().st_size)
        evaluated = self.answer("evaluate", "--data", data, "--checkpoint", out)
        self.assertEqual((trained["count"], evaluated["count"]), (images, images))
        self.assertEqual(trained["correct"], evaluated["correct"])
        tensors = checkpoint_files.read_safetensors(out)[1]
        self.assertEqual(tensors["conv1.weight"].shape, [32, channels, 3, 3])
        self.assertEqual(tensors["linear.weight"].shape, [classes, 1280])

    def test_idx(self):
        self.check(tiny_data.make_idx(self.folder / "fashion"), 30, 1, 10)

    def test_cifar10(self):
        self.check(tiny_data.make_cifar10(self.folder / "cifar"), 30, 3, 10)

    def test_image_folder(self):
        self.check(tiny_data.make_image_folder(self.folder / "images"), 18, 3, 3)


class Finetune(CliTest):
    def test_zeros_stay_zero_and_the_others_move(self):
        data = tiny_data.make_idx(self.folder / "fashion")
        pruned, repaired = self.folder / "pruned.safetensors", self.folder / "repaired.safetensors"
        self.answer("prune", "--checkpoint", CHECKPOINT, "--amount", 0.7, "--out", pruned)
        self.answer("finetune", "--data", data, "--checkpoint", pruned, "--epochs", 1,
                    "--batch-size", 16, "--limit", 32, "--lr", 0.01, "--out", repaired)
        before = checkpoint_files.read_safetensors(pruned)[1]
        after = checkpoint_files.read_safetensors(repaired)[1]
        self.assertEqual(before.keys(), after.keys())
        moved = kept = 0
        for name, tensor in before.items():
            if not (name.endswith(".weight") and len(tensor.shape) in (2, 4)):
                continue
            for old, new in zip(checkpoint_files.values(tensor),
                                checkpoint_files.values(after[name])):
                if old == 0.0:
                    self.assertEqual(new, 0.0, name)
                else:
                    kept += 1
                    moved += old != new
        self.assertGreater(moved, 0.9 * kept)


if __name__ == "__main__":
    cli_support.main()
