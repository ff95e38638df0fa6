#!/usr/bin/env python3
"""Interrupts every stage at random moments and compares what is left with an undisturbed run.

Rounds until the time is over. A round takes one study through all stages; each stage is ended again
and again at a moment drawn by the seed, mostly by SIGKILL, else by SIGTERM, SIGINT or SIGHUP, and
then runs to its end. After each kill the study must be sound and must hold every row that it held.
At the end of a round the tables are those of an undisturbed run, times apart. Every second round
has its study on a file system that is full: the command must say so by name, and go on when there
is room.

usage: torture.py MINUTES [--seed N] [--threads N]
"""
import argparse
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import tiny_data  # noqa: E402
from cli_support import PROGRAM  # noqa: E402

LAYERS = "conv1,layers.3.conv2,layers.8.conv1,layers.14.conv3"
# What is measured anew in every run, and what follows from when it was.
TIMES = {"created", "seconds", "id"}
# Saved while a training runs, dropped when it ends; when it is saved depends on the time.
PASSING_TABLES = {"speed", "speed_run", "profile", "profile_run", "meta", "row_digest", "sqlite_sequence"}
POLITE = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LIMIT_S = 300


def stages(study, data, net, threads):
    """(name, command) of everything that is done with the study, in order."""
    common = ["--study", study, "--data", data, "--threads", threads]
    training = ["--batch-size", 8, "--held-out", 16, "--epochs", 2, "--lr", 0.002]
    return [
        ("evaluate", ["evaluate", "--checkpoint", net, *common]),
        ("sweep", ["sweep", "--variant", 1, *common, "--limit", 24, "--ratios", "0.5,0.8", "--layers", LAYERS]),
        ("adaptive", ["sweep", "--variant", 1, *common, "--adaptive", "--limit", 48, "--kind", "channels",
                      "--ratios", "0.5"]),
        ("prune", ["prune", "--variant", 1, *common, "--amount", 0.6]),
        ("finetune", ["finetune", "--variant", 2, *common, *training]),
        ("quantize", ["quantize", "--variant", 1, *common, "--calibration", 32]),
        ("qat", ["qat", "--variant", 1, *common, *training, "--calibration", 32]),
    ]


def run(command, **how):
    return subprocess.run([PROGRAM, *map(str, command)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=LIMIT_S, check=False, **how)


def waiting(process):
    """State of each thread and what it waits for in the kernel: a disk that is busy is not a program that hangs."""
    found = []
    for task in sorted(pathlib.Path(f"/proc/{process}/task").iterdir()):
        state = (task / "stat").read_text().rpartition(") ")[2][:1]
        found.append(f"{state} {(task / 'wchan').read_text()}")
    return ", ".join(found)


def opened(study, folder):
    """A copy with its journal, opened as SQLite opens it after a crash."""
    copy = folder / "copy.secateur"
    for end in ("", "-journal", "-wal", "-shm"):
        pathlib.Path(f"{copy}{end}").unlink(missing_ok=True)
        if os.path.exists(f"{study}{end}"):
            shutil.copyfile(f"{study}{end}", f"{copy}{end}")
    return sqlite3.connect(copy)


def tables(database):
    """The rows of every table as sorted text, without times."""
    found = {}
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in sorted(set(names) - PASSING_TABLES):
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})") if row[1] not in TIMES]
        chosen = ", ".join(f'"{column}"' for column in columns)
        found[name] = sorted(repr(row) for row in database.execute(f"SELECT {chosen} FROM {name}"))
    return found


def lost_rows(before, after):
    """Rows of finished work that are no longer there. A training's own row changes as it goes on."""
    for name, rows in before.items():
        if not name.startswith("training") and name != "sweep_point":
            for row in rows:
                if row not in after.get(name, []):
                    yield f"{name}: {row[:200]}"


def difference(expected, got):
    for name in sorted(expected.keys() | got.keys()):
        if expected.get(name) != got.get(name):
            return f"{name}: {len(expected.get(name, []))} rows expected, {len(got.get(name, []))} there"
    return ""


