"""The window itself: under a virtual display with keys and mouse, and its export without a display."""
import csv
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import time
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, PROGRAM, TIMEOUT, CliTest, run

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "ui/window"))
from screen import Screen

WORKBENCH = str(pathlib.Path(PROGRAM).with_name("secateur"))
NEEDED = ("Xvfb", "xdotool", "import", "convert")
MISSING = [tool for tool in NEEDED if shutil.which(tool) is None]
PAGES = 6

# The window is called after the study once that is open. Screenshots of the pages, as soon as each has become still; then the window is asked to close.
DRIVER = r"""
set -u
"$WORKBENCH" "$STUDY" & program=$!
window=
for _ in $(seq 300); do
    kill -0 $program || exit 10
    sleep 0.1
    window=$(xdotool search --onlyvisible --name "$TITLE" 2>/dev/null | head -n 1)
    [ -n "$window" ] && break
done
[ -n "$window" ] || { kill $program; exit 14; }
xdotool windowfocus $window
still() {
    last=
    for _ in $(seq 60); do
        import -window root "$1.ppm"
        now=$(md5sum < "$1.ppm")
        if [ "$now" = "$last" ] && [ "$now" != "${before:-}" ]; then before=$now; convert "$1.ppm" "$1"; return; fi
        last=$now
        sleep 0.3
    done
    return 1
}
for page in 1 2 3 4 5 6; do
    xdotool key --window $window ctrl+$page
    still "$SHOTS/$page.png" || exit 11
    kill -0 $program || exit 12
done
xdotool key --window $window ctrl+q
for _ in $(seq 100); do
    kill -0 $program 2>/dev/null || { wait $program; exit $?; }
    sleep 0.1
done
kill $program
exit 13
"""


