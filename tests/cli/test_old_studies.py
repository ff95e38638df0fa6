"""Studies of every earlier version of the schema open with everything in them, are only looked at until something is written, and are then of today's."""
import contextlib
import csv
import json
import re
import sqlite3

import tiny_data
import cli_support
from cli_support import CHECKPOINT, SOURCE, CliTest

SCHEMA = (SOURCE / "core/study/schema.h").read_text(encoding="utf-8")
STEPS = re.findall(r'R"sql\((.*?)\)sql"', SCHEMA, re.S)
TODAY = int(re.search(r"kVersion = (\d+)", SCHEMA)[1])
# The first version that holds what a table of the report tells.
SINCE = {"variants.csv": 1, "predictions.csv": 1, "classes.csv": 1, "confusion.csv": 1, "pipeline.csv": 1, "training.csv": 4,
         "sensitivity.csv": 3, "scales.csv": 4, "parity.csv": 5, "ranges.csv": 6}


# The first version that holds what a column of such a table tells.
COLUMN_SINCE = {("predictions.csv", "confidence"): 8}


def columns(database, schema, table):
    return [row[1] for row in database.execute(f"PRAGMA {schema}.table_info({table})")]


def as_it_was(kind, recipe):
    """The recipe of a network in the words of version 5."""
    old = json.loads(recipe)
    for key in ("ranking_images", "reconstruct"):
        old.pop(key, None)
    if kind == "pruned":
        old.pop("criterion", None)
    if kind == "slimmed" and old["scope"] == "layer":
        old["scope"] = "local"
    return json.dumps(old, separators=(",", ":"), sort_keys=True)


