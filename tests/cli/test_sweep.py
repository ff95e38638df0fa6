"""The CSV of a sweep, and one of its points measured the long way: prune, then evaluate."""
import csv
import unittest

import tiny_data
from cli_support import CHECKPOINT, FASHION_MNIST, CliTest, needs_fashion_mnist

HEADER = "layer,ratio,correct,count,accuracy,drop,drop_low,drop_high"
LAYER = "layers.1.conv1"
LAYERS = LAYER + ",layers.8.conv1"


@needs_fashion_mnist
class Sweep(CliTest):
    """80 real test images, all of them used, so that every command sees the same ones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx_from(FASHION_MNIST, cls.folder / "fashion", 40, 80)
        cls.network = ("--data", cls.data, "--checkpoint", CHECKPOINT)
        cls.out = cls.folder / "sweep.csv"
        cls.said = cls.answer("sweep", *cls.network, "--split", "test", "--layers", LAYERS,
                              "--ratios", "0.5,0.95", "--out", cls.out)
        cls.text = cls.out.read_text(encoding="ascii")
        cls.rows = list(csv.DictReader(cls.text.splitlines()))

    def test_form(self):
        self.assertEqual(self.text.splitlines()[0], HEADER)
        self.assertTrue(self.text.endswith("\n"))
        self.assertEqual(self.said["points"], 6)
        self.assertEqual([(row["layer"], row["ratio"]) for row in self.rows],
                         [(layer, ratio) for layer in ("global", *LAYERS.split(","))
                          for ratio in ("0.5", "0.95")])
        for row in self.rows:
            for column in HEADER.split(",")[1:]:
                self.assertRegex(row[column], r"^-?[0-9]+(\.[0-9]+)?$")

    def test_columns_agree(self):
        baseline = self.answer("evaluate", *self.network)
        self.assertEqual(self.said["baseline_correct"], baseline["correct"])
        for row in self.rows:
            correct, count = int(row["correct"]), int(row["count"])
            self.assertEqual(count, 80)
            self.assertAlmostEqual(float(row["accuracy"]), correct / count, places=5)
            self.assertAlmostEqual(float(row["drop"]), (baseline["correct"] - correct) / count,
                                   places=5)
            self.assertLessEqual(float(row["drop_low"]), float(row["drop"]))
            self.assertLessEqual(float(row["drop"]), float(row["drop_high"]))

    def check_point(self, layer, *prune):
        row = next(r for r in self.rows if r["layer"] == layer and r["ratio"] == "0.95")
        out = self.folder / f"{layer}.safetensors"
        self.answer("prune", "--checkpoint", CHECKPOINT, "--amount", 0.95, *prune, "--out", out)
        answer = self.answer("evaluate", "--data", self.data, "--checkpoint", out)
        self.assertEqual((answer["correct"], answer["count"]),
                         (int(row["correct"]), int(row["count"])))
        self.assertNotEqual(answer["correct"], self.said["baseline_correct"], "a point that shows "
                            "nothing: choose a layer that is hurt")

    def test_layer_point_is_prune_and_evaluate(self):
        self.check_point(LAYER, "--scope", "layer", "--layers", LAYER)

    def test_global_point_is_prune_and_evaluate(self):
        """One ranking over the two chosen layers: --layers means the same to both commands."""
        self.check_point("global", "--layers", LAYERS)


if __name__ == "__main__":
    unittest.main()
