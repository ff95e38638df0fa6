"""Several processes on one exact sweep, and on one training: seconds of one, two and four processes of one core each, taking
turns.

usage: python3 tests/bench/cluster.py [--images N] [--rounds N]

The shipped network on Fashion-MNIST. Swept: every layer at two ratios; starts and the baseline are in the seconds; compares
the tables, which have to be equal. Trained: two epochs of as many images in batches of 128; seconds of the second, which does
not count its evaluation. Prints a Markdown table with the best round of each.
"""
import argparse
import contextlib
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SECATEUR_CLI", str(SOURCE / "build/release/bin/secateur-cli"))
CHECKPOINT = SOURCE / "resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors"


def sweep(processes, images, out):
    start = time.perf_counter()
    subprocess.run([PROGRAM, "cluster", "--processes", str(processes), "sweep", "--checkpoint", CHECKPOINT, "--split", "test",
                    "--scope", "layers", "--ratios", "0.5,0.8", "--limit", str(images), "--threads", "1", "--out", out],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def train(processes, images, folder):
    study = folder / "training.secateur"
    study.unlink(missing_ok=True)
    subprocess.run([PROGRAM, "cluster", "--processes", str(processes), "finetune", "--checkpoint", CHECKPOINT, "--study", study,
                    "--epochs", "2", "--batch-size", "128", "--limit", str(images), "--held-out", "0", "--threads", "1"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with contextlib.closing(sqlite3.connect(study)) as database:
        return database.execute("SELECT seconds FROM training_epoch WHERE epoch = 2").fetchone()[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    swept, trained, tables = {}, {}, set()
    with tempfile.TemporaryDirectory(prefix="secateur-cluster-") as folder:
        out = pathlib.Path(folder) / "sweep.csv"
        for _ in range(options.rounds):
            for processes in (1, 2, 4):
                seconds = sweep(processes, options.images, out)
                swept[processes] = min(seconds, swept.get(processes, seconds))
                tables.add(out.read_text(encoding="ascii"))
                seconds = train(processes, options.images, pathlib.Path(folder))
                trained[processes] = min(seconds, trained.get(processes, seconds))
    print("| processes | sweep, seconds | to one | training, seconds | to one |\n|---:|---:|---:|---:|---:|")
    for processes, seconds in swept.items():
        print(f"| {processes} | {seconds:.1f} | {swept[1] / seconds:.2f} "
              f"| {trained[processes]:.1f} | {trained[1] / trained[processes]:.2f} |")
    print("tables: " + ("equal" if len(tables) == 1 else "THEY DIFFER"))
    return len(tables) != 1


if __name__ == "__main__":
    sys.exit(main())
