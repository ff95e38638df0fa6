"""profile: the time of every layer, side by side, and curves."""
import csv
import json

import cli_support
from cli_support import CHECKPOINT, CliTest


class Profile(CliTest):
    def layers(self, *arguments):
        """The answer; a test where this machine is too busy to time anything ends, which is said."""
        for _ in range(5):
            result = cli_support.run("profile", "--rounds", 5, "--json", *arguments)
            if result.returncode == 0:
                return json.loads(result.stdout)
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn("too busy to time layers", result.stderr)
        self.skipTest("this machine is too busy to time layers")

    def test_every_layer_has_its_time(self):
        out = self.folder / "p.csv"
        answer = self.layers("--checkpoint", CHECKPOINT, "--out", out)
        with open(out, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), len(answer["layers"]))
        shares = [float(row["mobilenet_v2_cifar_share"]) for row in rows]
        self.assertAlmostEqual(sum(shares), 1.0, places=3)
        self.assertEqual(sum(int(row["macs"]) for row in rows), self.answer("inspect", "--checkpoint", CHECKPOINT)["macs"])
        self.assertFalse([row for row in rows if row["mobilenet_v2_cifar_kernel"] == "LibTorch"])

    def test_networks_of_a_study_side_by_side(self):
        study = ("--study", self.folder / "two.secateur")
        self.answer("prune", "--checkpoint", CHECKPOINT, *study, "--amount", 0.5)
        answer = self.layers(*study, "--compare", "baseline", "--compare", "pruned")
        self.assertEqual([network["name"] for network in answer["networks"]], ["baseline", "pruned"])

    def test_a_curve_names_its_best_point(self):
        answer = self.answer("profile", "--checkpoint", CHECKPOINT, "--curve", "--threads", 1)
        points = answer["curves"][0]["points"]
        self.assertEqual([point["batch"] for point in points], [1, 2, 4, 8, 16, 32])
        for point in points:
            self.assertLess(0, point["images_per_second"])
            self.assertLessEqual(point["median_ms"], point["tail_ms"])

    def test_bad_input(self):
        self.assertFails(2, "no network given", "profile")
        self.assertFails(1, "at most 4096 MiB",
                         "profile", "--checkpoint", CHECKPOINT, "--batch", 65536)
        self.assertFails(2, "--rounds", "profile", "--checkpoint", CHECKPOINT, "--rounds", 0)


if __name__ == "__main__":
    cli_support.main()
