"""Killed with SIGKILL at any moment and started again, a command ends with the same numbers."""
import csv
import json
import signal
import subprocess
import time
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, PROGRAM, CliTest, needs_fashion_mnist, run


def start(*arguments):
    return subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def kill_when(process, ready, limit=120):
    """SIGKILL as soon as `ready()` is true. False if the process ended before."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if process.poll() is not None:
            process.communicate()
            return False
        if ready():
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return True
        time.sleep(0.02)
    process.kill()
    process.communicate()
    raise AssertionError("never got ready to be killed")


def rows(path):
    with open(path, encoding="utf-8") as file:
        return sorted(tuple(row.values()) for row in csv.DictReader(file))


@needs_fashion_mnist
class Sweep(CliTest):
    def command(self, name):
        return ["sweep", "--checkpoint", CHECKPOINT, "--limit", 40, "--ratios", "0.5,0.8", "--layers",
                "conv1,layers.3.conv2,layers.8.conv1,layers.14.conv3,conv2,linear", "--study",
                self.folder / f"{name}.secateur", "--out", self.folder / f"{name}.csv"]

    def test_killed(self):
        self.assertEqual(run(*self.command("whole")).returncode, 0)
        table = self.folder / "killed.csv"
        killed = kill_when(start(*self.command("killed")),
                           lambda: table.exists() and len(table.read_text().splitlines()) > 2)
        self.assertTrue(killed, "the sweep ended before it could be killed")
        result = run(*self.command("killed"), "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertGreater(json.loads(result.stdout)["known_before"], 0)
        self.assertEqual(rows(table), rows(self.folder / "whole.csv"))

    def test_second_process_is_refused(self):
        first = start(*self.command("second"))
        study = self.folder / "second.secateur"
        table = self.folder / "second.csv"
        while first.poll() is None and not table.exists():
            time.sleep(0.02)
        first.send_signal(signal.SIGSTOP)  # it keeps the study open for as long as that takes
        self.assertIsNone(first.poll(), "the first process ended too early")
        second = run("report", "--study", study, "--out", self.folder / "report")
        first.kill()
        first.communicate()
        self.assertEqual(second.returncode, 1)
        self.assertIn("in use by another process", second.stderr)


class Training(CliTest):
    def test_killed(self):
        data = tiny_data.make_idx(self.folder / "fashion", train=128)

        def command(name):
            return ["train", "--data", data, "--epochs", 3, "--batch-size", 8, "--lr", 0.02,
                    "--held-out", 16, "--seed", 3, "--threads", 2, "--out",
                    self.folder / f"{name}.safetensors"]

        self.assertEqual(run(*command("whole")).returncode, 0)
        log = self.folder / "killed.log"
        with open(log, "w", encoding="utf-8") as file:
            process = start(*command("killed"))
            for line in process.stderr:
                file.write(line)
                if line.startswith("epoch 2"):
                    break
            process.send_signal(signal.SIGKILL)
            process.communicate()
        self.assertFalse((self.folder / "killed.safetensors").exists())
        result = run(*command("killed"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("resuming the training", result.stderr)
        self.assertEqual((self.folder / "killed.safetensors").read_bytes(),
                         (self.folder / "whole.safetensors").read_bytes())


class Pipeline(CliTest):
    def test_killed_three_times(self):
        data = tiny_data.make_idx(self.folder / "fashion", train=48)
        net = self.folder / "net.safetensors"
        trained = run("train", "--data", data, "--epochs", 1, "--batch-size", 8, "--lr", 0.02,
                      "--out", net)
        self.assertEqual(trained.returncode, 0, trained.stderr)

        def command(name):
            return ["pipeline", "--data", data, "--checkpoint", net, "--epochs", 1,
                    "--batch-size", 8, "--sensitivity-images", 4, "--calibration", 16, "--threads", 2, "--out",
                    self.folder / name, "--json"]

        def stages(result):
            self.assertEqual(result.returncode, 0, result.stderr)
            return [{k: v for k, v in row.items()
                     if not k.startswith(("images_per_second", "one_core"))}
                    for row in json.loads(result.stdout)["stages"]]

        whole = stages(run(*command("whole")))
        for stage in ("baseline", "pruned", "fine-tuned"):
            kill_when(start(*command("killed")),
                      (self.folder / "killed" / f"{stage}.safetensors").exists)
        self.assertEqual(stages(run(*command("killed"))), whole)
        self.assertEqual(rows(self.folder / "killed" / "sensitivity.csv"),
                         rows(self.folder / "whole" / "sensitivity.csv"))


if __name__ == "__main__":
    cli_support.main()