def png_size(path):
    """(width, height) of a PNG file, from its header."""
    head = path.read_bytes()[:24]
    if head[:8] != b"\x89PNG\r\n\x1a\n" or head[12:16] != b"IHDR":
        raise AssertionError(f"{path} is no PNG")
    return struct.unpack(">2I", head[16:24])


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Workbench(CliTest):
    """A study of the shipped network on thirty made-up images: two curves, a pruned network."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not os.access(WORKBENCH, os.X_OK):
            raise AssertionError(f"no program at {WORKBENCH}: build the target secateur")
        cls.study = cls.folder / "tiny.secateur"
        data = tiny_data.make_idx(cls.folder / "fashion", train=100)
        kept = ("--study", cls.study, "--data", data)
        cls.answer("evaluate", *kept, "--checkpoint", CHECKPOINT)
        cls.answer("sweep", *kept, "--variant", "baseline", "--ratios", "0.5,0.8", "--layers",
                   "conv1,linear")
        cls.answer("prune", *kept, "--variant", "baseline")
        cls.environment = {**os.environ, "WORKBENCH": WORKBENCH, "STUDY": str(cls.study),
                           "SHOTS": str(cls.folder), "TITLE": cls.study.name}
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            cls.environment.pop(name, None)
        for name in ("CONFIG", "DATA", "CACHE"):
            home = cls.folder / name.lower()
            home.mkdir()
            cls.environment[f"XDG_{name}_HOME"] = str(home)

    def workbench(self, *arguments):
        return subprocess.run([WORKBENCH, *map(str, arguments)], env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT,
                              check=False)

    @unittest.skipIf(MISSING, f"NOT TESTED: {', '.join(MISSING)} not installed")
    def test_pages(self):
        with Screen(None, 1440, 900) as screen:
            result = subprocess.run(
                ["bash", "-c", DRIVER], env={**self.environment, "DISPLAY": screen.display},
                capture_output=True, text=True, timeout=TIMEOUT, check=False)
        self.assertEqual(result.returncode, 0, result.stderr[-2000:])
        shots = [self.folder / f"{page}.png" for page in range(1, PAGES + 1)]
        for shot in shots:
            self.assertEqual(png_size(shot), (1440, 900))
            self.assertGreater(shot.stat().st_size, 20_000, f"{shot.name} shows next to nothing")
        self.assertEqual(len({shot.read_bytes() for shot in shots}), PAGES, "two pages look alike")

    def test_export(self):
        folder = self.folder / "drawings"
        result = self.workbench("--export", folder, self.study)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotIn("warning", result.stderr)
        paths = [pathlib.Path(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(set(paths)), len(paths), "a file is written twice")
        written = {path for path in folder.rglob("*") if path.is_file()}
        self.assertEqual(written, set(paths))
        for path in paths:
            self.assertGreater(path.stat().st_size, 10, path)
        pictures = [path for path in paths if path.suffix == ".png"]
        self.assertGreater(len(pictures), 8)
        for picture in pictures:
            width, height = png_size(picture)
            self.assertTrue(400 <= width <= 20_000 and 200 <= height <= 20_000, picture)
            self.assertGreater(picture.stat().st_size, 2_000, picture)
            for suffix in (".svg", ".csv"):
                self.assertIn(picture.with_suffix(suffix), written)
        self.check_numbers(folder)
        self.check_pdf(folder / "report" / "report.pdf")

    def check_pdf(self, path):
        """The claim, a stage and the commands as text, and on the first page the colours of its figures."""
        self.assertEqual(path.read_bytes()[:5], b"%PDF-")
        if shutil.which("pdftotext") is None:
            print("NOT TESTED: the text and figures of the PDF need poppler-utils", file=sys.stderr)
            return
        page = subprocess.run(["pdftoppm", "-r", "50", "-l", "1", path], capture_output=True, check=True).stdout
        pixels = page.split(b"255\n", 1)[1]
        coloured = sum(max(pixels[i:i + 3]) - min(pixels[i:i + 3]) > 60 for i in range(0, len(pixels), 3))
        self.assertGreater(coloured, 100, "no curve of the sensitivity is on the page")
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
        for expected in ("percentage points", "The commands that make it again", "pruned"):
            self.assertIn(expected, text)

    def test_a_name_that_is_not_utf8_is_refused_as_what_it_is(self):
        path = os.fsencode(self.folder) + b"/\xe9.secateur"
        with open(self.study, "rb") as study, open(path, "wb") as copy:
            copy.write(study.read())
        result = subprocess.run([WORKBENCH, b"--export", b"x", path], env=self.environment, text=True,
                                stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("not UTF-8", result.stderr)
        self.assertIn("\\xe9.secateur", result.stderr)

    def check_numbers(self, folder):
        """The drawing's table holds what the command line reports of the same study."""
        report = self.folder / "report"
        self.assertEqual(run("report", "--study", self.study, "--out", report).returncode, 0)
        reported = {(row["layer"], float(row["ratio"])): row
                    for row in table(report / "sensitivity.csv")}
        drawn = [row for row in table(folder / "sensitivity.csv") if float(row["ratio"]) > 0]
        self.assertEqual(len(drawn), 6)  # conv1, linear and all together at two ratios
        self.assertEqual(len(reported), 6)
        for row in drawn:
            other = reported[row["layer"], float(row["ratio"])]
            self.assertEqual(float(row["accuracy"]), float(other["accuracy"]))
            self.assertAlmostEqual(float(row["drop"]), float(other["drop"]), places=12)
        names = [row["variant"] for row in table(folder / "comparison.csv")]
        self.assertEqual(names[0], "baseline")
        self.assertEqual(len(names), 2)

    def test_bad_export(self):
        def refused(code, says, *arguments):
            result = self.workbench(*arguments)
            self.assertEqual(result.returncode, code, result.stderr)
            self.assertIn(str(says), result.stderr)
            self.assertEqual(result.stdout, "")

        out = self.folder / "out"
        missing = self.folder / "missing.secateur"
        refused(1, f"There is no {missing}", "--export", out, missing)
        refused(1, "is not a study", "--export", out, CHECKPOINT)
        refused(2, "expected 1 path, got 0", "--export", out)
        refused(2, "expected 1 path, got 2", "--export", out, self.study, self.study)
        self.assertFalse(missing.exists())
        self.assertFalse(out.exists())
        taken = self.folder / "taken"
        taken.write_text("no folder")
        refused(1, taken, "--export", taken, self.study)
        torn = self.folder / "torn.secateur"
        torn.write_bytes(self.study.read_bytes()[:60_000])
        refused(1, torn, "--export", out, torn)

    def test_busy_study(self):
        """While another process measures, what it has measured so far is exported; nobody waits."""
        other = self.folder / "busy.secateur"
        shutil.copy(self.study, other)
        sweep = subprocess.Popen(
            [PROGRAM, "sweep", "--study", other, "--variant", "baseline", "--data",
             self.folder / "fashion", "--split", "test", "--out", self.folder / "busy.csv",
             "--ratios", ",".join(f"{ratio / 200:g}" for ratio in range(1, 200))],  # long enough, whatever the machine
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 30
            while not (self.folder / "busy.csv").exists() and time.monotonic() < until:
                time.sleep(0.05)
            self.assertIsNone(sweep.poll(), "the sweep ended before it could be in the way")
            result = self.workbench("--export", self.folder / "busy", other)
            self.assertIsNone(sweep.poll(), "the export has ended the sweep")
        finally:
            sweep.kill()
            sweep.wait()
        self.assertEqual(result.returncode, 0, result.stderr)
        report = (self.folder / "busy" / "report" / "report.md").read_text()
        self.assertIn("baseline", report)


if __name__ == "__main__":
    cli_support.main()
