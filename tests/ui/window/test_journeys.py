#!/usr/bin/python3
"""The ways through the window on the real program, by mouse and keys under a virtual display; skipped, and said so, where a tool is missing."""
import contextlib
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[2] / "cli")]
import screen
import tiny_data
from screen import CHECKPOINT, CLI, DRAG_SOURCE, FASHION_MNIST, Bus, Program, Screen

LONG = 400  # seconds of a machine that does other things besides


def setUpModule():
    JourneyTest.bus = Bus()
    unittest.addModuleCleanup(JourneyTest.bus.close)
    temporary = tempfile.TemporaryDirectory(prefix="secateur-window-study-")
    unittest.addModuleCleanup(temporary.cleanup)
    JourneyTest.made = make_study(pathlib.Path(temporary.name))


def make_study(folder):
    """Of the sample's network, pruned and INT8, measured on 60 images."""
    images = tiny_data.make_idx_from(FASHION_MNIST, folder / "few", 200, 60)
    study = folder / "made.secateur"
    for command in (["evaluate", "--checkpoint", CHECKPOINT], ["prune", "--variant", "1", "--amount", "0.5"],
                    ["quantize", "--variant", "1", "--calibration", "64"]):
        subprocess.run([CLI, *command, "--data", images, "--study", study], check=True, stdout=subprocess.DEVNULL)
    return study


class JourneyTest(unittest.TestCase):
    bus = None
    made = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="secateur-window-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.home = self.folder / "home"

    def few_images(self, train=200, test=600, name="fashion"):
        return tiny_data.make_idx_from(FASHION_MNIST, self.folder / "files" / name, train, test)

    def study(self, name="mine.secateur"):
        """A copy of make_study()'s."""
        return pathlib.Path(shutil.copy(self.made, self.folder / name))

    def points(self, study):
        """Of its sweeps, as they are on the disk, in a copy: the program holds the study."""
        copy = self.folder / "copy.secateur"
        shutil.copy(study, copy)
        for journal in self.folder.glob(study.name + "-*"):
            shutil.copy(journal, str(copy) + journal.name[len(study.name):])
        with sqlite3.connect(copy) as database:
            return database.execute("SELECT count(*) FROM sweep_point").fetchone()[0]


class Doors(JourneyTest):
    def create(self, window):
        """What the sheet has filled in by itself."""
        window.find(re.compile("^Evaluated at once on 500 test images: about"), "label", patience=LONG)
        window.click("Create", "push button")
        window.until(lambda: "% of 500" in window.step("Baseline"), "the accuracy of 500 images", LONG)

    def test_own_network_and_folder_beside_it_in_three_clicks(self):
        self.few_images()
        shutil.copy(CHECKPOINT, self.folder / "files" / "mine.safetensors")
        with Screen(self.bus) as display, Program(display, self.home, cwd=self.folder / "files") as window:
            window.click(re.compile("^Open a network or a study"))
            window.click("mine.safetensors", times=2)  # a double click is one
            self.create(window)
            self.assertEqual(window.clicks, 3)

    def test_own_network_and_folder_elsewhere_in_four_clicks(self):
        self.few_images()
        models = self.folder / "files" / "some" / "models"
        models.mkdir(parents=True)
        shutil.copy(CHECKPOINT, models / "mine.safetensors")
        with Screen(self.bus) as display, Program(display, self.home, models / "mine.safetensors",
                                                  cwd=self.folder / "files") as window:
            window.click("fashion", times=2)  # it asks for the folder by itself
            self.create(window)
            self.assertEqual(window.clicks, 2)  # and two to choose the network, as above

    def test_command_line_in_any_order(self):
        images = self.few_images()
        with Screen(self.bus) as display, Program(display, self.home, images, CHECKPOINT) as window:
            self.create(window)
            self.assertEqual(window.clicks, 1)

    @unittest.skipUnless(DRAG_SOURCE.exists(), f"NOT TESTED: drops need {DRAG_SOURCE}, a target of the tests")
    def test_files_of_another_program_are_dropped(self):
        """On the start page a network with its folder, on the drawing a study; on the sheet a folder, then a study."""
        images = self.few_images()
        study = self.study()
        network = self.folder / "mine.safetensors"
        shutil.copy(CHECKPOINT, network)
        with Screen(self.bus, 1700, 1000) as display, Program(display, self.home) as window:
            start = window.find("Open the sample")
            self.assertTrue(window.drop(start, network, images))
            self.create(window)
            drawing = window.find(re.compile("^Network drawing"))
            self.assertTrue(window.drop(drawing, study))
            tree = window.find("Networks of the study", "tree")
            window.until(lambda: window.rows(tree) == ["baseline", "pruned", "int8"], "the networks", LONG)
            window.key("ctrl+n")
            field = window.find("Checkpoint file", "text")
            self.assertTrue(window.drop(field, images))
            window.until(lambda: window.find("Folder of the images", "text").text == str(images), "the folder")
            again = self.study("again.secateur")
            self.assertTrue(window.drop(field, again))
            window.gone("Checkpoint file", "text")
            window.find(re.compile(re.escape(str(again))), "label", patience=LONG)
            self.assertEqual(window.quit(), "")


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
            window.gone("Progress of the running job", patience=LONG)  # speeds are measured last
            self.assertEqual(window.quit(), "")


