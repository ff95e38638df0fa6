"""compare-networks: figures of several networks, kept as they are measured, and their rank."""
import csv
import json
import signal
import sqlite3
import subprocess
import time
import unittest

import cli_support
from cli_support import CHECKPOINT, PROGRAM, CliTest, needs_fashion_mnist, run


@needs_fashion_mnist
class CompareNetworks(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pruned = cls.folder / "pruned.safetensors"
        cls.answer("prune", "--checkpoint", CHECKPOINT, "--amount", 0.5, "--out", cls.pruned)

    def command(self, study):
        return ["compare-networks", "--checkpoint", f"whole={CHECKPOINT}", "--checkpoint",
                f"pruned={self.pruned}", "--limit", 40, "--step", 0.25, "--calibration", 16,
                "--speed-images", 16, "--held-out-images", 40, "--recalibrate", 0, "--threads", 2,
                "--curve-images", 24, "--curve-levels", "0.25,0.5", "--study", study]

    def test_killed_and_given_again(self):
        study = self.folder / "killed.secateur"
        process = subprocess.Popen([PROGRAM, *map(str, self.command(study))],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 100
        for line in process.stderr:  # progress, one line a measurement
            if "pruned" in line or time.monotonic() > deadline:
                break
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with sqlite3.connect(study) as database:
            (before,) = database.execute("SELECT count(*) FROM comparison_result").fetchone()
        self.assertGreater(before, 4)
        resumed = self.answer(*self.command(study))
        self.assertEqual([n["network"] for n in resumed["networks"]], ["whole", "pruned"])
        whole = self.answer(*self.command(self.folder / "whole.secateur"))
        for a, b in zip(resumed["networks"], whole["networks"]):
            for key in ("top1", "parameters", "macs", "sparsity", "channels", "planned",
                        "int8_drop", "per_tensor_drop", "float_share"):
                self.assertIsNotNone(a[key], key)
                self.assertEqual(a[key], b[key], key)
            self.assertGreater(a["int8_speedup"], 0)
            self.assertEqual(a["claimed_place"], 1)
            self.assertIn(a["planned"], (0, 0.25, 0.5, 0.75))
            self.assertLessEqual(a["planned_macs"], (1 - a["planned"]) * a["macs"])
        self.assertEqual(resumed["curve_levels"], [0.25, 0.5])
        # Half of its weights are zero already.
        self.assertGreaterEqual(resumed["networks"][1]["sparsity"], 0.5)
        self.check_report(study, resumed)

    def check_report(self, study, resumed):
        self.answer("report", "--study", study, "--out", self.folder / "report")
        with open(self.folder / "report/networks.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["network"] for row in rows], ["whole", "pruned"])
        self.assertEqual(float(rows[0]["top1"]), resumed["networks"][0]["top1"])
        report = json.loads((self.folder / "report/report.json").read_text())
        self.assertEqual(report["rankings"][0]["networks"], resumed["networks"])
        self.assertIn("## Networks compared", (self.folder / "report/report.md").read_text())
        # The networks themselves are not in it.
        self.assertLess(study.stat().st_size, 300_000)

    def test_bad_usage(self):
        self.assertFails(2, "NAME=FILE", "compare-networks", "--checkpoint", CHECKPOINT)
        self.assertFails(2, "--checkpoint", "compare-networks")
        self.assertFails(2, "--curve-levels", "compare-networks", "--checkpoint", f"a={CHECKPOINT}",
                         "--curve-levels", "0.5,1")
        result = run("compare-networks", "--checkpoint", "a=missing.pth")
        self.assertEqual(result.returncode, 1)
        self.assertIn("missing.pth", result.stderr)


if __name__ == "__main__":
    cli_support.main()
