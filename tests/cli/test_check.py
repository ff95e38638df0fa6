"""A study is a file from a stranger: `check`, names that are paths, files that cannot be written."""
import json
import os
import shutil
import sqlite3
import subprocess
import unittest

import tiny_data
from cli_support import CHECKPOINT, SOURCE, CliTest, run


def edit(path, *statements):
    """As a stranger would: the digests of rows go, too."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("DELETE FROM row_digest")
        for statement in statements:
            database.execute(statement)
    database.close()


class Check(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion")
        cls.sound = cls.folder / "sound.secateur"
        result = run("evaluate", "--checkpoint", CHECKPOINT, "--data", cls.data, "--study",
                     cls.sound, "--threads", 1, "--json")
        assert result.returncode == 0, result.stderr
        cls.correct = json.loads(result.stdout)["correct"]

    def study(self, name, *statements):
        path = self.folder / f"{name}.secateur"
        shutil.copy(self.sound, path)
        if statements:
            edit(path, *statements)
        return path

    def test_sound(self):
        result = run("check", self.sound, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        found = json.loads(result.stdout)
        self.assertEqual((found["faults"], found["unchecked"]), ([], 0))
        self.assertGreater(found["rows"], 3)

    def test_of_before_digests(self):
        path = self.folder / "old.secateur"
        with sqlite3.connect(path) as database:
            database.executescript((SOURCE / "tests/data/study/version_1.sql").read_text())
            database.execute("INSERT INTO data_set VALUES (1, 'idx', 'd', '/d', 'x', 1, 28, 28, 9, "
                             "9, '[\"a\"]')")
        database.close()
        for unchecked in (1, 1):  # as it was, and migrated
            result = run("check", path, "--json")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(json.loads(result.stdout)["unchecked"], unchecked)

    def test_changed_figure(self):
        path = self.folder / "changed.secateur"
        shutil.copy(self.sound, path)
        with sqlite3.connect(path) as database:
            database.execute("UPDATE evaluation SET seconds = seconds * 2")
        database.close()
        for command in (["check", path], ["report", "--study", path, "--out", self.folder / "r"]):
            result = run(*command)
            self.assertEqual(result.returncode, 1)
            self.assertIn("evaluation, row 1", result.stdout + result.stderr)
        result = run("check", path, "--repair")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("table evaluation, row 1: not what was written", result.stdout)
        self.assertTrue((self.folder / "changed.secateur.damaged").exists())
        self.assertEqual(run("check", path).returncode, 0)

    def test_not_there_and_no_study(self):
        self.assertEqual(run("check", self.folder / "none.secateur").returncode, 1)
        (self.folder / "text").write_text("not a database, but long enough to be taken for one")
        self.assertEqual(run("check", self.folder / "text").returncode, 1)

    def test_hostile(self):
        """Circles, views, short blobs: refused in no time, by name."""
        for name, statement, place in (
                ("circle", "UPDATE variant SET parent = id", "table variant, row 1, parent"),
                ("empty", "UPDATE evaluation SET predictions = x''", "evaluation, row 1"),
                ("long", "UPDATE image_list SET indices = zeroblob(80000)", "image_list, row 1"),
                ("latin1", "UPDATE variant SET name = CAST(x'e9ff' AS TEXT)", "variant, row 1"),
                ("trigger", "CREATE TRIGGER t AFTER INSERT ON setting BEGIN SELECT 1; END",
                 "trigger t")):
            path = self.study(name, statement)
            for command in (["check", path],
                            ["report", "--study", path, "--out", self.folder / "hostile"]):
                with self.subTest(name=name, command=command[0]):
                    result = run(*command)
                    self.assertEqual(result.returncode, 1, result.stdout)
                    self.assertIn(place, result.stdout + result.stderr)
                    self.assertIn(str(path), result.stdout + result.stderr)

    def test_name_is_no_path(self):
        path = self.study("traversal", "UPDATE variant SET name = '../PWNED'")
        out = self.folder / "deep" / "report"
        result = run("pipeline", "--study", path, "--variant", 1, "--data", self.data, "--limit", 4,
                     "--epochs", 1, "--batch-size", 8, "--sensitivity-images", 2,
                     "--finetune-images", 16, "--calibration", 8, "--qat", "never", "--threads", 1,
                     "--out", out)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual([each.name for each in out.parent.iterdir()], ["report"])
        self.assertEqual(len([each for each in out.iterdir() if "PWNED" in each.name]), 1)


class ReadOnly(CliTest):
    """On a mount that nobody may write to, not even root; elsewhere on a file without the right."""

    def setUp(self):
        self.data = tiny_data.make_idx(self.folder / f"fashion{self.id().split('.')[-1]}")
        self.place = self.folder / f"place{self.id().split('.')[-1]}"
        self.place.mkdir()
        self.study = self.place / "a.secateur"
        result = run("evaluate", "--checkpoint", CHECKPOINT, "--data", self.data, "--study",
                     self.study, "--threads", 1, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.correct = json.loads(result.stdout)["correct"]
        self.before = self.study.read_bytes()
        self.mounted = False
        if os.geteuid() == 0:
            mount = ["mount", "--bind", self.place, self.place]
            self.mounted = subprocess.run(mount, check=False).returncode == 0 and subprocess.run(
                ["mount", "-o", "remount,bind,ro", self.place], check=False).returncode == 0
            if not self.mounted:
                self.skipTest("root may write every file, and may not mount here")
        else:
            self.study.chmod(0o444)

    def tearDown(self):
        if self.mounted:
            subprocess.run(["umount", self.place], check=False)

    def test_is_read(self):
        result = run("report", "--study", self.study, "--out", self.folder / "report")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(run("inspect", "--study", self.study, "--variant", 1).returncode, 0)
        result = run("evaluate", "--study", self.study, "--data", self.data, "--threads", 2,
                     "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)["correct"], self.correct)
        self.assertIn("is not kept", result.stderr)
        result = run("prune", "--study", self.study, "--amount", 0.5)
        self.assertEqual(result.returncode, 2)
        self.assertIn("can be written", result.stderr)
        self.assertEqual(self.study.read_bytes(), self.before)


if __name__ == "__main__":
    unittest.main()
