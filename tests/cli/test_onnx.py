"""Networks that come as ONNX files go through every command."""
import unittest

import onnx_files
import tiny_data
import cli_support
from cli_support import CHECKPOINT, CliTest, run


class Onnx(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion", 24, 12)
        cls.network = cls.folder / "net.onnx"
        cls.network.write_bytes(onnx_files.residual_network())

    def test_layers_blocks_and_roles(self):
        layers = {layer["name"]: layer for layer in
                  self.answer("inspect", "--checkpoint", self.network)["layers"]}
        self.assertEqual({name: (layer["block"], layer["role"]) for name, layer in layers.items() if layer["macs"]},
                         {"stem.conv": ("stem", "stem"),
                          "blocks.0.expand": ("block 1", "expand"), "blocks.0.dw": ("block 1", "depthwise"),
                          "blocks.0.se.fc1": ("block 1", "squeeze"), "blocks.0.se.fc2": ("block 1", "excite"),
                          "blocks.0.project": ("block 1", "project"),
                          "blocks.1.expand": ("block 2", "expand"), "blocks.1.dw": ("block 2", "depthwise"),
                          "blocks.1.project": ("block 2", "project"), "head": ("head", "")})
        self.assertEqual(layers["blocks.0.act1"]["kind"], "hard_swish")

    def test_every_stage(self):
        study = self.folder / "onnx.secateur"
        usual = ("--data", self.data, "--study", study)
        evaluated = self.answer("evaluate", *usual, "--checkpoint", self.network)
        self.assertEqual(evaluated["count"], 12)
        swept = self.answer("sweep", *usual, "--variant", 1, "--ratios", 0.5, "--limit", 4)
        self.assertGreater(swept["points"], 8)
        self.answer("prune", "--study", study, "--variant", 1, "--amount", 0.5)
        cut = self.answer("prune", "--study", study, "--variant", 1, "--channels", "--amount", 0.25)
        self.assertLess(cut["after"]["parameters"], cut["before"]["parameters"])
        training = ("--epochs", 1, "--batch-size", 8, "--limit", 16, "--lr", 0.01)
        self.answer("finetune", *usual, "--variant", 3, *training)
        quantized = self.answer("quantize", *usual, "--variant", 3, "--calibration", 8)
        self.assertEqual(quantized["count"], 12)
        for kind, out in (("onnx", "out.onnx"), ("pytorch", "code")):
            said = self.answer("export", "--study", study, "--variant", 3, "--format", kind, "--out",
                               self.folder / out)
            self.assertGreater(said["bytes"], 0)
        # What was written is read again, and answers the same.
        again = self.answer("evaluate", "--data", self.data, "--checkpoint", self.folder / "out.onnx")
        first = self.answer("evaluate", *usual, "--variant", 3)
        self.assertEqual(again["correct"], first["correct"])

    def test_our_own_export_is_the_same_network(self):
        study = self.folder / "own.secateur"
        out = self.folder / "own.onnx"
        before = self.answer("evaluate", "--data", self.data, "--study", study, "--checkpoint", CHECKPOINT)
        self.answer("export", "--study", study, "--variant", 1, "--format", "onnx", "--out", out)
        after = self.answer("evaluate", "--data", self.data, "--checkpoint", out)
        self.assertEqual(after["correct"], before["correct"])

    def test_our_own_int8_export_is_the_same_network(self):
        study = self.folder / "int8.secateur"
        out = self.folder / "int8.onnx"
        usual = ("--data", self.data, "--study", study)
        self.answer("quantize", *usual, "--checkpoint", CHECKPOINT, "--calibration", 8)
        before = self.answer("evaluate", *usual, "--variant", 2)
        self.answer("export", "--study", study, "--variant", 2, "--format", "onnx", "--out", out)
        again = ("--data", self.data, "--study", self.folder / "int8-again.secateur")
        after = self.answer("evaluate", *again, "--checkpoint", out)
        self.assertEqual((after["correct"], after["precision"]), (before["correct"], "int8"))
        scales = [{layer["name"]: (layer["scale"], layer["zero_point"], layer.get("weight_scales"))
                   for layer in self.answer("inspect", *where)["layers"] if layer["macs"]}
                  for where in (("--checkpoint", out), ("--study", study, "--variant", 2))]
        self.assertEqual(scales[0], scales[1])
        said = run("inspect", "--checkpoint", out)
        self.assertIn("58 of 58 layers have integer weights", said.stdout + said.stderr)
        self.assertIn("weight scales", said.stdout)
        parity = self.answer("evaluate", *again, "--variant", 1, "--verify", "--verify-images", 2)["parity"]
        self.assertLessEqual(set(scales[0]), {layer["layer"] for layer in parity["layers"]})
        self.assertLessEqual(parity["total"]["simulated_largest_steps"], 1)
        refused = run("prune", "--study", again[3], "--variant", 1, "--amount", 0.5)
        self.assertIn("quantized already", refused.stderr)
        # What was written of it is the same file again.
        self.answer("export", "--study", again[3], "--variant", 1, "--format", "onnx", "--out", self.folder / "twice.onnx")
        twice = self.answer("evaluate", "--data", self.data, "--checkpoint", self.folder / "twice.onnx")
        self.assertEqual(twice["correct"], before["correct"])

    def test_what_is_said(self):
        said = run("inspect", "--checkpoint", self.network)
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("Softmax at the end left out", said.stdout + said.stderr)
        self.assertIn("batch normalisation is folded", said.stdout + said.stderr)

        said = run("inspect", "--checkpoint", self.network, "--model", "mobilenet_v2")
        self.assertIn("mobilenet_v2 is not asked for", said.stdout + said.stderr)

    def test_larger_images(self):
        small = self.folder / "small.onnx"
        small.write_bytes(onnx_files.residual_network(side=20))
        said = run("evaluate", "--data", self.data, "--checkpoint", small)
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("for images of 20x20, these are 28x28", said.stdout + said.stderr)

    def test_refusals(self):
        refused = run("evaluate", "--data", self.data, "--checkpoint", self.network, "--activation", "relu")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("leaves no choice", refused.stderr)
        broken = self.folder / "broken.onnx"
        broken.write_bytes(self.network.read_bytes()[:300])
        self.assertIn("not an ONNX model", run("inspect", "--checkpoint", broken).stderr)


if __name__ == "__main__":
    cli_support.main()
