"""INT8 images/s of secateur-cli evaluate against eager quantized PyTorch, and against its own FP32.

usage: int8_evaluate.py [--limit N] [--rounds N] [--probe N] [--engine NAME] [--python PYTHON]
A short probe picks the peer's best of {contiguous, channels_last} x {1, 2 threads} x {batch 8, 128} on
the same quantized engine; then secateur-cli in FP32, secateur-cli in INT8, and the peer take turns, and
ratios are medians of the ratios within a round. Exit 1 if INT8 is less than 1.5 times FP32, or slower
than the peer, or if more than 1 % of the images' answers are right in one and wrong in the other, net.
"""
import argparse
import itertools
import os
import pathlib
import statistics
import sys
import tempfile

from fp32_evaluate import CHECKPOINT, HERE, PROGRAM, answer, secateur

WANTED_TO_FP32 = 1.5


def peer(python, limit, engine, setting):
    memory_format, threads, batch = setting
    return answer(python, HERE / "pytorch_int8_evaluate.py", "--limit", limit, "--engine", engine,
                  "--memory-format", memory_format, "--threads", threads, "--batch", batch, calm=True)


def name_of(setting):
    memory_format, threads, batch = setting
    return f"{memory_format}, {threads} threads, batch {batch}"


def best_setting(python, probe, engine):
    """The fastest form of the peer on `probe` images."""
    speed = {}
    for setting in itertools.product(("contiguous", "channels_last"), (1, 2), (8, 128)):
        speed[setting] = peer(python, probe, engine, setting)["images_per_second"]
        print(f"probe: {name_of(setting):<40} {speed[setting]:>7.1f} images/s", flush=True)
    return max(speed, key=speed.get)


def ratio(results, reference):
    return statistics.median(a["images_per_second"] / b["images_per_second"]
                             for a, b in zip(results, reference))


def row(name, results):
    speeds = [r["images_per_second"] for r in results]
    print(f"{name:<60} {statistics.median(speeds):>9.1f} {min(speeds):>8.1f} {max(speeds):>8.1f} "
          f"{results[0]['correct']:>8} / {results[0]['count']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=10000, help="test images")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--probe", type=int, default=384, help="images to choose the peer's form")
    parser.add_argument("--engine", default="onednn", help="quantized engine of both")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has torch")
    options = parser.parse_args()

    load_before = os.getloadavg()[0]
    setting = best_setting(options.python, options.probe, options.engine)
    fp32, int8, torch = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        quantized = pathlib.Path(folder) / "int8.safetensors"
        note = answer(PROGRAM, "quantize", "--checkpoint", CHECKPOINT, "--engine", options.engine,
                      "--limit", 8, "--out", quantized, "--json")["note"]
        for _ in range(options.rounds):
            fp32.append(secateur(CHECKPOINT, options.limit))
            int8.append(secateur(quantized, options.limit))
            torch.append(peer(options.python, options.limit, options.engine, setting))

    print(f"\n{note}\n{'':<60} {'images/s':>9} {'lowest':>8} {'highest':>8}  correct")
    row(f"secateur-cli FP32, {fp32[0]['workers']} workers", fp32)
    row(f"secateur-cli INT8, {int8[0]['workers']} workers", int8)
    row(f"PyTorch {torch[0]['torch']} INT8, {options.engine}, {name_of(setting)}", torch)
    to_fp32, to_peer = ratio(int8, fp32), ratio(int8, torch)
    print(f"INT8 to FP32 {to_fp32:.2f}, INT8 to PyTorch's INT8 {to_peer:.2f}; load average "
          f"{load_before:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores")
    alike = abs(int8[0]["correct"] - torch[0]["correct"]) <= 0.01 * int8[0]["count"]
    return 0 if to_fp32 >= WANTED_TO_FP32 and to_peer >= 1.0 and alike else 1


if __name__ == "__main__":
    sys.exit(main())