class Networks(JourneyTest):
    def test_rename_delete_and_undo(self):
        study = self.study()
        with Screen(self.bus) as display, Program(display, self.home, study) as window:
            tree = window.find("Networks of the study", "tree")
            window.until(lambda: window.rows(tree) == ["baseline", "pruned", "int8"], "the networks")
            window.click(window.row(tree, "pruned"))
            window.find(re.compile("^pruned: "), "label")
            window.settled()  # until what is read of it is there
            window.key("F2")
            window.key("ctrl+a")
            window.type("the cut")
            window.key("Return")
            window.until(lambda: window.rows(tree) == ["baseline", "the cut", "int8"], "the new name")
            window.key("Delete")
            window.until(lambda: window.rows(tree) == ["baseline", "int8"], "the list without it")
            window.key("ctrl+z")
            window.until(lambda: window.rows(tree) == ["baseline", "the cut", "int8"], "the list with it")
            self.assertEqual(window.quit(), "")


class Ends(JourneyTest):
    def test_killed_in_a_sweep_and_resumed(self):
        study = self.study()
        with Screen(self.bus) as display, Program(display, self.home, study) as window:
            window.until(lambda: "of 60" in window.step("Baseline"), "the study")
            window.key("F6")
            window.click("Sweep", "push button")
            window.until(lambda: self.points(study) > 0, "a point", LONG)
            window.kill()
            before = self.points(study)
            with Program(display, self.home, study) as again:
                again.find(re.compile("^Interrupted: Sweep baseline"), "label")
                again.click("Resume", "push button")
                again.until(lambda: self.points(study) > before, "more points", LONG)
                again.gone(re.compile("^Interrupted:"))
                again.kill()

    def test_read_only_study_is_opened_and_says_so(self):
        shelf = self.folder / "shelf"
        shelf.mkdir()
        study = shelf / "theirs.secateur"
        shutil.move(self.study(), study)
        digest = study.read_bytes()
        with Screen(self.bus) as display, read_only(shelf), Program(display, self.home, study) as window:
            window.until(lambda: "of 60" in window.step("Baseline"), "the study")
            window.find("Read-only", "label")
            window.quit()
        self.assertEqual(study.read_bytes(), digest)


