"""Images/s of secateur-cli evaluate against PyTorch on the same network, images and machine.

usage: fp32_evaluate.py [--limit N] [--rounds N] [--probe N] [--python PYTHON]
First a short probe picks the peer's best of {contiguous, channels_last} x {1, 2 threads} x {as it
comes, with the thread pools of OpenBLAS and OpenMP kept out of each other's way}; then
secateur-cli in FP32, the peer, and secateur-cli in INT8 take turns (A B C A B C ...), so that
whatever else the machine does hits all of them. The table shows the median of the rounds, and the
ratios are medians of the ratios within a round. Exit 1 if the counts of correct answers of FP32 and
the peer differ by more than one. secateur-cli is $SECATEUR_CLI, else the release build.
"""
import argparse
import itertools
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
PROGRAM = os.environ.get("SECATEUR_CLI", str(SOURCE / "build/release/bin/secateur-cli"))
CHECKPOINT = SOURCE / "resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors"


# What ./dev sets: without it OpenBLAS starts its own threads beside OpenMP's, which spin.
CALM = {"OPENBLAS_NUM_THREADS": "1", "GOMP_SPINCOUNT": "0"}


def answer(*command, calm=False):
    environment = {k: v for k, v in os.environ.items() if k not in CALM} | (CALM if calm else {})
    result = subprocess.run([*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, check=False, env=environment)
    if result.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{result.stderr}")
    return json.loads(result.stdout)


def secateur(checkpoint, limit):
    measured = answer(PROGRAM, "evaluate", "--checkpoint", checkpoint, "--limit", limit, "--json")
    return measured | {"images_per_second": measured["count"] / measured["seconds"]}


def peer(python, limit, setting):
    memory_format, threads, calm = setting
    return answer(python, HERE / "pytorch_evaluate.py", "--limit", limit, "--memory-format",
                  memory_format, "--threads", threads, calm=calm)


def name_of(setting):
    memory_format, threads, calm = setting
    return f"{memory_format}, {threads} threads{', calm' if calm else ''}"


def best_setting(python, probe):
    """The fastest form of the peer on `probe` images, each tried twice."""
    speed = {}
    forms = itertools.product(("contiguous", "channels_last"), (1, 2), (False, True))
    for setting in list(forms) * 2:
        measured = peer(python, probe, setting)["images_per_second"]
        speed[setting] = max(speed.get(setting, 0), measured)
    for setting, measured in speed.items():
        print(f"probe: {name_of(setting):<36} {measured:>7.1f} images/s", flush=True)
    return max(speed, key=speed.get)


def row(name, results, reference=None):
    speeds = [r["images_per_second"] for r in results]
    ratio = "" if reference is None else "{:.2f}".format(statistics.median(
        speed / other["images_per_second"] for speed, other in zip(speeds, reference)))
    print(f"{name:<52} {statistics.median(speeds):>9.1f} {min(speeds):>8.1f} {max(speeds):>8.1f} "
          f"{ratio:>7} {results[0]['correct']:>8} / {results[0]['count']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=10000, help="test images")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--probe", type=int, default=384, help="images to choose the peer's form")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has torch")
    options = parser.parse_args()

    load_before = os.getloadavg()[0]
    setting = best_setting(options.python, options.probe)
    fp32, torch, int8 = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        quantized = pathlib.Path(folder) / "int8.safetensors"
        answer(PROGRAM, "quantize", "--checkpoint", CHECKPOINT, "--limit", 8, "--out", quantized,
               "--json")
        for _ in range(options.rounds):
            fp32.append(secateur(CHECKPOINT, options.limit))
            torch.append(peer(options.python, options.limit, setting))
            int8.append(secateur(quantized, options.limit))

    print(f"\n{'':<52} {'images/s':>9} {'lowest':>8} {'highest':>8} {'ratio':>7}  correct")
    row(f"PyTorch {torch[0]['torch']}, {name_of(setting)}", torch)
    row(f"secateur-cli FP32, {fp32[0]['workers']} workers (to PyTorch)", fp32, torch)
    row(f"secateur-cli INT8, {int8[0]['workers']} workers (to FP32)", int8, fp32)
    print(f"load average {load_before:.1f} before, {os.getloadavg()[0]:.1f} after, "
          f"{os.cpu_count()} cores")
    difference = abs(fp32[0]["correct"] - torch[0]["correct"])
    print(f"correct answers of FP32 and PyTorch: {'equal' if difference == 0 else difference}"
          f"{'' if difference == 0 else ' apart'}")
    return 1 if difference > 1 else 0


if __name__ == "__main__":
    sys.exit(main())
