"""Commands that make no sense (exit 2), and results that cannot be written (exit 1)."""
import os
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, CliTest, run

SHIPPED = ("--checkpoint", CHECKPOINT)


class BadUsage(CliTest):
    def test_no_subcommand(self):
        self.assertFails(2, "subcommand")

    def test_unknown_subcommand(self):
        self.assertFails(2, "frobnicate", "frobnicate")

    def test_unknown_option(self):
        self.assertFails(2, "--frobnicate", "inspect", "--frobnicate")

    def test_negative_limit(self):
        self.assertFails(2, "--limit", "evaluate", *SHIPPED, "--limit", "-1")

    def test_number_that_is_none(self):
        self.assertFails(2, "--amount", "prune", *SHIPPED, "--amount", "much", "--out", "x")

    def test_no_network(self):
        self.assertFails(2, "--checkpoint", "evaluate")

    def test_nowhere_to_write(self):
        self.assertFails(2, "--out", "prune", *SHIPPED)

    def test_amounts_that_cannot_be_pruned(self):
        out = self.folder / "pruned.safetensors"
        for amount, shown in (("1.0", "got 1"), ("1.2", "1.2"), ("-0.1", "-0.1"), ("nan", "nan")):
            with self.subTest(amount):
                self.assertFails(2, shown, "prune", *SHIPPED, "--amount", amount, "--out", out)
                self.assertFalse(out.exists())

    def test_ratios_that_cannot_be_swept(self):
        out = self.folder / "sweep.csv"
        data = tiny_data.make_idx(self.folder / "fashion")
        for ratio, shown in (("1.0", "got 1"), ("1.2", "1.2"), ("-0.1", "-0.1"), ("nan", "nan")):
            with self.subTest(ratio):
                self.assertFails(2, shown, "sweep", *SHIPPED, "--data", data, "--split", "test",
                                 "--ratios", f"0.5,{ratio}", "--out", out)
                self.assertFalse(out.exists())

    def test_unknown_layer(self):
        """Exit 1 as for a file that is not there: whether it is depends on the network."""
        data = tiny_data.make_idx(self.folder / "tiny-fashion")
        self.assertFails(1, "layers.99.conv1", "prune", *SHIPPED, "--layers", "layers.99.conv1",
                         "--out", self.folder / "layer.safetensors")
        self.assertFails(1, "layers.99.conv1", "sweep", *SHIPPED, "--data", data, "--split", "test",
                         "--layers", "layers.99.conv1")

    def test_layer_without_weights(self):
        self.assertFails(2, "bn1", "prune", *SHIPPED, "--layers", "bn1", "--out",
                         self.folder / "layer.safetensors")


class Unwritable(CliTest):
    """--out below a regular file; not even root can write there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion")
        cls.file = cls.folder / "file"
        cls.file.write_text("here\n", encoding="ascii")
        cls.network = ("--data", cls.data, *SHIPPED)

    def refuses(self, *command):
        self.assertFails(1, self.file, *command, "--out", self.file / "result")
        self.assertEqual(self.file.read_text(encoding="ascii"), "here\n")

    def test_prune(self):
        self.refuses("prune", *SHIPPED)

    def test_quantize(self):
        self.refuses("quantize", *self.network, "--calibration", 8, "--limit", 8)

    def test_sweep(self):
        self.refuses("sweep", *self.network, "--split", "test", "--scope", "global", "--ratios",
                     "0.5,0.6")

    def test_train(self):
        self.refuses("train", "--data", self.data, "--epochs", 1, "--batch-size", 8, "--limit", 8)

    def test_out_is_a_folder(self):
        self.assertFails(1, self.data, "prune", *SHIPPED, "--out", self.data)

    def test_study_below_a_file(self):
        self.assertFails(1, self.file, "prune", *SHIPPED, "--study", self.file / "s.secateur")

    def test_study_that_is_none(self):
        self.assertFails(1, self.file, "prune", *SHIPPED, "--study", self.file)
        self.assertEqual(self.file.read_text(encoding="ascii"), "here\n")

    @unittest.skipUnless(os.path.exists("/dev/full"), "NOT TESTED: this system has no /dev/full")
    def test_standard_output_on_a_full_disk(self):
        """An answer that could not be written is no success. (--out /dev/full is not tried: the
        result replaces its target by rename, which for root would replace the device.)"""
        for command in (("inspect", *SHIPPED), ("evaluate", *self.network, "--limit", 8)):
            with self.subTest(command[0]), open("/dev/full", "w", encoding="ascii") as full:
                result = run(*command, "--json", stdout=full)
                self.assertEqual(result.returncode, 1, f"stderr: {result.stderr!r}")
                self.assertNotEqual(result.stderr, "")


if __name__ == "__main__":
    cli_support.main()
