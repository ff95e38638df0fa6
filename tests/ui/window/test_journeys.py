#!/usr/bin/python3
"""The ways through the window on the real program, by mouse and keys under a virtual display; skipped, and said so, where a tool is missing."""
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[2] / "cli")]
import screen
import tiny_data
from screen import CHECKPOINT, CLI, FASHION_MNIST, Bus, Program, Screen

LONG = 400  # seconds of a machine that does other things besides


def setUpModule():
    JourneyTest.bus = Bus()
    unittest.addModuleCleanup(JourneyTest.bus.close)


class JourneyTest(unittest.TestCase):
    bus = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="secateur-window-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.home = self.folder / "home"

    def few_images(self, train=200, test=600):
        return tiny_data.make_idx_from(FASHION_MNIST, self.folder / "files" / "fashion", train, test)

    def study(self, name="mine.secateur"):
        """Of the sample's network, pruned and INT8, measured on 60 images."""
        images = self.few_images(200, 60)
        study = self.folder / name
        for command in (["evaluate", "--checkpoint", CHECKPOINT], ["prune", "--variant", "1", "--amount", "0.5"],
                        ["quantize", "--variant", "1", "--images", "64"]):
            subprocess.run([CLI, *command, "--data", images, "--study", study], check=True, stdout=subprocess.DEVNULL)
        return study


class Doors(JourneyTest):
    def test_own_network_and_folder_in_four_clicks(self):
        self.few_images()
        shutil.copy(CHECKPOINT, self.folder / "files" / "mine.safetensors")
        with Screen(self.bus) as display, Program(display, self.home, cwd=self.folder / "files") as window:
            window.click(re.compile("^Open a network or a study"))
            window.click("mine.safetensors", times=2)  # a double click is one
            window.click("fashion")
            window.click("Choose", "push button")
            self.assertLessEqual(window.clicks, 4)
            window.until(lambda: "% of 500" in window.step("Baseline"), "the accuracy of 500 images", LONG)

    def test_command_line_in_any_order(self):
        images = self.few_images()
        with Screen(self.bus) as display, Program(display, self.home, images, CHECKPOINT) as window:
            window.until(lambda: "% of 500" in window.step("Baseline"), "the accuracy of 500 images", LONG)
            self.assertEqual(window.clicks, 0)


class Path(JourneyTest):
    def test_sample_to_result_with_report_in_six_clicks(self):
        with Screen(self.bus) as display, Program(display, self.home) as window:
            window.click("Open the sample")
            window.until(lambda: "% of 500" in window.step("Baseline"), "the first look", LONG)
            self.assertIn("next", window.step("Sensitivity"))
            window.click("Do all the steps…", "push button")
            window.click("Run", "push button")
            window.until(lambda: "next" in window.step("Result"), "the end of the steps", 3 * LONG)
            window.click("Next: look at the result", "push button")
            window.click("Write the report…", "push button")
            window.click("Save", "push button")
            self.assertLessEqual(window.clicks, 6)
            report = window.until(lambda: next(self.folder.rglob("*.html"), None), "the report")
            window.until(lambda: "times smaller than baseline" in report.read_text(), "the claim of the report")
            self.assertEqual(window.quit(), "")


class Frame(JourneyTest):
    def test_geometry_stays_on_a_smaller_screen(self):
        with Screen(self.bus, 1920, 1200) as display, Program(display, self.home) as window:
            window.find("Open the sample")
            window.screen.tool("xdotool", "search", "--onlyvisible", "--name", "Secateur", "windowsize", 1900, 1150,
                               "windowmove", 15, 40)
            time.sleep(1)
            window.quit()
        with Screen(self.bus, 1280, 720) as display, Program(display, self.home) as window:
            window.find("Open the sample")
            x, y, width, height = window.look("Secateur", "frame").place
            self.assertGreaterEqual((x, y), (0, 0))
            self.assertLessEqual(x + width, 1280)
            self.assertLessEqual(y + height, 720)


if __name__ == "__main__":
    if lacking := screen.missing():
        print(f"NOT TESTED: the window under a virtual display needs {', '.join(lacking)}", file=sys.stderr)
        sys.exit(77)
    unittest.main()
