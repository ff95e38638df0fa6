"""Killed with SIGKILL at any moment and started again, a command ends with the same numbers."""
import contextlib
import csv
import json
import random
import signal
import sqlite3
import subprocess
import time
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, FASHION_MNIST, PROGRAM, CliTest, needs_fashion_mnist, run


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
            killed = kill_when(start(*command("killed")), (self.folder / "killed" / f"{stage}.safetensors").exists)
            self.assertTrue(killed, f"the pipeline ended before it could be killed after {stage}")
        self.assertEqual(stages(run(*command("killed"))), whole)
        self.assertEqual(rows(self.folder / "killed" / "sensitivity.csv"),
                         rows(self.folder / "whole" / "sensitivity.csv"))


def kill_at_random(command, seconds, times=3):
    """Starts the command and kills it somewhere in its `seconds`, so often. Says where, for failures."""
    moments = []
    for _ in range(times):
        process = start(*command)
        moments.append(round(random.uniform(0.1, 0.8) * seconds, 2))
        try:
            process.wait(moments[-1])
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
    return f"killed after {moments} of {seconds:.1f} s"


def networks(study):
    """(name, digest of the file) of each network."""
    with contextlib.closing(sqlite3.connect(study)) as database:
        return sorted(database.execute("SELECT name, digest FROM variant"))


class Gradual(CliTest):
    def test_killed_three_times(self):
        data = tiny_data.make_idx(self.folder / "fashion", train=96)
        for how in (["--amount", 0.6], ["--channels", "--amount", 0.4]):
            with self.subTest(how):
                def command(name):
                    return ["gradual", "--data", data, "--checkpoint", CHECKPOINT, *how, "--steps", 3,
                            "--recalibrate", 16, "--batch-size", 8, "--held-out", 16, "--threads", 2,
                            "--study", self.folder / f"{name}{len(how)}.secateur", "--json"]

                before = time.monotonic()
                whole = run(*command("whole"))
                self.assertEqual(whole.returncode, 0, whole.stderr)
                place = kill_at_random(command("killed"), time.monotonic() - before)
                again = run(*command("killed"))
                self.assertEqual(again.returncode, 0, again.stderr)
                self.assertEqual(json.loads(again.stdout)["steps"], json.loads(whole.stdout)["steps"], place)
                self.assertEqual(networks(command("killed")[-2]), networks(command("whole")[-2]), place)


@needs_fashion_mnist
class Shrink(CliTest):
    def test_the_front_is_the_same(self):
        data = tiny_data.make_idx_from(FASHION_MNIST, self.folder / "fashion", 200, 40)

        def command(name):
            return ["shrink", "--data", data, "--checkpoint", CHECKPOINT, "--images", 20, "--sweep-images", 8,
                    "--recalibrate", 16, "--reconstruct", 16, "--calibration", 16, "--tolerance", 10,
                    "--study", self.folder / f"{name}.secateur", "--json"]

        before = time.monotonic()
        whole = run(*command("whole"))
        self.assertEqual(whole.returncode, 0, whole.stderr)
        place = kill_at_random(command("killed"), time.monotonic() - before)
        again = run(*command("killed"))
        self.assertEqual(again.returncode, 0, again.stderr)
        for part in ("candidates", "front_bytes", "front_macs"):
            self.assertEqual(json.loads(again.stdout)[part], json.loads(whole.stdout)[part], place)
        self.assertEqual(networks(command("killed")[-2]), networks(command("whole")[-2]), place)



class Kept(CliTest):
    def test_a_study_without_stages_that_wait(self):
        """Those that the window was left with: tests/ui/shell/test_resume.cpp."""
        study = self.folder / "none.secateur"
        self.assertFails(2, "no study given", "resume")
        self.assertFails(1, study, "resume", "--study", study)
        self.assertFalse(study.exists())
        data = tiny_data.make_idx(self.folder / "few")
        measured = run("evaluate", "--checkpoint", CHECKPOINT, "--data", data, "--limit", 4, "--study", study)
        self.assertEqual(measured.returncode, 0, measured.stderr)
        answer = run("resume", "--study", study)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("no stage was interrupted", answer.stdout)
        self.assertEqual(json.loads(run("resume", "--study", study, "--json").stdout), {"stages": []})



if __name__ == "__main__":
    cli_support.main()
