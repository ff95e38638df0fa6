"""Runs secateur-cli for the tests: where it is, how it starts, what its answers look like."""
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SECATEUR_CLI", str(SOURCE / "build/release/bin/secateur-cli"))
CHECKPOINT = str(SOURCE / "resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors")
FASHION_MNIST = pathlib.Path("/usr/share/datasets/fashion-mnist")  # Debian: dataset-fashion-mnist
PEERS = pathlib.Path(PROGRAM).resolve().parents[1] / "peers/node_modules"
TIMEOUT = 600  # a program that hangs; a busy machine takes minutes for what a quiet one does in seconds
# Logits closer than this may change places by rounding alone; those of INT8 networks are then equal.
TIE = 1e-3

needs_fashion_mnist = unittest.skipUnless(
    FASHION_MNIST.is_dir(), "NOT TESTED: Debian's dataset-fashion-mnist is not installed")


def run(*arguments, stdout=subprocess.PIPE):
    """Runs the program to its end; a hanging one fails the test with TimeoutExpired."""
    return subprocess.run([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=stdout,
                          stderr=subprocess.PIPE, text=True, timeout=TIMEOUT, check=False)


def onnxruntime(*arguments):
    return subprocess.run(["node", SOURCE / "tests/peers/onnx_run.js", *map(str, arguments)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False, timeout=300,
                          env=os.environ | {"NODE_PATH": str(PEERS)})


def have_onnxruntime():
    return shutil.which("node") is not None and onnxruntime("--probe").returncode == 0


def ranked(row):
    """(class, distance to the second) of one image's logits."""
    first, second = sorted(row, reverse=True)[:2]
    return list(row).index(first), first - second


def predictions(report):
    """{variant: {image: predicted class}} as a report's folder has them."""
    table = {}
    with open(report / "predictions.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            table.setdefault(row["variant"], {})[int(row["index"])] = int(row["predicted"])
    return table


def main():
    """Runs the tests of the program that calls it. Exit 77, which ctest calls skipped, where all that ran passed but a test lacked something of the system."""
    result = unittest.main(exit=False).result
    for test, why in result.skipped:
        print(f"{test}: {why}", file=sys.stderr)
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)


class CliTest(unittest.TestCase):
    """A test with a temporary folder and the two forms of answer: one JSON object, or an error."""

    @classmethod
    def setUpClass(cls):
        if not os.access(PROGRAM, os.X_OK):
            raise AssertionError(f"no program at {PROGRAM}: build it or set SECATEUR_CLI")
        temporary = tempfile.TemporaryDirectory(prefix="secateur-cli-")
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)

    @classmethod
    def answer(cls, *arguments):
        """The JSON object of a command that must succeed; standard output holds nothing else."""
        result = run(*arguments, "--json")
        if result.returncode != 0:
            raise AssertionError(f"exit {result.returncode} of {arguments}:\n{result.stderr}")
        if result.stdout.count("\n") != 1 or not result.stdout.endswith("}\n"):
            raise AssertionError(f"not one line of JSON: {result.stdout[:200]!r}")
        value = json.loads(result.stdout)
        if not isinstance(value, dict):
            raise AssertionError(f"not an object: {result.stdout[:200]!r}")
        return value

    def assertFails(self, exit_code, names, *arguments):
        """The command ends with `exit_code`, says `names` on standard error, prints no result."""
        result = run(*arguments)
        shown = f"\nexit {result.returncode}\nstdout: {result.stdout[:300]!r}" \
                f"\nstderr: {result.stderr[-600:]!r}"
        self.assertEqual(result.returncode, exit_code, shown)
        self.assertIn(str(names), result.stderr, shown)
        self.assertEqual(result.stdout, "", shown)
        for sign in ("terminate called", "Traceback", "frame #"):
            self.assertNotIn(sign, result.stderr, shown)
        return result
