"""Runs secateur-cli for the tests: where it is, how it starts, what its answers look like."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("SECATEUR_CLI", str(SOURCE / "build/release/bin/secateur-cli"))
CHECKPOINT = str(SOURCE / "resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors")
FASHION_MNIST = pathlib.Path("/usr/share/datasets/fashion-mnist")  # Debian: dataset-fashion-mnist
TIMEOUT = 120

needs_fashion_mnist = unittest.skipUnless(
    FASHION_MNIST.is_dir(), "NOT TESTED: Debian's dataset-fashion-mnist is not installed")


def run(*arguments, stdout=subprocess.PIPE):
    """Runs the program to its end; a hanging one fails the test with TimeoutExpired."""
    return subprocess.run([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=stdout,
                          stderr=subprocess.PIPE, text=True, timeout=TIMEOUT, check=False)


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
