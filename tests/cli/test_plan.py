"""A pruning plan for a budget: it keeps it, and its drop is measured as one network."""
import contextlib
import json
import sqlite3
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, FASHION_MNIST, CliTest, needs_fashion_mnist, run

LAYERS = "layers.14.conv1,layers.15.conv3,conv2,linear"


@needs_fashion_mnist
class Plan(CliTest):
    """80 real test images; the study keeps the curves between the tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx_from(FASHION_MNIST, cls.folder / "fashion", 40, 80)
        cls.usual = ("--data", cls.data, "--checkpoint", CHECKPOINT, "--split", "test",
                     "--layers", LAYERS, "--ratios", "0.3,0.6,0.9", "--study",
                     cls.folder / "plan.secateur")

    def test_sparsity_is_met_and_measured(self):
        out = self.folder / "planned.safetensors"
        said = self.answer("plan", *self.usual, "--sparsity", 0.2, "--out", out)
        self.assertGreaterEqual(said["sparsity"], 0.2)
        self.assertTrue(set(said["ratios"]) <= set(LAYERS.split(",")))
        measured = self.answer("evaluate", "--data", self.data, "--checkpoint", out)
        whole = self.answer("evaluate", "--data", self.data, "--checkpoint", CHECKPOINT)
        self.assertAlmostEqual(said["measured_drop"],
                               (whole["correct"] - measured["correct"]) / 80, places=6)
        self.assertAlmostEqual(said["gap"], said["measured_drop"] - said["predicted_drop"],
                               places=6)
        self.assertLessEqual(said["predicted_low"], said["predicted_drop"])
        self.assertLessEqual(said["predicted_drop"], said["predicted_high"])
        again = self.answer("plan", *self.usual, "--sparsity", 0.2)
        self.assertEqual(again["predicted_drop"], said["predicted_drop"])  # not by itself

    def test_predictions_learn_from_measured_plans(self):
        study = self.folder / "learn.secateur"
        usual = (*self.usual[:-1], study)
        first = self.answer("plan", *usual, "--sparsity", 0.1)
        self.assertEqual(first["calibrated_by"], 0)
        self.assertGreaterEqual(first["predicted_drop"], first["summed_drop"])
        second = self.answer("plan", *usual, "--sparsity", 0.25, "--tolerance", 0)
        self.assertEqual(second["calibrated_by"], 1 if len(first["ratios"]) > 1 else 0)
        self.assertEqual(second["beyond_tolerance"], second["predicted_drop"] > 0)
        text = run("plan", *usual, "--sparsity", 0.25).stdout
        self.assertIn("the curve of all layers together", text)

    def test_other_budgets(self):
        whole = self.answer("plan", *self.usual, "--sparsity", 0)
        self.assertEqual(whole["ratios"], {})
        macs = 0.95 * whole["macs"]
        self.assertLessEqual(self.answer("plan", *self.usual, "--macs", macs)["macs_kept"], macs)
        size = 0.9 * whole["weight_bytes"]
        self.assertLessEqual(
            self.answer("plan", *self.usual, "--size", size)["weight_bytes_kept"], size)

    def planned_for_less(self, channels, whole):
        """A budget that asks for a cut, and its plan: each command times the network anew, on a machine that may be
        several times as busy as before, so that half of what was measured may be too much or out of reach."""
        low, high = 0.0, whole
        for _ in range(8):
            asked = (low + high) / 2
            done = run("plan", *channels, "--ms", asked, "--json")
            if done.returncode == 0:
                said = json.loads(done.stdout)
                if said["ratios"]:
                    return asked, said
                high = asked
            else:
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("milliseconds", done.stderr)
                low = asked
        self.fail("no budget of time below the network's was planned by a cut")

    def test_a_budget_of_time_is_timed(self):
        channels = ("--data", self.data, "--checkpoint", CHECKPOINT, "--split", "test", "--kind", "channels",
                    "--levels", "0.8", "--min-width", 1, "--limit", 20, "--study", self.folder / "time.secateur")
        whole = self.answer("plan", *channels, "--ms", 1e6)
        self.assertEqual((whole["ratios"], whole["macs_kept"]), ({}, whole["macs"]))
        self.assertGreater(whole["ms_before"], 0)
        asked, said = self.planned_for_less(channels, whole["ms_predicted"])
        self.assertLess(said["macs_kept"], said["macs"])
        self.assertLessEqual(said["ms_predicted"], asked + 1e-9)
        for key in ("ms_before", "ms", "ms_spread"):
            self.assertGreater(said[key], 0)
        self.assertFails(2, "milliseconds", "plan", *channels, "--ms", 1e-6)
        self.assertFails(2, "not planned by time", "plan", *self.usual, "--ms", 1)

    def test_impossible_budgets_are_refused(self):
        self.assertFails(2, "do not reach this budget: sparsity (expected at most 0.", "plan", *self.usual, "--sparsity", 0.95)
        self.assertFails(2, "one budget", "plan", *self.usual)
        self.assertFails(2, "one budget", "plan", *self.usual, "--sparsity", 0.1, "--size", 9)

    def test_an_impossible_budget_is_refused_before_anything_is_measured(self):
        study = self.folder / "hopeless.secateur"
        network = ("--data", self.data, "--checkpoint", CHECKPOINT, "--study", study)
        self.assertFails(2, "do not reach this budget", "plan", *network, "--kind", "channels", "--macs", 0.01)
        self.assertFails(2, "do not reach", "plan", *network, "--levels", "0.5", "--sparsity", 0.6)
        with contextlib.closing(sqlite3.connect(study)) as database:
            for table in ("sweep", "evaluation"):
                self.assertEqual(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0], 0, table)


if __name__ == "__main__":
    cli_support.main()
