"""Cuts by recalibrated curves: sweeps, plans of widths, and the smallest network within a tolerance."""
import os

import tiny_data
import cli_support
from cli_support import CHECKPOINT, FASHION_MNIST, CliTest, needs_fashion_mnist

GROUPS = "layers.3.conv1,layers.9.conv1,layers.14.conv1"


@needs_fashion_mnist
class Shrink(CliTest):
    """Real images, 400 to train on (some are held out) and 80 to test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx_from(FASHION_MNIST, cls.folder / "fashion", 400, 80)
        cls.usual = ("--data", cls.data, "--checkpoint", CHECKPOINT)
        cls.plain = (*cls.usual, "--layers", GROUPS, "--levels", "0.3,0.6", "--study",
                     cls.folder / "cuts.secateur")
        cls.swept = (*cls.plain, "--recalibrate", 64)

    def test_a_sweep_with_repair_is_one_of_channels(self):
        said = self.answer("sweep", *self.swept)
        self.assertEqual((said["kind"], said["recalibrated_images"], said["points"]),
                         ("channels", 64, 8))
        self.assertEqual(self.answer("sweep", *self.swept)["known_before"], 8)
        plain = self.answer("sweep", *self.plain, "--kind", "channels")
        self.assertEqual(plain["known_before"], 0)  # other points
        self.assertFails(2, "Recalibrate", "sweep", *self.swept, "--kind", "clip")
        self.assertFails(2, "at least 2", "sweep", *self.plain, "--recalibrate", 1)

    def test_widths_are_planned_and_measured(self):
        out = self.folder / "narrow.safetensors"
        said = self.answer("plan", *self.swept, "--macs", 0.92, "--out", out)
        self.assertLessEqual(said["macs_kept"], 0.92 * said["macs"])
        self.assertGreater(said["macs_kept"], 0.9 * said["macs"])
        self.assertTrue(set(said["ratios"]) <= set(GROUPS.split(",")))
        self.assertEqual(len(said["calibrating_plans"]), 5)
        kept = [plan["macs_kept"] for plan in said["calibrating_plans"]]
        self.assertEqual(kept, sorted(kept, reverse=True))
        self.assertLess(said["gap"], 1)
        other = self.answer("plan", *self.swept, "--macs", 0.95)
        self.assertEqual(other["calibrating_plans"], said["calibrating_plans"])
        repaired = self.answer("plan", *self.swept, "--macs", 0.95, "--reconstruct", 48)
        self.assertNotEqual(repaired["variant"], other["variant"])
        self.assertEqual(repaired["ratios"], other["ratios"])
        limit = ("--study", self.folder / "cuts.secateur", "--data", self.data)
        made = self.answer("evaluate", "--variant", said["recalibrated"], *limit)
        alone = self.answer("evaluate", "--checkpoint", out, "--data", self.data)
        self.assertEqual(made["correct"], alone["correct"])
        self.assertFails(2, "do not reach this budget", "plan", *self.swept, "--macs", 0.1)
        self.assertFails(2, "not planned by this budget", "plan", *self.swept, "--sparsity", 0.1)

    def test_the_smallest_network_within_a_tolerance(self):
        study = self.folder / "shrink.secateur"
        out = self.folder / "smallest.safetensors"
        command = ("shrink", *self.usual, "--study", study, "--images", 40, "--sweep-images", 20,
                   "--recalibrate", 32, "--reconstruct", 32, "--calibration", 32, "--tolerance", 10, "--out", out)
        said = self.answer(*command)
        within = [c for c in said["candidates"] if c["within"]]
        smallest = min(within, key=lambda c: c["bytes"])
        self.assertEqual(said["smallest"], smallest["variant"])
        self.assertEqual(out.stat().st_size, said["bytes"])
        self.assertLess(said["bytes"], os.path.getsize(CHECKPOINT) / 3)
        for c in said["candidates"]:
            self.assertEqual(c["within"], c["drop"] <= 0.10, c)
        asked = [c["what"] for c in said["candidates"]]
        zeros = [i for i, what in enumerate(asked) if "zero, reconstructed" in what]
        self.assertTrue(zeros)  # three quarters are asked of a network first
        self.assertIn("75.0 %", asked[zeros[0]])
        self.assertFalse([what for what in asked[1:zeros[0]] if "multiply-adds" not in what])
        self.assertTrue(all(what.startswith("INT8 of ") for what in asked[zeros[-1] + 1:]))
        for cost in ("bytes", "macs"):
            front = said["front_" + cost]
            self.assertEqual(len(front), len({c["variant"] for c in within}))
            for one in front:  # by the definition
                beaten = any(o[cost] <= one[cost] and o["top1"] >= one["top1"] and
                             (o[cost] < one[cost] or o["top1"] > one["top1"]) for o in front)
                self.assertEqual(bool(one["dominated"]), beaten, one)
        self.assertEqual(self.answer(*command)["candidates"], said["candidates"])
        compared = self.answer("compare", "--study", study, "--front", "macs")
        self.assertGreaterEqual(len(compared["front"]), len(within))


if __name__ == "__main__":
    cli_support.main()
