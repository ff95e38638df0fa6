"""speed: networks measured together, and what reports make of it."""
import csv
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, CliTest


class Speed(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion")
        cls.study = cls.folder / "s.secateur"
        cls.options = ("--study", cls.study, "--data", cls.data)
        cls.answer("prune", "--study", cls.study, "--checkpoint", CHECKPOINT)
        for variant in ("baseline", "pruned"):
            cls.answer("evaluate", *cls.options, "--variant", variant)

    def measured(self, *arguments):
        answer = self.answer("speed", *self.options, "--rounds", 2, "--limit", 16, "--threads", 2,
                             *arguments)
        self.assertEqual((answer["images"], answer["rounds"]), (16, 2))
        speeds = {}
        for network in answer["networks"]:
            for speed in network["images_per_second"]:
                self.assertLess(0, speed["lowest"])
                self.assertLessEqual(speed["lowest"], speed["median"])
                self.assertLessEqual(speed["median"], speed["highest"])
                speeds[network["name"], speed["workers"]] = speed["median"]
        return speeds

    def report(self):
        """Rows of pipeline.csv by stage, and the text for people."""
        out = self.folder / "report"
        self.answer("report", *self.options, "--out", out)
        with open(out / "pipeline.csv", encoding="utf-8", newline="") as file:
            return {row["stage"]: row for row in csv.DictReader(file)}, (out / "report.md").read_text()

    def test_reports_show_one_run_or_nothing(self):
        rows, text = self.report()
        self.assertEqual(set(rows), {"baseline", "pruned"})
        self.assertEqual({row["images_per_second"] for row in rows.values()}, {""})
        self.assertIn("Speeds are not measured", text)

        together = self.measured()
        self.assertEqual(set(together), {(name, workers) for name in ("baseline", "pruned")
                                         for workers in (1, 2)})
        rows, text = self.report()
        for name, row in rows.items():
            self.assertAlmostEqual(float(row["images_per_second"]), together[name, 2], delta=0.01)
            self.assertEqual(row["workers"], "2")
            self.assertAlmostEqual(float(row["one_core"]), together[name, 1], delta=0.01)
        self.assertIn("2 rounds in which the networks took turns", text)

        alone = self.measured("--variant", "pruned")
        self.assertEqual(set(alone), {("pruned", 1), ("pruned", 2)})
        rows, text = self.report()
        self.assertEqual(rows["baseline"]["images_per_second"], "")  # it was not in this run
        self.assertAlmostEqual(float(rows["pruned"]["images_per_second"]), alone["pruned", 2],
                               delta=0.01)

    def test_failures(self):
        self.assertFails(2, "no study given", "speed", "--data", self.data)
        self.assertFails(1, "no such variant", "speed", *self.options, "--variant", "other")
        other = tiny_data.make_cifar10(self.folder / "cifar")
        self.assertFails(1, "no network that takes these images", "speed", "--study", self.study,
                         "--data", other)


class MeasuredOn(CliTest):
    def test_one_image_set(self):
        """The larger set of the baseline is the table's; a result on other images is no row of it."""
        data = tiny_data.make_idx(self.folder / "fashion")
        study = self.folder / "s.secateur"
        options = ("--study", study, "--data", data)
        self.answer("prune", "--study", study, "--checkpoint", CHECKPOINT)
        self.answer("evaluate", *options, "--variant", "baseline", "--limit", 20)
        self.answer("evaluate", *options, "--variant", "pruned")  # all 30
        out = self.folder / "report"
        self.answer("report", *options, "--out", out)
        text = (out / "report.md").read_text()
        self.assertIn("test, 20 images of", text.split("\n## ")[0])
        self.assertIn("of 30 test images", text)
        stages = (out / "pipeline.csv").read_text().splitlines()
        self.assertEqual(len(stages), 2)
        self.assertTrue(stages[1].startswith('baseline,test,'))
        self.answer("evaluate", *options, "--variant", "baseline")
        self.answer("report", *options, "--out", out)
        self.assertIn("test, 30 images of", (out / "report.md").read_text().split("\n## ")[0])
        self.assertEqual(len((out / "pipeline.csv").read_text().splitlines()), 3)


if __name__ == "__main__":
    cli_support.main()
