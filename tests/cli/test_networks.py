"""Every stage on every network: random weights, a tiny data set of 28x28, one study a network."""
import unittest

import tiny_data
import cli_support
from cli_support import CliTest, run

PARAMETERS = {"mobilenet_v2_cifar": 2296922, "vgg11_cifar": 9231114, "vgg16_cifar": 14728266, "resnet18_cifar": 11173962,
              "densenet121_cifar": 6956298, "efficientnet_b0_cifar": 3598598}
# Gray images: the stem loses two of three input channels, 3x3 weights each, so many outputs.
STEM = {"mobilenet_v2_cifar": 32, "vgg11_cifar": 64, "resnet18_cifar": 64, "densenet121_cifar": 64,
        "efficientnet_b0_cifar": 32}
PADDED = ("vgg11_cifar", "densenet121_cifar")
NODE = 1000  # bytes of one in an INT8 file, as JSON
NOTE = "images padded from 28x28 to 32x32 with black"


class Stages(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion", 24, 12)

    def check(self, model):
        study = self.folder / f"{model}.secateur"
        usual = ("--data", self.data, "--study", study)
        training = ("--epochs", 1, "--batch-size", 8, "--limit", 16, "--lr", 0.01)
        trained = self.answer("train", *usual, "--model", model, *training, "--flip",
                              "--crop-padding", 2, "--held-out", 4)
        self.assertEqual(trained["count"], 12)
        evaluated = self.answer("evaluate", *usual, "--variant", "trained")
        self.assertEqual(evaluated["correct"], trained["correct"])

        inspected = self.answer("inspect", "--study", study, "--variant", "trained")
        parameters = PARAMETERS[model] - 2 * 9 * STEM[model]
        self.assertEqual(inspected["parameters"], parameters)
        layers = [layer for layer in inspected["layers"] if layer["macs"] > 0]
        side = 32 if model in PADDED else 28
        self.assertEqual(inspected["layers"][0]["output"], [1, side, side])

        swept = self.answer("sweep", *usual, "--variant", "trained", "--ratios", 0.5, "--limit", 2,
                            "--layers", f"{layers[0]['name']},{layers[-1]['name']}")
        self.assertEqual((swept["points"], swept["count"]), (3, 2))

        # The rest on half of its channels: the same layers, a quarter of what is trained, written and packed.
        slim = self.answer("prune", "--study", study, "--variant", "trained", "--channels", "--amount", 0.5)
        self.assertEqual(slim["before"]["parameters"], parameters)
        self.assertLess(slim["after"]["parameters"], parameters)
        parameters = slim["after"]["parameters"]
        self.answer("quantize", *usual, "--variant", slim["variant"], "--calibration", 8)

        pruned = self.answer("prune", "--study", study, "--variant", slim["variant"], "--amount", 0.5)
        self.assertAlmostEqual(pruned["sparsity"], 0.5, places=5)
        self.answer("finetune", *usual, "--variant", pruned["variant"], *training)
        repaired = self.answer("inspect", "--study", study, "--variant", "fine-tuned")
        self.assertGreaterEqual(repaired["sparsity"], pruned["sparsity"])

        quantized = self.answer("quantize", *usual, "--variant", "fine-tuned", "--calibration", 8)
        self.assertEqual(quantized["count"], 12)
        # A byte a weight; for each channel an int32 bias and the float scales of both; in the header each node.
        channels = sum(layer["output"][0] for layer in repaired["layers"] if layer["macs"] > 0)
        self.assertLess(quantized["bytes"], parameters + 12 * channels + NODE * len(repaired["layers"]))
        self.assertGreaterEqual(quantized["operations"], 15 if model == "vgg11_cifar" else 20)
        self.assertEqual(quantized["float_operations"], 0)
        self.assertEqual(quantized["float_share_of_macs"], 0)
        self.assertEqual(NOTE in quantized["note"], model in PADDED)

        aware = self.answer("qat", *usual, "--variant", "fine-tuned", "--images", 12,
                            "--calibration", 8, "--epochs", 1, "--batch-size", 8)
        self.assertEqual(aware["qat"]["count"], 12)
        for variant in ("fine-tuned", quantized["variant"], aware["variant"]):
            file = self.folder / f"{model}-{variant}.onnx"
            exported = self.answer("export", "--study", study, "--variant", variant, "--format",
                                   "onnx", "--out", file)
            self.assertEqual(exported["bytes"], file.stat().st_size)

        report = self.folder / f"{model}-report"
        self.answer("report", "--study", study, "--out", report)
        text = (report / "report.md").read_text(encoding="utf-8")
        for name in ("trained", "channel-pruned", "fine-tuned", "int8"):
            self.assertIn(name, text)

    def test_mobilenet_v2(self):
        self.check("mobilenet_v2_cifar")

    def test_vgg11(self):
        self.check("vgg11_cifar")

    def test_resnet18(self):
        self.check("resnet18_cifar")

    def test_densenet121(self):
        self.check("densenet121_cifar")

    def test_efficientnet_b0(self):
        self.check("efficientnet_b0_cifar")

    def test_padding_is_said_once(self):
        result = run("quantize", "--data", self.data, "--study", self.folder / "said.secateur",
                     "--model", "vgg11_cifar", "--calibration", 8, "--limit", 2, "--checkpoint",
                     self.exported("vgg11_cifar"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr.count(NOTE), 1)

    def exported(self, model):
        out = self.folder / "random.safetensors"
        self.answer("train", "--data", self.data, "--model", model, "--epochs", 1, "--batch-size",
                    8, "--limit", 8, "--out", out)
        return out


class Inspect(CliTest):
    def test_macs_of_the_cifar_forms(self):
        """3x32x32; as tests/peers/models_facts.py counts them."""
        macs = {"mobilenet_v2_cifar": 91154944, "vgg16_cifar": 313201664,
                "resnet18_cifar": 555422720, "densenet121_cifar": 888350720,
                "efficientnet_b0_cifar": 30331392}
        for model, count in macs.items():
            answer = self.answer("inspect", "--model", model)
            self.assertEqual((answer["macs"], answer["parameters"]), (count, PARAMETERS[model]))


if __name__ == "__main__":
    cli_support.main()
