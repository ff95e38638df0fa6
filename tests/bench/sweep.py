"""A per-layer pruning sweep of secateur-cli against the script that a PyTorch user writes.

usage: sweep.py [--exact N] [--adaptive N] [--keep FOLDER [--timings-only]] [--probe N] [--python PYTHON]
1. A probe picks the script's best of {contiguous, channels_last} x {1, all threads} x {as it comes,
   thread pools kept apart} (tests/bench/fp32_evaluate.py's).
2. Exact: both sweep every convolution and linear layer at 5 ratios on the same `--exact` test images,
   taking turns; every point's count of correct answers is compared.
3. Adaptive: on `--adaptive` images at tolerance 2 points, beside our own exact sweep of the same
   images (the verdicts to reach) and the script's time for them (its measured speed on the exact
   part; a full run of it would take hours). That exact sweep takes about half an hour of both cores:
   `--keep` keeps the studies and the times of the timed parts, and a later run with the same folder
   goes on from them, so that `--timings-only` can be run while the machine is quiet.
4. Where the time goes: multiply-adds and speed of each kind of layer beside this machine's peak.
Load on the machine hits both, but not evenly: run it on a quiet one. Exit 1 if a count differs by
more than one, or if a layer is called safe whose exact drop exceeds the tolerance by half a point.
"""
import argparse
import contextlib
import csv
import json
import os
import pathlib
import sqlite3
import struct
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


def images_of(study, count):
    """The positions in the test split of the images that a sweep has drawn."""
    with contextlib.closing(sqlite3.connect(study)) as database:
        (indices,), = database.execute("SELECT indices FROM image_list WHERE count = ?", (count,))
    return struct.unpack(f"<{count}q", indices)


def script(python, images, setting):
    memory_format, threads, calm = setting
    environment = {k: v for k, v in os.environ.items() if k not in CALM} | (CALM if calm else {})
    said, *_ = timed(python, SOURCE / "tests/peers/pruning_sweep.py", "--images", images,
                     "--memory-format", memory_format, "--threads", threads,
                     environment=environment)
    return said


def verdict(text, good):
    print(f"  {'ok  ' if good else 'MISS'} {text}")
    return good


def kept(folder, name, measure):
    """What `measure` gave when it was first called in this folder."""
    path = pathlib.Path(folder) / f"{name}.json"
    if not path.exists():
        path.write_text(json.dumps(measure()), encoding="ascii")
    return json.loads(path.read_text(encoding="ascii"))


def exact_part(options, folder):
    def measure():
        setting = best_setting(options.python, options.probe)
        study, images = (pathlib.Path(folder) / f"exact.{end}" for end in ("secateur", "images"))
        ours = sweep(options.exact, folder, "exact", "--study", study)
        images.write_text(json.dumps(images_of(study, options.exact)), encoding="ascii")
        return {"ours": ours, "theirs": script(options.python, images, setting),
                "setting": setting}

    measured = kept(folder, "exact", measure)
    ours, theirs, setting = measured["ours"], measured["theirs"], measured["setting"]
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
    def part(name, *more):
        return sweep(options.adaptive, folder, name, "--tolerance", 100 * TOLERANCE,
                     "--study", pathlib.Path(folder) / f"{name}.secateur", *more)

    fast = part("adaptive", "--adaptive")
    times = kept(folder, "adaptive", lambda: {k: fast[k] for k in ("seconds", "megabytes")})
    ratio = per_image * len(fast["points"]) * options.adaptive / times["seconds"]
    seen = fast["said"]["images_seen"] / (len(fast["points"]) * options.adaptive)
    print(f"\nadaptive, {options.adaptive} images, tolerance {100 * TOLERANCE:g} points:\n"
          f"  script   {ratio * times['seconds']:8.1f} s  (its exact part's speed)\n"
          f"  adaptive {times['seconds']:8.1f} s  looked at {100 * seen:.1f} % of images x points, "
          f"{times['megabytes']:.0f} MB")
    verdict(f"{ratio:.0f} times the script's speed (wanted 25)", ratio >= 25)
    return options.timings_only or verdicts_agree(fast, part("truth"))


def verdicts_agree(fast, slow):
    layers = slow["said"]["safe_ratios"]
    same = [name for name in layers if layers[name] == fast["said"]["safe_ratios"].get(name)]
    worst = max((drop(slow["points"][f"{name}@{safe:g}"])
                 for name, safe in fast["said"]["safe_ratios"].items() if safe > 0), default=0.0)
    outside = [name for name, row in fast["points"].items()
               if not float(row["drop_low"]) - 1e-6 <= drop(slow["points"][name])
               <= float(row["drop_high"]) + 1e-6]
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
    parser.add_argument("--keep", help="folder that keeps what was measured")
    parser.add_argument("--timings-only", action="store_true", help="without the exact sweep of part 3")
    parser.add_argument("--probe", type=int, default=384, help="images to choose the script's form")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has torch")
    parser.add_argument("--layer-bench", default=str(SOURCE / "build/release/bin/bench_layers"))
    options = parser.parse_args()

    os.environ.update(CALM)
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or temporary
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        per_image, good = exact_part(options, folder)
        if options.adaptive > 0:
            good = adaptive_part(options, per_image, folder) and good
    if pathlib.Path(options.layer_bench).exists():
        print("", flush=True)
        subprocess.run([options.layer_bench], check=True)
    print(f"load average {os.getloadavg()[0]:.1f}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
