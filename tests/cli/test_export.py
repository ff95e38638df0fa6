"""Exported networks, run in onnxruntime on real images, answer as secateur-cli does."""
import array
import gzip
import itertools
import json
import unittest

import cli_support
from cli_support import (CHECKPOINT, FASHION_MNIST, TIE, CliTest, have_onnxruntime, needs_fashion_mnist, onnxruntime,
                         predictions, ranked, run)

IMAGES = 500
CLASSES = 10
def properties(path):
    """metadata_props of an ONNX file: entries of field 14 of ModelProto, strings both."""
    return dict(strings(entry) for number, entry in fields(path.read_bytes()) if number == 14)


def strings(entry):
    values = dict(fields(entry))
    return values[1].decode(), values[2].decode()


def fields(data):
    """(number, bytes) of every length-delimited field of a protobuf message."""
    position = 0

    def varint():
        nonlocal position
        value = shift = 0
        while True:
            byte = data[position]
            position += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while position < len(data):
        key = varint()
        if key & 7 == 0:
            varint()
            continue
        if key & 7 != 2:
            raise AssertionError(f"wire type {key & 7} is not expected here")
        length = varint()
        yield key >> 3, data[position:position + length]
        position += length


@needs_fashion_mnist
class Export(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.study = cls.folder / "export.secateur"
        quantized = cls.answer("quantize", "--study", cls.study, "--checkpoint", CHECKPOINT, "--limit",
                               IMAGES)
        cls.models = {"fp32": cls.folder / "fp32.onnx", "int8": cls.folder / "int8.onnx"}
        cls.said = {"fp32": cls.answer("export", "--study", cls.study, "--variant", 1, "--format", "onnx",
                                       "--out", cls.models["fp32"]),
                    "int8": cls.answer("export", "--study", cls.study, "--variant", quantized["variant"],
                                       "--format", "onnx", "--out", cls.models["int8"])}
        cls.answer("report", "--study", cls.study, "--out", cls.folder / "report")

    def theirs(self, model, indices):
        """{image: (class, distance to the second)} of an ONNX file in onnxruntime."""
        props = properties(model)
        (mean,), (std,) = json.loads(props["secateur.mean"]), json.loads(props["secateur.std"])
        pixels = gzip.decompress((FASHION_MNIST / "t10k-images-idx3-ubyte.gz").read_bytes())[16:]
        scaled = [(value / 255 - mean) / std for value in range(256)]
        images = array.array("f")
        for index in indices:
            images.extend(scaled[value] for value in pixels[784 * index:784 * (index + 1)])
        given, answered = self.folder / "images.f32", self.folder / "logits.f32"
        given.write_bytes(images.tobytes())
        result = onnxruntime(model, given, "1,28,28", answered)
        self.assertEqual(result.returncode, 0, result.stderr)
        logits = array.array("f", answered.read_bytes())
        self.assertEqual(len(logits), CLASSES * len(indices))
        self.step = min(b - a for a, b in itertools.pairwise(sorted(set(logits))))  # of INT8: one integer
        answers = {}
        for i, index in enumerate(indices):
            answers[index] = ranked(logits[CLASSES * i:CLASSES * (i + 1)])
        return answers

    def compared(self, kind):
        if not have_onnxruntime():
            self.skipTest("NOT TESTED: onnxruntime-node is not installed (./dev test installs it)")
        answers = predictions(self.folder / "report")
        self.assertEqual(len(answers), 2)
        ours = list(answers.values())[0 if kind == "fp32" else 1]
        self.assertEqual(len(ours), IMAGES)
        return ours, self.theirs(self.models[kind], sorted(ours))

    def test_fp32_agrees_on_all_but_ties(self):
        ours, theirs = self.compared("fp32")
        apart = [i for i in ours if theirs[i][0] != ours[i] and theirs[i][1] > TIE]
        self.assertEqual(apart, [])

    def test_int8_agrees_where_the_first_two_are_more_than_a_step_apart(self):
        ours, theirs = self.compared("int8")
        apart = [i for i in ours if theirs[i][0] != ours[i]]
        print(f"INT8 in onnxruntime: {len(apart)} of {len(ours)} answers differ", [theirs[i] for i in apart])
        self.assertEqual([i for i in apart if theirs[i][1] > self.step + TIE], [])

    def test_onnxruntime_in_process_agrees_on_all_but_ties(self):
        usual = ("evaluate", "--study", self.study, "--limit", IMAGES, "--runtime", "onnxruntime")
        result = run(*usual, "--variant", 1)
        if "onnxruntime" in result.stderr:
            self.assertEqual(result.returncode, 1)
            self.assertIn("expected", result.stderr)
            self.skipTest("NOT TESTED: " + result.stderr.strip())
        for variant, most in ((1, 0), (2, IMAGES // 50)):  # INT8: halves are rounded by each in its own way
            said = self.answer(*usual, "--variant", variant)
            print(f"variant {variant}: {said['correct']} of {said['count']}; {said['other']}")
            self.assertEqual(said["other"]["count"], said["count"])
            self.assertLessEqual(said["other"]["different"], most)
            self.assertLessEqual(abs(said["other"]["correct"] - said["correct"]), said["other"]["different"])

    def test_the_name_says_the_format(self):
        base = ("export", "--study", self.study, "--variant", 1)
        bare = self.folder / "bare"
        said = self.answer(*base, "--format", "onnx", "--out", bare)
        self.assertEqual((said["out"], said["format"]), (f"{bare}.onnx", "onnx"))
        self.assertEqual((self.folder / "bare.onnx").read_bytes(), self.models["fp32"].read_bytes())
        self.assertFalse(bare.exists())
        self.assertEqual(self.answer(*base, "--out", f"{bare}2.onnx")["format"], "onnx")
        self.assertEqual(self.answer(*base, "--out", bare)["out"], f"{bare}.safetensors")
        self.assertFails(2, ".onnx or .safetensors", *base, "--out", f"{bare}.pt")
        self.assertFails(2, "another format", *base, "--format", "onnx", "--out",
                         f"{bare}.safetensors")
        self.assertFails(2, "writes safetensors", "prune", "--checkpoint", CHECKPOINT, "--out",
                         f"{bare}.onnx")

    def test_pytorch_is_a_folder_with_code_weights_and_how_to_use_them(self):
        """That the code computes what the network does is test_pytorch_module.cpp's."""
        said = self.answer("export", "--study", self.study, "--variant", 1, "--format", "pytorch",
                           "--out", self.folder / "module.v1")
        folder = self.folder / "module.v1"
        self.assertEqual({path.name for path in folder.iterdir()}, {"network.py", "network.pth", "README.txt"})
        self.assertEqual(said["bytes"], sum(path.stat().st_size for path in folder.iterdir()))
        source = (folder / "network.py").read_text(encoding="utf-8")
        compile(source, "network.py", "exec")
        self.assertIn("nn.Conv2d(16, 96, 1, bias=False)", source)
        self.assertIn("([0.286", source)  # the normalisation of the images
        again = self.answer("evaluate", "--checkpoint", folder / "network.pth", "--limit", 50)
        before = self.answer("evaluate", "--checkpoint", CHECKPOINT, "--limit", 50)
        self.assertEqual(again["correct"], before["correct"])
        self.assertFails(1, "INT8", "export", "--study", self.study, "--variant", 2, "--format", "pytorch", "--out",
                         self.folder / "int8-module")
        self.assertFalse((self.folder / "int8-module").exists())

    def test_files(self):
        for kind, path in self.models.items():
            self.assertEqual(self.said[kind]["bytes"], path.stat().st_size)
            props = properties(path)
            self.assertEqual(props["secateur.classes"], str(CLASSES))
            self.assertEqual(len(json.loads(props["secateur.class_names"])), CLASSES)
            self.assertRegex(props["secateur.source_digest"], "^[0-9a-f]{32}$")
        # int8 weights take a quarter; the rest is scales, biases and names.
        self.assertLess(self.models["int8"].stat().st_size, 0.35 * self.models["fp32"].stat().st_size)

    def test_without_a_study_or_images(self):
        path = self.folder / "alone.onnx"
        result = run("export", "--checkpoint", CHECKPOINT, "--format", "onnx", "--data",
                     self.folder / "none", "--out", path)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("no normalisation", result.stderr)
        self.assertNotIn("secateur.mean", properties(path))
        self.assertEqual(properties(path)["secateur.classes"], str(CLASSES))

    def test_bad_usage(self):
        self.assertFails(2, "--format", "export", "--study", self.study, "--format", "tflite", "--out",
                         self.folder / "x")
        self.assertFails(2, "no study given", "export", "--out", self.folder / "x")


if __name__ == "__main__":
    cli_support.main()
