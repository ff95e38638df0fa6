"""compare: variants of a study side by side, and which of their answers changed."""
import csv
import shutil
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, FASHION_MNIST, CliTest, needs_fashion_mnist, run


def table(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


@needs_fashion_mnist
class Compare(CliTest):
    """A network and a pruned one on 80 real images; everything is counted again from predictions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = tiny_data.make_idx_from(FASHION_MNIST, cls.folder / "fashion", 40, 80)
        cls.study = cls.folder / "two.secateur"
        usual = ("--data", data, "--study", cls.study)
        cls.answer("evaluate", *usual, "--checkpoint", CHECKPOINT)
        cls.answer("prune", *usual, "--variant", 1, "--amount", 0.8)
        cls.answer("evaluate", *usual, "--variant", 2)
        cls.answer("report", "--study", cls.study, "--out", cls.folder / "report")
        answers = {}
        for row in table(cls.folder / "report/predictions.csv"):
            answers.setdefault(row["variant"], {})[row["index"]] = (row["label"], row["predicted"])
        cls.before, cls.now = answers.values()

    def test_changes_are_those_of_the_predictions(self):
        said = self.answer("compare", "--study", self.study, "--variant", 2, "--csv",
                           self.folder / "csv")
        flips = [i for i in self.before if self.before[i][1] != self.now[i][1]]
        self.assertGreater(len(flips), 0)
        self.assertEqual([str(row["index"]) for row in said["flipped"]], flips)
        right = {name: sum(a == b for a, b in answers.values())
                 for name, answers in (("before", self.before), ("now", self.now))}
        self.assertEqual(said["broken"] - said["repaired"], right["before"] - right["now"])
        self.assertAlmostEqual(said["drop"], (right["before"] - right["now"]) / 80)
        self.assertLessEqual(said["drop_low"], said["drop"])
        self.assertEqual([v["correct"] for v in said["variants"]], list(right.values()))
        counts = [[0] * 10 for _ in range(10)]
        for label, predicted in self.now.values():
            counts[int(label)][int(predicted)] += 1
        self.assertEqual(said["confusion"], counts)
        self.assertEqual(len(table(self.folder / "csv/flipped.csv")), len(flips))
        self.assertEqual(sum(int(row["images"]) for row in table(self.folder / "csv/class_change.csv")), 80)
        self.assertEqual(sum(int(row["change"]) for row in table(self.folder / "csv/confusion.csv")), 0)

    def test_the_report_has_the_same(self):
        said = self.answer("compare", "--study", self.study, "--variant", 2)
        text = (self.folder / "report/report.md").read_text(encoding="utf-8")
        self.assertIn("## What changed against", text)
        self.assertIn(f"] | {said['broken']} | {said['repaired']} | {said['both_wrong']} |", text)
        self.assertEqual(len(table(self.folder / "report/flipped.csv")), len(said["flipped"]))

    def test_people_read_tables(self):
        result = run("compare", "--study", self.study)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("drop = reference minus variant, in points", result.stdout)
        self.assertIn("Top-1", result.stdout)
        self.assertIn("reference", result.stdout)

    def test_bad_usage(self):
        self.assertFails(1, "test:80", "compare", "--study", self.study, "--images", "held-out")
        self.assertFails(1, "nobody", "compare", "--study", self.study, "--variant", "nobody")
        self.assertFails(2, "--study", "compare")

    def test_a_reference_that_was_not_measured_is_named_with_the_remedy(self):
        study = self.folder / "half.secateur"
        shutil.copyfile(self.study, study)
        on = ("--study", study, "--data", self.folder / "fashion", "--limit", 20)
        self.answer("evaluate", *on, "--variant", 2)
        self.assertFails(1, "evaluate --variant 1 --limit 20, or --reference one of ", "compare", "--study", study,
                         "--images", "test:20")
        self.answer("evaluate", *on, "--variant", 1)
        self.answer("compare", "--study", study, "--images", "test:20")


if __name__ == "__main__":
    cli_support.main()
