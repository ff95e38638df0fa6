"""The manual beside what the programs write: docs/manual/csv.md has a section for every CSV file,
and in it every column of the file."""
import csv
import os
import pathlib
import re
import subprocess
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, PROGRAM, SOURCE, TIMEOUT, CliTest

WORKBENCH = pathlib.Path(PROGRAM).with_name("secateur")
CHAPTER = SOURCE / "docs/manual/csv.md"


def sections(text):
    """{file: its columns}, with those of the sections that it refers to."""
    parts = re.split(r"^### +(\S+)$", text, flags=re.M)
    bodies = dict(zip(parts[1::2], parts[2::2]))
    anchors = {re.sub(r"[^\w-]", "", name.lower()): name for name in bodies}
    columns = {}
    for name, body in bodies.items():
        referred = [bodies[anchors[a]] for a in re.findall(r"\(#([\w-]+)\)", body) if a in anchors]
        columns[name] = {c for part in [body, *referred] for c in re.findall(r"`(\w+)`", part)}
    return columns


def section_of(name):
    """Files of single layers share one."""
    name = re.sub(r"^histogram_.*", "histogram_LAYER_TARGET.csv", name)
    return re.sub(r"^channel_ranges_.*", "channel_ranges_LAYER.csv", name)


class Columns(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = tiny_data.make_idx(cls.folder / "fashion", train=100)
        study = cls.folder / "tiny.secateur"
        cls.written = cls.folder / "written"
        cls.written.mkdir()
        kept = ("--study", study, "--data", data)
        layers = ("--layers", "conv1,linear")
        cls.answer("evaluate", *kept, "--checkpoint", CHECKPOINT)
        cls.answer("sweep", *kept, "--variant", "baseline", "--ratios", "0.5,0.8", *layers,
                   "--out", cls.written / "sensitivity.csv")
        cls.answer("prune", *kept, "--variant", "baseline", "--amount", 0.6)
        cls.answer("evaluate", *kept, "--variant", "pruned")
        cls.answer("quantize", *kept, "--variant", "pruned", "--calibration", 20, "--verify",
                   "--verify-images", 1)
        for cost in ("bytes", "macs", "ms"):
            if cost == "ms":
                cls.answer("speed", *kept, "--rounds", 1, "--limit", 8)
            cls.answer("compare", "--study", study, "--front", cost, "--csv", cls.written / cost)
        cls.answer("compare", "--study", study, "--variant", "int8", "--csv", cls.written / "one")
        cls.answer("report", "--study", study, "--out", cls.written / "report")
        cls.study = study

    def check(self, folder):
        known = sections(CHAPTER.read_text(encoding="utf-8"))
        files = sorted(folder.rglob("*.csv"))
        for path in files:
            with open(path, encoding="utf-8") as file:
                header = next(csv.reader(file))
            name = section_of(path.name)
            self.assertIn(name, known, f"csv.md has no section for {path}")
            self.assertEqual([c for c in header if c not in known[name]], [], f"csv.md, {name}")
        return {section_of(path.name) for path in files}

    def test_of_the_command_line(self):
        names = self.check(self.written)
        self.assertGreaterEqual(len(names), 13, names)  # or little was written

    @unittest.skipUnless(os.access(WORKBENCH, os.X_OK), "NOT TESTED: no workbench is built")
    def test_of_the_window(self):
        drawings = self.folder / "drawings"
        environment = os.environ | {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
        subprocess.run([WORKBENCH, "--export", drawings, self.study], env=environment, check=True,
                       stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
        names = self.check(drawings)
        self.assertGreaterEqual(len(names), 19, names)

    def test_a_column_that_is_not_there_is_seen(self):
        (self.folder / "bad").mkdir()
        (self.folder / "bad/scales.csv").write_text("training,unheard_of\n", encoding="utf-8")
        with self.assertRaisesRegex(AssertionError, "unheard_of"):
            self.check(self.folder / "bad")


if __name__ == "__main__":
    cli_support.main()
