"""Ctrl-C during a sweep: exit code 130, whole lines on disk, a study that goes on from there."""
import signal
import subprocess
import time
import unittest

import cli_support
from cli_support import CHECKPOINT, PROGRAM, TIMEOUT, CliTest, needs_fashion_mnist

RATIOS = "0.3,0.6,0.8"
POINTS = 3 * 59  # of 58 layers and all together


@needs_fashion_mnist
class InterruptedSweep(CliTest):
    def lines(self):
        return self.out.read_text(encoding="ascii").count("\n") if self.out.exists() else 0

    def interrupt_after_points(self, arguments):
        """(exit code, standard output, standard error); interrupted once two points are there."""
        process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        try:
            until = time.monotonic() + TIMEOUT
            while self.lines() < 3 and process.poll() is None and time.monotonic() < until:
                time.sleep(0.02)
            self.assertIsNone(process.poll(), "the sweep ended before it could be interrupted")
            process.send_signal(signal.SIGINT)
            stdout, stderr = process.communicate(timeout=30)
        finally:
            process.kill()
            process.wait()
        return process.returncode, stdout, stderr

    def test_sigint(self):
        self.out = self.folder / "sweep.csv"
        sweep = ("sweep", "--checkpoint", CHECKPOINT, "--limit", 16,
                 "--ratios", RATIOS, "--out", self.out, "--study", self.folder / "s.secateur")
        code, stdout, stderr = self.interrupt_after_points([*sweep, "--json"])
        self.assertEqual(code, 130, stderr)
        self.assertEqual(stdout, "")
        self.assertIn("cancelled", stderr)

        text = self.out.read_text(encoding="ascii")
        self.assertTrue(text.endswith("\n"))
        interrupted = text.splitlines()
        self.assertLess(len(interrupted), POINTS + 1, "it was to stop before the end")
        for line in interrupted:
            self.assertEqual(line.count(","), interrupted[0].count(","), line)
        self.assertEqual([p.name for p in self.folder.glob("sweep.csv?*")], [], "left behind")

        said = self.answer(*sweep)
        self.assertEqual(said["points"], POINTS)
        self.assertGreaterEqual(said["known_before"], len(interrupted) - 1)
        finished = self.out.read_text(encoding="ascii").splitlines()
        self.assertEqual(finished[:len(interrupted)], interrupted)
        self.assertEqual(len(finished), POINTS + 1)


if __name__ == "__main__":
    cli_support.main()
