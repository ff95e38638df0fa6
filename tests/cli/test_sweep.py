"""The CSV of a sweep, and one of its points measured the long way: prune, then evaluate."""
import contextlib
import csv
import sqlite3
import unittest

import checkpoint_files
import tiny_data
import cli_support
from cli_support import CHECKPOINT, FASHION_MNIST, CliTest, needs_fashion_mnist

HEADER = "layer,ratio,correct,count,accuracy,drop,drop_low,drop_high"
LATER = ",pruned_weights,kind,weights,unchanged,mode,settled"
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
        self.assertEqual(self.text.splitlines()[0], HEADER + LATER)
        self.assertTrue(self.text.endswith("\n"))
        self.assertEqual(self.said["points"], 6)
        self.assertEqual([(row["layer"], row["ratio"]) for row in self.rows],
                         [(layer, ratio) for layer in ("global", *LAYERS.split(","))
                          for ratio in ("0.5", "0.95")])
        for row in self.rows:
            for column in HEADER.split(",")[1:]:
                self.assertRegex(row[column], r"^-?[0-9]+(\.[0-9]+)?$")

    def test_a_study_keeps_the_seed_that_its_images_are_drawn_by(self):
        def drawn(name, *first, second=()):
            study = ("--study", self.folder / f"{name}.secateur")
            self.answer("evaluate", *self.network, *study, *first)
            self.answer("sweep", *study, "--data", self.data, "--variant", "baseline", "--split", "test", "--limit", 20,
                        "--layers", LAYER, "--ratios", "0.5", *second)
            with contextlib.closing(sqlite3.connect(study[1])) as database:
                return database.execute("SELECT digest FROM image_list WHERE count = 20").fetchall()
        seed = ("--seed", 3)
        self.assertEqual(drawn("kept", *seed), drawn("said", *seed, second=seed))
        self.assertNotEqual(drawn("other", second=seed), drawn("first"))

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

    def test_given_masks_are_measured_as_they_are(self):
        """The zeros of L1 pruning as a mask file: the same point as the ranking's own."""
        pruned, masks = self.folder / "pruned.safetensors", self.folder / "masks.safetensors"
        self.answer("prune", "--checkpoint", CHECKPOINT, "--amount", 0.95, "--scope", "layer",
                    "--layers", LAYERS, "--out", pruned)
        tensors = checkpoint_files.read_safetensors(pruned)[1]
        kept = {}
        for layer in LAYERS.split(","):
            weight = tensors[layer + ".weight"]
            bits = bytes(value != 0 for value in checkpoint_files.values(weight))
            kept[layer + ".weight"] = checkpoint_files.Tensor("U8", weight.shape, bits)
        checkpoint_files.write_safetensors(masks, kept)
        said, rows = self.sweep("--masks", masks)
        self.assertEqual([row["layer"] for row in rows], ["global", *LAYERS.split(",")])
        self.assertEqual(said["points"], 3)
        for row in rows[1:]:
            ranked = next(r for r in self.rows
                          if r["layer"] == row["layer"] and r["ratio"] == "0.95")
            self.assertEqual(row["correct"], ranked["correct"])
            self.assertEqual(row["pruned_weights"], ranked["pruned_weights"])
        self.assertFails(2, "given masks are for pruning", "sweep", *self.network, "--kind", "clip",
                         "--masks", masks)

    def sweep(self, *more):
        out = self.folder / "other.csv"
        said = self.answer("sweep", *self.network, "--split", "test", *more, "--out", out)
        return said, list(csv.DictReader(out.read_text(encoding="ascii").splitlines()))

    def test_other_kinds_and_groups(self):
        said, rows = self.sweep("--kind", "weight-bits", "--levels", "8,2", "--group", "block",
                                "--scope", "layers", "--layers", LAYERS)
        self.assertEqual([(row["layer"], row["ratio"]) for row in rows],
                         [("block 2", "8"), ("block 2", "2"), ("block 9", "8"), ("block 9", "2")])
        self.assertEqual({row["kind"] for row in rows}, {"weight-bits"})
        self.assertIn(said["safe_ratios"]["block 2"], (0, 8, 2))
        for kind in ("clip", "activation-bits"):
            level = "0.9" if kind == "clip" else "2"
            said, rows = self.sweep("--kind", kind, "--levels", level, "--scope", "global")
            self.assertEqual([row["layer"] for row in rows], ["global"])
            self.assertLess(int(rows[0]["correct"]), said["baseline_correct"])

    def test_adaptive_sees_fewer_images_and_agrees(self):
        said, rows = self.sweep("--adaptive", "--tolerance", "20", "--layers", LAYERS,
                                "--ratios", "0.5,0.95")
        self.assertEqual(len(rows), 6)
        for row, exact in zip(rows, self.rows):
            self.assertEqual((row["layer"], row["ratio"]), (exact["layer"], exact["ratio"]))
            self.assertEqual(row["mode"], "adaptive")
            self.assertLessEqual(float(row["drop_low"]), float(exact["drop"]))
            self.assertLessEqual(float(exact["drop"]), float(row["drop_high"]))
        self.assertEqual(said["images_seen"], sum(int(row["count"]) for row in rows))
        self.assertLess(said["images_seen"], 6 * 80)

    def test_nothing_pruned_says_so(self):
        said, rows = self.sweep("--ratios", "0", "--layers", LAYER, "--scope", "layers")
        self.assertEqual(said["nothing_tested"], [LAYER])
        self.assertNotIn(LAYER, said["safe_ratios"])
        self.assertEqual((rows[0]["pruned_weights"], rows[0]["unchanged"]), ("0", "1"))

    def test_impossible_levels_are_refused(self):
        self.assertFails(2, "bits", "sweep", *self.network, "--kind", "weight-bits", "--levels",
                         "0.5")
        self.assertFails(2, "clip", "sweep", *self.network, "--kind", "clip", "--levels", "8")


if __name__ == "__main__":
    cli_support.main()
