"""The commands on Fashion-MNIST with the shipped network, each number checked from outside."""
import os
import unittest
import zlib

import checkpoint_files
import network_cost
import cli_support
from cli_support import CHECKPOINT, CliTest, needs_fashion_mnist

SHIPPED = ("--checkpoint", CHECKPOINT)


def gzip_size(path):
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return len(packer.compress(path.read_bytes())) + len(packer.flush())


class Inspect(CliTest):
    def assertCost(self, answer, parameters, macs):
        self.assertEqual((answer["parameters"], answer["macs"]), (parameters, macs))
        self.assertEqual(sum(layer["parameters"] for layer in answer["layers"]), parameters)
        self.assertEqual(sum(layer["macs"] for layer in answer["layers"]), macs)

    def test_without_checkpoint_it_is_the_form_for_cifar10(self):
        """3 channels of 32x32: 2,296,922 parameters, 91.15 M MACs, as network_cost counts them."""
        cost = network_cost.mobilenet_v2(3, 10, 32)
        self.assertEqual((cost.parameters, cost.macs), (2296922, 91154944))
        self.assertCost(self.answer("inspect"), cost.parameters, cost.macs)

    def test_shipped_network(self):
        """1 channel of 28x28. The stem loses 2 * 3 * 3 * 32 = 576 of the 2,296,922 parameters."""
        cost = network_cost.mobilenet_v2(1, 10, 28)
        self.assertEqual(cost.parameters, 2296922 - 576)
        answer = self.answer("inspect", *SHIPPED)
        self.assertCost(answer, cost.parameters, cost.macs)
        self.assertEqual(answer["sparsity"], 0)


@needs_fashion_mnist
class Evaluate(CliTest):
    def test_fields(self):
        answer = self.answer("evaluate", "--data", "fashion-mnist", *SHIPPED, "--limit", 200)
        self.assertEqual(answer["count"], 200)
        self.assertEqual(answer["precision"], "fp32")
        self.assertIs(type(answer["correct"]), int)
        self.assertGreater(answer["correct"], 170)
        self.assertAlmostEqual(answer["accuracy"], answer["correct"] / 200, places=9)
        self.assertGreater(answer["seconds"], 0)
        self.assertNotIn("images_per_second", answer)  # that is what speed measures

    def test_threads_do_not_change_the_answers(self):
        one, two = (self.answer("evaluate", *SHIPPED, "--limit", 40, "--threads", threads)
                    for threads in (1, 2))
        self.assertEqual(one["correct"], two["correct"])

    def test_device(self):
        """On the processor it changes nothing; a GPU that is not there is named before the work."""
        usual = (*SHIPPED, "--limit", 40)
        plain, cpu = (self.answer("evaluate", *usual, *device) for device in ((), ("--device", "cpu")))
        self.assertEqual(plain["correct"], cpu["correct"])
        self.assertFails(2, "--device", "evaluate", *usual, "--device", "tpu")
        if not os.path.exists("/dev/nvidia0"):
            for command in ("evaluate", "sweep", "train", "finetune", "qat"):
                study = self.folder / f"{command}.secateur"
                self.assertFails(1, "there is no such device: cuda (expected a GPU", command,
                                 "--checkpoint", "no such file", "--study", study, "--device", "cuda")
                self.assertFalse(study.exists())


class Prune(CliTest):
    """70 % of all weights, one ranking: what is said equals what is in the file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.out = cls.folder / "pruned.safetensors"
        cls.study = cls.folder / "pruned.secateur"
        cls.said = cls.answer("prune", *SHIPPED, "--amount", 0.7, "--out", cls.out,
                              "--study", cls.study)
        cls.before = checkpoint_files.read_safetensors(CHECKPOINT)[1]
        cls.after = checkpoint_files.read_safetensors(cls.out)[1]

    def test_zeros_are_zero_in_the_file(self):
        zeros, weights = checkpoint_files.zeros_of_weights(self.after)
        self.assertEqual((zeros, weights), (self.said["zeros"], self.said["weights"]))
        self.assertAlmostEqual(zeros / weights, 0.7, places=6)
        self.assertAlmostEqual(self.said["sparsity"], zeros / weights, places=9)

    def test_smallest_weights_went_and_the_others_stayed(self):
        largest_pruned, smallest_kept = 0.0, float("inf")
        self.assertEqual(self.before.keys(), self.after.keys())
        for name, tensor in self.before.items():
            if tensor.data == self.after[name].data:
                continue
            for old, new in zip(checkpoint_files.values(tensor),
                                checkpoint_files.values(self.after[name])):
                if new == 0.0:
                    largest_pruned = max(largest_pruned, abs(old))
                else:
                    self.assertEqual(old, new, name)
                    smallest_kept = min(smallest_kept, abs(old))
        self.assertLessEqual(largest_pruned, smallest_kept)

    def test_sizes_are_those_of_the_files(self):
        self.assertEqual(self.said["bytes"], self.out.stat().st_size)
        gzipped = gzip_size(self.out)  # versions of zlib differ by a few bytes
        self.assertAlmostEqual(self.said["gzip_bytes"], gzipped, delta=gzipped / 200)

    def test_sparse_size_is_that_of_the_exported_file(self):
        sparse = self.folder / "sparse.safetensors"
        exported = self.answer("export", "--study", self.study, "--variant", self.said["variant"],
                               "--out", sparse)
        self.assertEqual(exported["bytes"], sparse.stat().st_size)
        self.assertEqual(self.said["sparse_bytes"], sparse.stat().st_size)


@needs_fashion_mnist
class Quantize(CliTest):
    def test_file_answers_as_quantize_said(self):
        out = self.folder / "int8.safetensors"
        said = self.answer("quantize", *SHIPPED, "--calibration", 64, "--limit", 100, "--out", out)
        self.assertEqual(said["bytes"], out.stat().st_size)
        # A byte a weight; for each channel an int32 bias and the float scales of both.
        self.assertAlmostEqual(out.stat().st_size, 2.5e6, delta=0.05e6)
        self.assertLess(out.stat().st_size, os.path.getsize(CHECKPOINT) / 3.5)
        answer = self.answer("evaluate", "--checkpoint", out, "--limit", 100)
        self.assertEqual(answer["precision"], "int8")
        self.assertEqual(answer["count"], said["count"])
        self.assertEqual(answer["correct"], said["int8_correct"])
        fp32 = self.answer("evaluate", *SHIPPED, "--limit", 100)
        self.assertEqual(fp32["correct"], said["fp32_correct"])

    def test_an_int8_network_is_not_changed_again(self):
        int8 = self.folder / "int8.safetensors"
        self.answer("quantize", *SHIPPED, "--calibration", 16, "--limit", 10, "--out", int8)
        out = ("--out", self.folder / "again.safetensors")
        for command in (("prune", *out), ("prune", "--channels", *out), ("finetune", *out),
                        ("quantize", *out), ("qat", *out), ("sweep",), ("quant-errors",)):
            with self.subTest(command=command):
                self.assertFails(2, "quantized already: baseline (expected an FP32", *command,
                                 "--checkpoint", int8, "--limit", 10)


if __name__ == "__main__":
    cli_support.main()