class Surroundings(JourneyTest):
    """What a program cannot choose: it says what is wrong, and goes on or ends."""

    def settings_in(self, folder):
        return {"HOME": str(folder), "XDG_CONFIG_HOME": f"{folder}/config", "XDG_DATA_HOME": f"{folder}/data"}

    def sample_without(self, home):
        with Screen(self.bus) as display, Program(display, self.home, **self.settings_in(home)) as window:
            window.click("Open the sample")
            window.find(re.compile("is in memory.*unless you save a copy"), "label")
            window.until(lambda: "% of 500" in window.step("Baseline"), "the first look", LONG)
            window.kill()

    def test_home_that_cannot_be_written(self):
        home = self.folder / "theirs"
        home.mkdir()
        with read_only(home):
            self.sample_without(home)
        self.assertEqual(list(home.iterdir()), [])

    def test_no_home(self):
        self.sample_without("/proc/no home")

    def test_own_network_without_a_home(self):
        images = self.few_images()
        with Screen(self.bus) as display:
            with Program(display, self.home, images, CHECKPOINT, **self.settings_in("/proc/no home")) as window:
                window.find(re.compile("cannot be written to. What is measured is gone"), "label")
                window.click("Create", "push button")
                window.until(lambda: "% of 500" in window.step("Baseline"), "the first look", LONG)
                window.kill()

    def test_locale_that_is_not_installed(self):
        with Screen(self.bus) as display:
            with Program(display, self.home, LC_ALL="tlh_QO.UTF-8", LANG="tlh_QO.UTF-8") as window:
                window.find("Open the sample")
                window.quit()

    def test_study_of_a_newer_version(self):
        study = self.study()
        with sqlite3.connect(study) as database:
            database.execute("PRAGMA user_version = 9999")
        before = study.read_bytes()
        with Screen(self.bus) as display, Program(display, self.home, study) as window:
            window.find(re.compile("newer version of Secateur"), "label")
            window.find("Open the sample")
            window.quit()
        self.assertEqual(study.read_bytes(), before)

    def test_display_that_goes_away(self):
        """While a sweep runs: a message, exit code 1, and a study that is sound."""
        study = self.study()
        with Screen(self.bus) as display, Program(display, self.home, study) as window:
            window.until(lambda: "of 60" in window.step("Baseline"), "the study")
            window.key("F6")
            window.click("Sweep", "push button")
            window.until(lambda: self.points(study) > 0, "a point", LONG)
            display.server.kill()
            said = window.process.communicate(timeout=60)[1]
            self.assertEqual(window.process.returncode, 1, said)
            self.assertIn("the display is gone", said)
            self.assertNotIn("Segmentation", said)
        subprocess.run([CLI, "check", study], check=True, stdout=subprocess.DEVNULL)


class Two(JourneyTest):
    def test_second_window_reads_and_follows(self):
        study = self.study()
        with Screen(self.bus) as display, Program(display, self.home / "one", study) as first, \
                Program(display, self.home / "two", study) as second:
            for window in (first, second):
                window.until(lambda w=window: "of 60" in w.step("Baseline"), "the study")
            looking = second if second.look("Read-only, follows", "label") else first
            working = first if looking is second else second
            looking.find("Read-only, follows", "label")
            self.assertIsNone(working.look("Read-only, follows", "label"))
            tree = looking.find("Networks of the study", "tree")
            self.assertEqual(looking.rows(tree), ["baseline", "pruned", "int8"])
            window_of = {w: w.screen.tool("xdotool", "search", "--onlyvisible", "--pid", w.process.pid).split()[-1]
                         for w in (first, second)}
            working.screen.tool("xdotool", "windowraise", window_of[working], "windowfocus", window_of[working])
            own = working.find("Networks of the study", "tree")
            working.click(working.row(own, "pruned"))
            working.find(re.compile("^pruned: "), "label")
            working.settled()
            working.key("Delete")
            looking.until(lambda: looking.rows(tree) == ["baseline", "int8"], "what the other one has done")
            self.assertEqual(working.quit(), "")
            self.assertEqual(looking.quit(), "")


@contextlib.contextmanager
def read_only(folder):
    """Nobody writes there meanwhile; the superuser, who may always, by a mount."""
    if os.geteuid() == 0:
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    else:
        folder.chmod(0o555)
        for file in folder.iterdir():
            file.chmod(0o444)
    try:
        yield
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", folder], check=True)
        else:
            folder.chmod(0o755)


class Frame(JourneyTest):
    def test_geometry_stays_on_a_smaller_screen(self):
        with Screen(self.bus, 1920, 1200) as display, Program(display, self.home) as window:
            window.find("Open the sample")
            window.screen.tool("xdotool", "search", "--onlyvisible", "--name", "Secateur", "windowsize", 1900, 1150,
                               "windowmove", 15, 40)
            window.until(lambda: window.look("Secateur", "frame").place[2:] == (1900, 1150), "its new size")
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
