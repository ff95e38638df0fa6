"""A per-layer pruning sweep of secateur-cli against the script that a PyTorch user writes.

usage: sweep.py [--exact N] [--adaptive N] [--truth STUDY] [--probe N] [--python PYTHON]
1. A probe picks the script's best of {contiguous, channels_last} x {1, all threads} x {as it comes,
   thread pools kept apart} (tests/bench/fp32_evaluate.py's).
2. Exact: both sweep every convolution and linear layer at 5 ratios on the same `--exact` test images,
   taking turns; every point's count of correct answers is compared.
3. Adaptive: on `--adaptive` images at tolerance 2 points, beside our own exact sweep of the same
   images (the verdicts to reach) and the script's time for them (its measured speed on the exact
   part; a full run of it would take hours). The exact sweep of 10,000 images takes about half an
   hour: `--truth` keeps it in a study, from which it goes on and is not made again; its time is
   then not compared.
4. Where the time goes: multiply-adds and speed of each kind of layer beside this machine's peak.
Load on the machine hits both, but not evenly: run it on a quiet one. Exit 1 if a count differs by
more than one, or if a layer is called safe whose exact drop exceeds the tolerance by half a point.
"""
import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from fp32_evaluate import CALM, CHECKPOINT, PROGRAM, SOURCE, best_setting, name_of  # noqa: E402

TOLERANCE = 0.02


def timed(*command, environment=None):
    start = time.perf_counter()
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True, env=environment)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[0]} failed")
    return json.loads(output), seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def sweep(limit, folder, name, *more):
    out = pathlib.Path(folder) / f"{name}.csv"
    said, seconds, megabytes, cpu = timed(
        PROGRAM, "sweep", "--checkpoint", CHECKPOINT, "--split", "test", "--scope", "layers",
        "--limit", limit, "--out", out, "--json", *more)
    with open(out, encoding="ascii") as file:
        points = {f"{row['layer']}@{row['ratio']}": row for row in csv.DictReader(file)}
    return {"said": said, "seconds": seconds, "megabytes": megabytes, "cpu": cpu, "points": points}


def script(python, limit, setting, *more):
    memory_format, threads, calm = setting
    environment = {k: v for k, v in os.environ.items() if k not in CALM} | (CALM if calm else {})
    said, *_ = timed(python, SOURCE / "tests/peers/pruning_sweep.py", "--limit", limit,
                     "--memory-format", memory_format, "--threads", threads, *more,
                     environment=environment)
    return said


def verdict(text, good):
    print(f"  {'ok  ' if good else 'MISS'} {text}")
    return good


def exact_part(options, setting, folder):
    ours = sweep(options.exact, folder, "exact")
    theirs = script(options.python, options.exact, setting)
    differing = [(name, count - int(ours["points"][name]["correct"]))
                 for name, count in theirs["correct"].items()
                 if count != int(ours["points"][name]["correct"])]
    ratio = theirs["seconds"] / ours["seconds"]
    print(f"\nexact, {options.exact} images, {theirs['points']} points:\n"
          f"  script   {theirs['seconds']:8.1f} s  PyTorch {theirs['torch']}, {name_of(setting)}\n"
          f"  secateur {ours['seconds']:8.1f} s  start and baseline included; "
          f"{ours['cpu']:.1f} s of processor time, {ours['megabytes']:.0f} MB at its peak")
    verdict(f"{ratio:.1f} times the script's speed (wanted 4, goal 6)", ratio >= 4)
    verdict(f"counts: {theirs['points'] - len(differing)} of {theirs['points']} equal"
            + "".join(f", {name} {by:+d}" for name, by in differing), not differing)
    verdict(f"peak memory {ours['megabytes']:.0f} MB (wanted below 1024)",
            ours["megabytes"] < 1024)
    return theirs["seconds"] / (theirs["points"] * theirs["count"]), all(
        abs(by) <= 1 for _, by in differing)


def drop(row):
    return float(row["drop"])


def adaptive_part(options, per_image, folder):
    fast = sweep(options.adaptive, folder, "adaptive", "--adaptive", "--tolerance",
                 100 * TOLERANCE)
    kept = ["--study", options.truth] if options.truth else []
    slow = sweep(options.adaptive, folder, "truth", "--tolerance", 100 * TOLERANCE, *kept)
    whole = per_image * len(slow["points"]) * options.adaptive
    ratio = whole / fast["seconds"]
    layers = slow["said"]["safe_ratios"]
    same = [name for name in layers if layers[name] == fast["said"]["safe_ratios"].get(name)]
    worst = max((drop(slow["points"][f"{name}@{safe:g}"])
                 for name, safe in fast["said"]["safe_ratios"].items() if safe > 0), default=0.0)
    outside = [name for name, row in fast["points"].items()
               if not float(row["drop_low"]) - 1e-6 <= drop(slow["points"][name])
               <= float(row["drop_high"]) + 1e-6]
    seen = fast["said"]["images_seen"] / (len(fast["points"]) * options.adaptive)
    print(f"\nadaptive, {options.adaptive} images, tolerance {100 * TOLERANCE:g} points:\n"
          f"  script   {whole:8.1f} s  (its exact part's speed)\n"
          + ("" if kept else f"  exact    {slow['seconds']:8.1f} s  "
             f"{whole / slow['seconds']:.1f} times the script\n") +
          f"  adaptive {fast['seconds']:8.1f} s  looked at {100 * seen:.1f} % of images x points, "
          f"{fast['megabytes']:.0f} MB")
    verdict(f"{ratio:.0f} times the script's speed (wanted 25)", ratio >= 25)
    verdict(f"the same safe ratio in {len(same)} of {len(layers)} layers (wanted 95 %)",
            len(same) >= 0.95 * len(layers))
    verdict(f"intervals that do not hold the exact drop: {len(outside)} of {len(fast['points'])}",
            not outside)
    return verdict(f"largest exact drop of a layer called safe: {100 * worst:.2f} points "
                   f"(at most {100 * TOLERANCE + 0.5:g})", worst <= TOLERANCE + 0.005)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exact", type=int, default=256, help="images of the exact part")
    parser.add_argument("--adaptive", type=int, default=10000, help="images of the adaptive part")
    parser.add_argument("--truth", help="a study that keeps the exact sweep of the adaptive part")
    parser.add_argument("--probe", type=int, default=384, help="images to choose the script's form")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has torch")
    parser.add_argument("--layer-bench", default=str(SOURCE / "build/release/bin/bench_layers"))
    options = parser.parse_args()

    os.environ.update(CALM)
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    setting = best_setting(options.python, options.probe)
    with tempfile.TemporaryDirectory() as folder:
        per_image, good = exact_part(options, setting, folder)
        if options.adaptive > 0:
            good = adaptive_part(options, per_image, folder) and good
    if pathlib.Path(options.layer_bench).exists():
        print("", flush=True)
        subprocess.run([options.layer_bench], check=True)
    print(f"load average {os.getloadavg()[0]:.1f}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
