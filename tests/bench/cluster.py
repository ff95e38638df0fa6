"""Several processes on one exact sweep: seconds of one, two and four processes of one core each, taking turns.

usage: python3 tests/bench/cluster.py [--images N] [--rounds N]

The shipped network on Fashion-MNIST, every layer at two ratios; starts and the baseline are in the seconds. Compares the
tables, which have to be equal. Prints a Markdown table with the best round of each.
"""
import argparse
import os
import pathlib
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    best, tables = {}, set()
    with tempfile.TemporaryDirectory(prefix="secateur-cluster-") as folder:
        out = pathlib.Path(folder) / "sweep.csv"
        for _ in range(options.rounds):
            for processes in (1, 2, 4):
                seconds = sweep(processes, options.images, out)
                best[processes] = min(seconds, best.get(processes, seconds))
                tables.add(out.read_text(encoding="ascii"))
    print("| processes | seconds | to one |\n|---:|---:|---:|")
    for processes, seconds in best.items():
        print(f"| {processes} | {seconds:.1f} | {best[1] / seconds:.2f} |")
    print("tables: " + ("equal" if len(tables) == 1 else "THEY DIFFER"))
    return len(tables) != 1


if __name__ == "__main__":
    sys.exit(main())