def write_old(study, old, version):
    """What of the study could be in one of that version, as a file of it."""
    with contextlib.closing(sqlite3.connect(old)) as database:
        for step in STEPS[:version]:
            database.executescript(step)
        database.execute("ATTACH ? AS today", (str(study),))
        other = []  # rows that are not what today's digests are of
        for (table,) in database.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            database.execute(f"DELETE FROM main.{table}")
            known, today = columns(database, "main", table), columns(database, "today", table)
            common = [name for name in today if name in known]
            if common != today:
                other.append(table)
            values = common + ["0" for name in known if name == "bottleneck"]  # gone since version 6
            names = common + [name for name in known if name == "bottleneck"]
            database.execute(f"INSERT INTO main.{table} ({', '.join(names)}) SELECT {', '.join(values)} FROM today.{table}")
        if version >= 6:
            database.executemany("DELETE FROM main.row_digest WHERE name = ?", [(table,) for table in other])
        if version < 6:
            for number, kind, recipe in database.execute("SELECT id, kind, recipe FROM main.variant").fetchall():
                if kind in ("pruned", "slimmed"):
                    database.execute("UPDATE main.variant SET recipe = ? WHERE id = ?", (as_it_was(kind, recipe), number))
        database.execute("PRAGMA application_id = 0x53454341")
        database.execute(f"PRAGMA user_version = {version}")
        database.commit()
    return old


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class OldStudies(CliTest):
    """One with all that a study of version 5 can hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion", 60, 20)
        cls.study = cls.folder / "today.secateur"
        small = cls.folder / "small.safetensors"
        cls.answer("prune", "--checkpoint", CHECKPOINT, "--channels", "--amount", 0.8, "--out", small)
        kept = ("--study", cls.study, "--data", cls.data)
        training = ("--epochs", 1, "--batch-size", 16, "--held-out", 12)
        layers = ("--layers", "conv1,linear")
        cls.answer("evaluate", *kept, "--checkpoint", small)
        cls.answer("sweep", *kept, "--variant", "baseline", "--ratios", "0.5,0.8", *layers)
        cls.answer("sweep", *kept, "--variant", "baseline", "--kind", "weight-bits", *layers, "--adaptive")
        cls.answer("prune", *kept, "--variant", "baseline", "--amount", 0.5)
        cls.answer("prune", *kept, "--variant", "baseline", "--channels", "--scope", "layer", "--amount", 0.25)
        cls.answer("finetune", *kept, "--variant", "pruned", *training)
        cls.answer("quantize", *kept, "--variant", "fine-tuned", "--calibration", 8, "--save-recipe", "mine", "--verify",
                   "--verify-images", 2)
        cls.answer("quant-errors", *kept, "--variant", "fine-tuned", "--calibration", 8, "--limit", 8, "--split", "test")
        cls.answer("qat", *kept, "--variant", "fine-tuned", "--calibration", 8, "--images", 32, *training[:4])
        with contextlib.closing(sqlite3.connect(cls.study)) as database:
            cls.tables = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in
                          database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
        cls.expected = cls.report(cls.study, "today")

    @classmethod
    def report(cls, study, name):
        """{file: rows} of its tables."""
        folder = cls.folder / f"report-{name}"
        cls.answer("report", "--study", study, "--out", folder)
        return {path.name: rows(path) for path in folder.glob("*.csv")}

    def test_the_study_holds_something_of_everything(self):
        empty = {name for name, count in self.tables.items() if count == 0}
        self.assertEqual(empty, {"clip", "comparison", "compared_network", "comparison_network", "comparison_result",
                                 "speed_run", "speed", "profile_run", "profile"})
        self.assertEqual(set(SINCE), set(self.expected))
        for row in self.expected["predictions.csv"]:
            self.assertTrue(0.1 <= float(row["confidence"]) <= 1, row)

    def test_every_version_shows_what_it_holds(self):
        for version in range(1, TODAY):
            with self.subTest(version=version):
                old = write_old(self.study, self.folder / f"version{version}.secateur", version)
                before = old.read_bytes()
                shown = self.report(old, version)
                self.assertEqual(old.read_bytes(), before, "it was only looked at")
                for name, since in SINCE.items():
                    if version >= since:
                        self.assertEqual(shown[name], self.as_of(version, name), name)

    def as_of(self, version, name):
        """Today's table without what a study of that version does not tell."""
        unknown = {column for (table, column), since in COLUMN_SINCE.items() if table == name and version < since}
        return [row | dict.fromkeys(unknown, "") for row in self.expected[name]]

    def test_nothing_is_lost_when_something_is_written(self):
        old = write_old(self.study, self.folder / "written.secateur", 5)
        with contextlib.closing(sqlite3.connect(old)) as database:
            database.execute("INSERT INTO clip SELECT id, 'conv1', 'weights', -0.5, 0.5 FROM variant WHERE name = 'pruned'")
            database.commit()
        self.answer("check", old)
        self.answer("evaluate", "--study", old, "--data", self.data, "--variant", "channel-pruned")
        with contextlib.closing(sqlite3.connect(old)) as database:
            self.assertEqual(database.execute("PRAGMA user_version").fetchone()[0], TODAY)
            self.assertEqual(database.execute("SELECT layer, target, low, high FROM clip").fetchall(),
                             [("conv1", "weights", -0.5, 0.5)])
            for name, count in self.tables.items():
                if name not in ("clip", "meta", "row_digest", "range_reason", "evaluation"):
                    self.assertEqual(database.execute(f"SELECT count(*) FROM {name}").fetchone()[0], count, name)
            self.assertEqual(database.execute("SELECT count(*) FROM evaluation").fetchone()[0],
                             self.tables["evaluation"] + 1)
        self.answer("check", old)
        shown = self.report(old, "written")
        for name in ("sensitivity.csv", "training.csv", "scales.csv", "parity.csv"):
            self.assertEqual(shown[name], self.expected[name], name)
        # The way that it was cut is known by today's name.
        with contextlib.closing(sqlite3.connect(old)) as database:
            recipe = json.loads(database.execute("SELECT recipe FROM variant WHERE kind = 'slimmed'").fetchone()[0])
        self.assertEqual(recipe["scope"], "layer")


if __name__ == "__main__":
    cli_support.main()
