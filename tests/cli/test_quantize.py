"""Recipes of quantization, parity with and without VNNI, and per-layer errors, on the shipped network."""
import csv
import json
import os
import subprocess
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, FASHION_MNIST, PROGRAM, TIMEOUT, CliTest, needs_fashion_mnist


@needs_fashion_mnist
class Quantize(CliTest):
    """64 training and 60 test images; one study, so that the images are calibrated on once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx_from(FASHION_MNIST, cls.folder / "fashion", 64, 60)
        cls.study = cls.folder / "quantize.secateur"
        cls.usual = ("--data", cls.data, "--checkpoint", CHECKPOINT, "--study", cls.study)

    def test_options_go_before_the_recipe_and_can_be_kept(self):
        said = self.answer("quantize", *self.usual, "--recipe", "per-tensor min-max", "--observer",
                           "percentile", "--percentile", 99.5, "--keep-fp32", "linear,conv1",
                           "--save-recipe", "mine")
        recipe = said["recipe"]
        self.assertEqual(recipe["weight_scales"], "per-tensor")
        self.assertEqual(recipe["activation_observer"], "percentile")
        self.assertEqual(recipe["activation_percentile"], 99.5)
        self.assertEqual(recipe["float_layers"], ["conv1", "linear"])
        self.assertIn('"mine"', said["note"])
        again = self.answer("quantize", *self.usual, "--recipe", "mine")
        self.assertEqual(again["variant"], said["variant"])
        file = self.folder / "recipe.json"
        file.write_text(json.dumps(recipe))
        self.assertEqual(self.answer("quantize", *self.usual, "--recipe", file)["variant"],
                         said["variant"])

    def test_unknown_recipes_and_layers_are_refused(self):
        self.assertFails(1, "per-tensor min-max", "quantize", *self.usual, "--recipe", "nothing")
        self.assertFails(1, "conv77", "quantize", *self.usual, "--keep-fp32", "conv77")
        file = self.folder / "bad.json"
        file.write_text('{"observer": "min-max"}')
        self.assertFails(1, "observer", "quantize", *self.usual, "--recipe", file)

    def test_effects_are_measured_alike(self):
        said = self.answer("quantize", *self.usual, "--recipe", "per-tensor equalized", "--effects")
        self.assertEqual(set(said["without"]), {"equalize", "correct_bias"})
        self.assertIn("cross-layer equalization", said["note"])
        self.assertIn("bias correction", said["note"])

    def parity(self, reduce_range, **environment):
        result = subprocess.run(
            [PROGRAM, "quantize", "--data", str(self.data), "--checkpoint", CHECKPOINT, "--out",
             str(self.folder / "verified.safetensors"), "--reduce-range", reduce_range, "--verify",
             "--verify-images", "2", "--json"],
            env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=TIMEOUT, check=True)
        return json.loads(result.stdout)["parity"]

    def test_saturation_shows_without_vnni_and_is_gone_with_seven_bits(self):
        without_vnni = {"ONEDNN_MAX_CPU_ISA": "AVX2"}
        eight = self.parity("off", **without_vnni)
        self.assertTrue(eight["saturating"])
        self.assertIn("AVX2", eight["instruction_set"])
        self.assertGreater(eight["total"]["saturated"], 0)
        self.assertGreater(eight["total"]["kernel_largest_steps"], 1)
        self.assertLessEqual(eight["total"]["simulated_largest_steps"], 1)
        for layer in eight["layers"]:
            if layer["kernel_largest_steps"] > 1:
                self.assertGreater(layer["saturated"], 0, layer)
        seven = self.parity("on", **without_vnni)
        self.assertEqual(seven["total"]["saturated"], 0)
        self.assertLessEqual(seven["total"]["kernel_largest_steps"], 1)
        self.assertEqual(self.parity("automatic", **without_vnni)["total"]["saturated"], 0)

    def test_errors_by_layer_are_ranked_and_resumed(self):
        out = self.folder / "errors.csv"
        options = ("quant-errors", *self.usual, "--recipe", "per-tensor min-max", "--split", "test",
                   "--limit", 10, "--out", out)
        said = self.answer(*options)
        with open(out, newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(said["points"], 2 * len(rows) + 1)
        self.assertEqual([int(row["rank"]) for row in rows], list(range(1, len(rows) + 1)))
        drops = [float(row["only_drop"]) for row in rows]
        self.assertEqual(drops, sorted(drops, reverse=True))
        self.assertTrue(all(float(row["activation_sqnr_db"]) > 5 for row in rows))
        again = self.answer(*options)
        self.assertEqual(again["known_before"], again["points"])


if __name__ == "__main__":
    cli_support.main()
