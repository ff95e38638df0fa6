"""prune --channels and what comes after it: files, reports, sweeps, fine-tuning, INT8."""
import csv
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, CliTest

# The widths of MobileNetV2's expansions: input width times 6, but for the first block.
EXPANSIONS = [32, 96, 144, 144, 192, 192, 192, 384, 384, 384, 384, 576, 576, 576, 960, 960, 960]


class Channels(CliTest):
    """The shipped network's expansions at half their width, in a study and as a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion")
        cls.study = cls.folder / "s.secateur"
        cls.slim = cls.folder / "slim.safetensors"
        cls.said = cls.answer("prune", "--study", cls.study, "--checkpoint", CHECKPOINT,
                              "--channels", "--scope", "layer", "--role", "expand",
                              "--amount", 0.5, "--out", cls.slim)

    def cut(self, *arguments):
        out = self.folder / "other.safetensors"
        said = self.answer("prune", "--checkpoint", CHECKPOINT, "--channels", *arguments,
                           "--out", out)
        return {group["name"]: (group["before"], group["after"]) for group in said["groups"]}

    def test_widths_costs_and_what_cannot_be_cut(self):
        expansions = [g for g in self.said["groups"] if g["role"] == "expand"]
        self.assertEqual([g["before"] for g in expansions], EXPANSIONS)
        self.assertEqual([g["after"] for g in expansions], [w // 2 for w in EXPANSIONS])
        for group in self.said["groups"]:
            if group["role"] != "expand":
                self.assertEqual(group["before"], group["after"], group["name"])
        self.assertEqual([(g["name"], g["width"], g["reason"]) for g in self.said["cannot_be_cut"]],
                         [("input", 1, "the network's input"),
                          ("linear", 10, "the network's output")])
        before, after = self.said["before"], self.said["after"]
        self.assertLessEqual(after["macs"], 0.6 * before["macs"])
        self.assertLess(after["bytes"], before["bytes"])
        self.assertEqual(self.slim.stat().st_size, after["bytes"])

    def test_the_file_is_a_network(self):
        inspected = self.answer("inspect", "--checkpoint", self.slim)
        self.assertEqual(inspected["macs"], self.said["after"]["macs"])
        self.assertEqual(inspected["parameters"], self.said["after"]["parameters"])
        depthwise = next(r for r in inspected["layers"] if r["name"] == "layers.16.conv2")
        self.assertEqual((depthwise["input"][0], depthwise["output"][0]), (480, 480))
        self.assertEqual(self.answer("evaluate", "--data", self.data, "--checkpoint",
                                     self.slim)["count"], 30)

    def test_recalibrated(self):
        study = self.folder / "r.secateur"
        out = self.folder / "recalibrated.safetensors"
        said = self.answer("prune", "--study", study, "--checkpoint", CHECKPOINT, "--data", self.data, "--channels",
                           "--scope", "layer", "--amount", 0.2, "--recalibrate", 64, "--out", out)
        self.assertEqual((said["test_pruned"]["count"], said["test_recalibrated"]["count"]), (30, 30))
        whole = self.answer("evaluate", "--data", self.data, "--checkpoint", out)
        self.assertEqual(whole["correct"], said["test_recalibrated"]["correct"])
        pruned = self.answer("inspect", "--study", study, "--variant", "channel-pruned")
        made = self.answer("inspect", "--study", study, "--variant", "recalibrated")
        self.assertEqual(made["parameters"], pruned["parameters"])
        # The same by itself is there already; other images are another network.
        common = ("--study", study, "--data", self.data)
        again = self.answer("recalibrate", *common, "--variant", "channel-pruned", "--images", 64)
        self.assertEqual(again["variant"], said["recalibrated"])
        self.assertEqual(again["correct"], whole["correct"])
        self.assertEqual(again["correct_before"], said["test_pruned"]["correct"])
        other = self.answer("recalibrate", *common, "--variant", "channel-pruned", "--images", 32)
        self.assertNotEqual(other["variant"], said["recalibrated"])
        quantized = self.answer("quantize", *common, "--variant", "recalibrated", "--calibration", 16)
        self.assertFails(2, "INT8", "recalibrate", *common, "--variant", str(quantized["variant"]))
        self.assertFails(2, "at least 2", "recalibrate", *common, "--variant", "channel-pruned", "--batch-size", 1)

    def test_rounding_plan_and_names(self):
        self.assertEqual(self.cut("--scope", "layer", "--groups", "layers.1.conv1,conv2",
                                  "--amount", 0.3,
                                  "--round-to", 8)["layers.1.conv1"], (96, 72))
        planned = self.cut("--scope", "plan", "--plan", "layers.1.conv1=0.25,layers.2.conv1=0.5",
                           "--criterion", "bn-scale")
        self.assertEqual(planned["layers.1.conv1"], (96, 72))
        self.assertEqual(planned["layers.2.conv1"], (144, 72))
        self.assertEqual(planned["layers.3.conv1"], (144, 144))
        ranked = self.cut("--scope", "global", "--amount", 0.5, "--criterion", "l2")
        self.assertEqual(self.cut("--amount", 0.5, "--criterion", "l2"), ranked)  # the default
        self.assertEqual(sum(after for _, after in ranked.values()),
                         sum(before for before, _ in ranked.values()) // 2)
        self.assertTrue(all(after > 0 for _, after in ranked.values()))

    def test_rankings_by_images(self):
        study = self.folder / "ranked.secateur"
        common = ("--study", study, "--data", self.data, "--ranking-images", 48)
        said = self.answer("prune", "--channels", "--checkpoint", CHECKPOINT, *common, "--criterion", "taylor",
                           "--amount", 0.3, "--recalibrate", 64)
        self.assertLess(said["after"]["macs"], said["before"]["macs"])
        self.assertEqual(said["test_recalibrated"]["count"], 30)
        again = self.answer("prune", "--channels", *common, "--variant", "baseline", "--criterion", "taylor",
                            "--amount", 0.3)
        self.assertEqual(again["variant"], said["variant"])
        weights = self.answer("prune", *common, "--variant", "baseline", "--criterion", "wanda", "--scope", "layer")
        self.assertAlmostEqual(weights["sparsity"], 0.7, 3)
        self.answer("sweep", *common, "--variant", "baseline", "--kind", "channels", "--criterion", "activation",
                    "--layers", "conv2", "--levels", 0.5, "--split", "test")
        self.assertFails(2, "one of l1, l2, random, wanda", "prune", *common, "--variant", "baseline",
                         "--criterion", "taylor")
        nothing = ("--data", self.folder / "none", "--checkpoint", CHECKPOINT)  # told before anything is opened
        self.assertFails(2, "channels are not ranked by this", "prune", "--channels", *nothing, "--criterion", "wanda")
        self.assertFails(2, "single weights are not ranked by this", "prune", *nothing, "--criterion", "taylor")
        page = self.folder / "ranked.html"
        self.answer("report", "--study", study, "--format", "html", "--out", page)
        text = page.read_text(encoding="utf-8")
        self.assertIn("--criterion taylor --ranking-images 48", text)
        self.assertIn("--criterion wanda --ranking-images 48", text)
        self.assertIn("recalibrate --images 54 ", text)  # all there are: 64 were asked for
        self.assertIn("--levels 0.5 --limit 30 --ranking-images 48", text)

    def test_a_cut_is_reconstructed(self):
        study = self.folder / "reconstructed.secateur"
        out = self.folder / "reconstructed.safetensors"
        said = self.answer("prune", "--channels", "--checkpoint", CHECKPOINT, "--study", study, "--data", self.data,
                           "--amount", 0.3, "--reconstruct", 48, "--recalibrate", 64, "--out", out)
        keys = ["test_pruned", "test_recalibrated", "test_reconstructed", "test_reconstructed_recalibrated"]
        self.assertEqual([said[key]["count"] for key in keys], [30] * 4)
        written = self.answer("evaluate", "--data", self.data, "--checkpoint", out)
        self.assertEqual(written["correct"], said[keys[3]]["correct"])
        cut = self.answer("evaluate", "--study", study, "--data", self.data, "--variant", said["variant"])
        self.assertEqual(cut["correct"], said["test_reconstructed"]["correct"])

    def test_single_weights_are_reconstructed(self):
        weights = ("prune", "--checkpoint", CHECKPOINT, "--data", self.data, "--amount", 0.6)
        plain = self.answer(*weights, "--out", self.folder / "cut.safetensors")
        out = self.folder / "repaired.safetensors"
        said = self.answer(*weights, "--reconstruct", 32, "--recalibrate", 32, "--out", out)
        keys = ["test_pruned", "test_recalibrated", "test_reconstructed", "test_reconstructed_recalibrated"]
        self.assertEqual([said[key]["count"] for key in keys], [30] * 4)
        self.assertEqual((said["zeros"], said["weights"]), (plain["zeros"], plain["weights"]))
        written = self.answer("evaluate", "--data", self.data, "--checkpoint", out)
        self.assertEqual(written["correct"], said[keys[3]]["correct"])

    def test_wrong_options_are_refused(self):
        prune = ("prune", "--checkpoint", CHECKPOINT, "--out", self.folder / "no.safetensors")
        self.assertFails(1, "no such channel group", *prune, "--channels", "--groups", "layers.99")
        self.assertFails(1, "layers.3.conv1, which its channels belong to", *prune, "--channels",
                         "--groups", "layers.3.conv2")
        self.assertFails(2, "the network's output", *prune, "--channels", "--groups", "linear")
        self.assertFails(2, "at least 0, below 1", *prune, "--channels", "--amount", "1")
        self.assertFails(2, "NAME=SHARE", *prune, "--channels", "--scope", "plan", "--plan", "x")
        self.assertFails(2, "--scope plan", *prune, "--channels", "--plan", "conv1=0.5")
        self.assertFails(2, "--groups or --role", *prune, "--channels", "--layers", "conv1")
        self.assertFails(2, "--channels", *prune, "--round-to", "8")
        self.assertFails(2, "no channel group is chosen", *prune, "--channels", "--role", "none")
        self.assertFalse((self.folder / "no.safetensors").exists())

    def test_on_into_pruning_fine_tuning_int8_and_the_report(self):
        common = ("--study", self.study, "--data", self.data, "--threads", 1)
        self.answer("prune", "--study", self.study, "--variant", "channel-pruned", "--amount", 0.5)
        self.answer("finetune", *common, "--variant", "pruned", "--epochs", 1, "--batch-size", 16)
        said = self.answer("quantize", *common, "--variant", "fine-tuned", "--calibration", 16)
        for variant in ("channel-pruned", "int8"):
            self.answer("evaluate", *common, "--variant", variant)
        report = self.folder / "report"
        self.answer("report", "--study", self.study, "--out", report)
        with (report / "variants.csv").open(encoding="ascii") as file:
            rows = {row["name"]: row for row in csv.DictReader(file)}
        self.assertEqual(rows["channel-pruned"]["kind"], "slimmed")
        self.assertEqual(int(rows["channel-pruned"]["parameters"]), self.said["after"]["parameters"])
        for name in ("pruned", "fine-tuned"):
            self.assertEqual(rows[name]["parameters"], rows["channel-pruned"]["parameters"])
        self.assertGreaterEqual(int(rows["fine-tuned"]["zeros"]), int(rows["pruned"]["zeros"]))
        self.assertIn("channel-pruned", (report / "report.md").read_text(encoding="utf-8"))
        self.assertIn("variant", said)

    def test_sweep_by_group(self):
        out = self.folder / "sweep.csv"
        self.answer("sweep", "--data", self.data, "--checkpoint", CHECKPOINT, "--split", "test",
                    "--kind", "channels", "--layers", "layers.1.conv1,conv2", "--ratios", "0.5,0.9",
                    "--out", out)
        with out.open(encoding="ascii") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["layer"], row["ratio"]) for row in rows],
                         [(name, ratio) for name in ("global", "layers.1.conv1", "conv2")
                          for ratio in ("0.5", "0.9")])
        self.assertEqual({row["kind"] for row in rows}, {"channels"})
        # One of its points the long way.
        self.cut("--groups", "layers.1.conv1", "--amount", 0.9)
        slow = self.answer("evaluate", "--data", self.data, "--checkpoint",
                           self.folder / "other.safetensors")
        self.assertEqual(slow["correct"], int(rows[3]["correct"]))
        self.assertFails(2, "the network's output", "sweep", "--data", self.data, "--checkpoint",
                         CHECKPOINT, "--kind", "channels", "--layers", "linear")


if __name__ == "__main__":
    cli_support.main()
