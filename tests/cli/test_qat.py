"""Quantization-aware training on tiny data: its result, its zeros, its report, killed and resumed."""
import csv
import json
import signal
import subprocess
import unittest

import checkpoint_files
import tiny_data
import cli_support
from cli_support import PROGRAM, CliTest, run


class Qat(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion", train=96)
        cls.net = cls.folder / "net.safetensors"
        cls.pruned = cls.folder / "pruned.safetensors"
        cls.answer("train", "--data", cls.data, "--epochs", 1, "--batch-size", 8, "--lr", 0.02, "--out", cls.net)
        cls.answer("prune", "--checkpoint", cls.net, "--amount", 0.7, "--out", cls.pruned)

    def command(self, name):
        return ["qat", "--data", self.data, "--checkpoint", self.pruned, "--epochs", 3, "--batch-size", 8, "--lr",
                0.005, "--held-out", 16, "--images", 48, "--calibration", 16, "--threads", 2, "--out",
                self.folder / f"{name}.safetensors"]

    def test_result(self):
        said = self.answer(*self.command("result"))
        out = self.folder / "result.safetensors"
        self.assertEqual(said["bytes"], out.stat().st_size)
        self.assertNotEqual(said["variant"], said["ptq_variant"])
        self.assertEqual([e["epoch"] for e in said["epochs"]], [1, 2, 3])
        self.assertEqual([e["ranges_frozen"] for e in said["epochs"]], [False, True, True])
        for epoch in said["epochs"]:
            for figure in ("converted_accuracy", "simulated_accuracy"):
                self.assertTrue(0 <= epoch[figure] <= 1, epoch)
        self.assertEqual((said["ptq"]["count"], said["qat"]["count"]), (30, 30))
        evaluated = self.answer("evaluate", "--data", self.data, "--checkpoint", out, "--threads", 2)
        self.assertEqual(evaluated["correct"], said["qat"]["int8_correct"])
        integers = checkpoint_files.read_safetensors(out)[1]
        tensors = checkpoint_files.read_safetensors(self.pruned)[1]
        for name in ("layers.3.conv1.weight", "linear.weight"):
            pruned = [n for n, v in enumerate(checkpoint_files.values(tensors[name])) if v == 0]
            self.assertGreater(len(pruned), 0)
            self.assertEqual({integers[name].data[n] for n in pruned}, {0})
        self.check_report(self.folder / "result.secateur")

    def check_report(self, study):
        folder = self.folder / "report"
        self.answer("report", "--study", study, "--out", folder)
        with open(folder / "pipeline.csv", encoding="utf-8") as file:
            stages = [row["stage"] for row in csv.DictReader(file)]
        self.assertEqual(stages, ["baseline", "int8", "int8-qat"])
        with open(folder / "training.csv", encoding="utf-8") as file:
            epochs = list(csv.DictReader(file))
        self.assertEqual([(e["kind"], e["batch_norm_frozen"]) for e in epochs], [("qat", "0"), ("qat", "1"), ("qat", "1")])
        with open(folder / "scales.csv", encoding="utf-8") as file:
            scales = list(csv.DictReader(file))
        self.assertEqual({s["epoch"] for s in scales}, {"1", "2", "3"})
        self.assertTrue(all(float(s["scale"]) > 0 for s in scales))
        self.assertIn("- epoch 2: ", (folder / "report.md").read_text(encoding="utf-8"))

    def test_killed(self):
        self.assertEqual(run(*self.command("whole")).returncode, 0)
        process = subprocess.Popen([PROGRAM, *map(str, self.command("killed"))], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith("epoch 2"):
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.assertFalse((self.folder / "killed.safetensors").exists())
        result = run(*self.command("killed"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("resuming the training", result.stderr)
        self.assertEqual((self.folder / "killed.safetensors").read_bytes(),
                         (self.folder / "whole.safetensors").read_bytes())

    def test_pipeline(self):
        for mode, decision, last in (("always", "done, as asked", "int8-qat"), ("never", "left out, as asked", "int8")):
            result = run("pipeline", "--data", self.data, "--checkpoint", self.net, "--epochs", 1, "--batch-size", 8,
                         "--sensitivity-images", 2, "--calibration", 16, "--threads", 2, "--finetune-images", 16,
                         "--qat", mode, "--qat-epochs", 1, "--qat-images", 16, "--out", self.folder / mode, "--json")
            self.assertEqual(result.returncode, 0, result.stderr)
            said = json.loads(result.stdout)
            self.assertTrue(said["qat"].startswith(decision), said["qat"])
            self.assertEqual(said["stages"][-1]["stage"], last)
            report = (self.folder / mode / "report.md").read_text(encoding="utf-8")
            self.assertIn(f"- Quantization-aware training: {decision}: after PTQ the network is ", report)

    def test_bad_usage(self):
        for extra in (["--freeze-bn", -1], ["--relu6", "wide"], ["--epochs", 0], ["--held-out", 0]):
            result = run(*self.command("bad"), *extra)
            self.assertEqual(result.returncode, 2, f"{extra}: {result.stderr}")
            self.assertFalse((self.folder / "bad.safetensors").exists())


if __name__ == "__main__":
    cli_support.main()