class Torture:
    def __init__(self, folder, seed, threads, ends):
        self.folder = folder
        self.draw = random.Random(seed)
        self.threads = threads
        self.ends = ends
        self.kills = self.signals = self.resumed = self.refusals = self.rounds = 0
        self.faults = []
        self.data = tiny_data.make_idx(folder / "fashion", train=96, test=30)
        self.net = folder / "net.safetensors"
        made = run(["train", "--data", self.data, "--epochs", 1, "--batch-size", 8, "--lr", 0.02, "--out", self.net])
        if made.returncode != 0:
            raise SystemExit(f"torture: no network to begin with: {made.stderr}")
        self.durations = {}
        self.expected = self.undisturbed()

    def undisturbed(self):
        study = self.folder / "undisturbed.secateur"
        for name, command in stages(study, self.data, self.net, self.threads):
            began = time.monotonic()
            result = run(command)
            self.durations[name] = time.monotonic() - began
            if result.returncode != 0:
                raise SystemExit(f"torture: {name} fails undisturbed: {result.stderr}")
        with opened(study, self.folder) as database:
            return tables(database)

    def fault(self, text):
        self.faults.append(text)
        print(f"FAULT: {text}", flush=True)

    def interrupt(self, name, command, study):
        """One start of the command, ended at a random moment. False if it ended by itself."""
        kind = signal.SIGKILL if self.draw.random() < 0.75 else self.draw.choice(POLITE)
        moment = self.draw.uniform(0, 1.1 * self.durations[name])
        before = {}
        if study.exists():
            with opened(study, self.folder) as database:
                before = tables(database)
        with subprocess.Popen([PROGRAM, *map(str, command)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True) as process:
            try:
                said = process.communicate(timeout=moment)[1]
                if process.returncode != 0:
                    self.fault(f"{name}: exit {process.returncode} undisturbed: {said[-300:]}")
                return False
            except subprocess.TimeoutExpired:
                process.send_signal(kind)
            try:
                said = process.communicate(timeout=30)[1]
            except subprocess.TimeoutExpired:
                waits = waiting(process.pid)
                process.kill()
                said = process.communicate()[1]
                self.fault(f"{name}: does not end within 30 s of {kind.name}; its threads: {waits}")
        if kind == signal.SIGKILL:
            self.kills += 1
        else:
            self.signals += 1
            # Before its handler is there a signal ends the program, at the very end it comes too late.
            if process.returncode not in (130, 0, -kind):
                self.fault(f"{name}: exit {process.returncode} after {kind.name}: {said[-300:]}")
        self.inspect(name, study, before)
        return True

    def inspect(self, name, study, before):
        if not study.exists():
            if before:
                self.fault(f"{name}: the study is gone")
            return
        try:
            with opened(study, self.folder) as database:
                sound = database.execute("PRAGMA integrity_check").fetchone()[0]
                if sound != "ok":
                    self.fault(f"{name}: {sound}")
                for lost in lost_rows(before, tables(database)):
                    self.fault(f"{name}: a row is gone: {lost}")
        except sqlite3.DatabaseError as error:
            self.fault(f"{name}: the study cannot be read: {error}")

    def full_disk(self, name, command, room):
        """Without room the command must say so and name the file; with room it goes on."""
        filler = room / "filler"
        free = shutil.disk_usage(room).free
        left = self.draw.choice((0, 16384, 131072))
        with open(filler, "wb") as file:
            file.write(bytes(max(0, free - left)))
        result = run(command)
        filler.unlink()
        if result.returncode == 1:
            self.refusals += 1
            if ".secateur" not in result.stderr:
                self.fault(f"{name}: a full disk, and no file named: {result.stderr[-300:]}")
        elif result.returncode != 0:
            self.fault(f"{name}: exit {result.returncode} on a full disk: {result.stderr[-300:]}")

    def round(self, room):
        study = (room or self.folder) / "study.secateur"
        for name, command in stages(study, self.data, self.net, self.threads):
            for _ in range(self.draw.randrange(1, 6)):
                if time.monotonic() > self.ends:
                    return
                if room:
                    self.full_disk(name, command, room)
                if not self.interrupt(name, command, study):
                    break
            result = run(command)
            if result.returncode != 0:
                self.fault(f"{name}: does not go on: {result.stderr[-300:]}")
                return
            self.resumed += 1
        with opened(study, self.folder) as database:
            other = difference(self.expected, tables(database))
        if other:
            self.fault(f"the final tables differ: {other}")
        self.rounds += 1

    def run(self):
        room = self.small_disk()
        while time.monotonic() < self.ends and not self.faults:
            place = room if room and self.rounds % 2 else None
            for old in (place or self.folder).glob("study.secateur*"):
                old.unlink()
            self.round(place)
        if room:
            subprocess.run(["umount", room], check=False)

    def small_disk(self):
        room = self.folder / "room"
        room.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512m", "tmpfs", room], check=False,
                                 stderr=subprocess.DEVNULL).returncode == 0
        if not mounted:
            print("NOT TESTED: full disks (no right to mount a small one)", flush=True)
        return room if mounted else None


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("minutes", type=float)
    arguments.add_argument("--seed", type=int, default=20261128)
    arguments.add_argument("--threads", type=int, default=2)
    given = arguments.parse_args()
    # A shell lets what it starts in the background ignore it, before the program's handler is there too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="secateur-torture-") as folder:
        torture = Torture(pathlib.Path(folder), given.seed, given.threads, time.monotonic() + 60 * given.minutes)
        torture.run()
    print(f"torture: seed {given.seed}: {torture.kills} kills, {torture.signals} signals, {torture.resumed} stages "
          f"resumed to their end, {torture.refusals} full disks, {torture.rounds} whole rounds compared, "
          f"{len(torture.faults)} faults")
    return 1 if torture.faults else 0


if __name__ == "__main__":
    sys.exit(main())
