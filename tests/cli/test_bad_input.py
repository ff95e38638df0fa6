"""Damaged, hostile and missing files: exit 1, an error that names the file, nothing else."""
import contextlib
import gzip
import json
import pathlib
import sqlite3
import struct
import subprocess
import unittest

import checkpoint_files
import tiny_data
import cli_support
from cli_support import CHECKPOINT, PROGRAM, TIMEOUT, CliTest

TEST_IMAGES = "t10k-images-idx3-ubyte.gz"
TEST_LABELS = "t10k-labels-idx1-ubyte.gz"


class BadData(CliTest):
    """Each test damages a data set of its own that is fine otherwise."""

    def refuses(self, data, names):
        return self.assertFails(1, names, "evaluate", "--data", data, "--checkpoint", CHECKPOINT)

    def place(self):
        return self.folder / self.id().rsplit(".", 1)[1]

    def test_missing_folder(self):
        self.refuses(self.place(), self.place())

    def test_folder_without_images(self):
        self.place().mkdir()
        self.refuses(self.place(), self.place())

    def test_truncated_idx(self):
        path = tiny_data.make_idx(self.place()) / TEST_IMAGES
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())[:-100], 1))
        self.refuses(path.parent, path)

    def test_truncated_gzip(self):
        path = tiny_data.make_idx(self.place()) / TEST_IMAGES
        path.write_bytes(path.read_bytes()[:-300])
        self.refuses(path.parent, path)

    def test_corrupt_gzip(self):
        path = tiny_data.make_idx(self.place()) / TEST_IMAGES
        damaged = bytearray(path.read_bytes())
        middle = len(damaged) // 2
        damaged[middle:middle + 64] = bytes(b ^ 0x5a for b in damaged[middle:middle + 64])
        path.write_bytes(damaged)
        self.refuses(path.parent, path)

    def test_idx_header_claims_four_billion_images(self):
        path = tiny_data.make_idx(self.place()) / TEST_IMAGES
        path.write_bytes(gzip.compress(struct.pack(">4I", 0x803, 2**32 - 1, 28, 28)))
        self.refuses(path.parent, self.place())

    def test_missing_labels(self):
        path = tiny_data.make_idx(self.place()) / TEST_LABELS
        path.unlink()
        self.refuses(path.parent, path.stem)

    def test_fewer_labels_than_images(self):
        path = tiny_data.make_idx(self.place()) / TEST_LABELS
        path.write_bytes(gzip.compress(struct.pack(">2I", 0x801, 29) + bytes(29)))
        self.refuses(path.parent, path)

    def test_truncated_cifar_batch(self):
        path = tiny_data.make_cifar10(self.place()) / "test_batch.bin"
        path.write_bytes(path.read_bytes()[:-7])
        self.refuses(path.parent, path)

    def test_label_that_is_no_class_of_cifar(self):
        path = tiny_data.make_cifar10(self.place()) / "data_batch_3.bin"
        damaged = bytearray(path.read_bytes())
        damaged[5 * 3073] = 10
        path.write_bytes(damaged)
        self.refuses(path.parent, f"{path}, record 5")

    def refuses_image(self, name, data):
        """Trained on the folder, so that the network fits and only the image can be wrong."""
        path = tiny_data.make_image_folder(self.place()) / "test" / "class_1" / name
        network = self.folder / "three_classes.safetensors"
        if not network.exists():
            self.answer("train", "--data", self.place(), "--epochs", 1, "--batch-size", 8,
                        "--limit", 8, "--out", network)
        path.write_bytes(data)
        self.assertFails(1, path, "evaluate", "--data", self.place(), "--checkpoint", network)

    def test_jpeg_of_garbage(self):
        self.refuses_image("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)))

    def test_truncated_jpeg(self):
        self.refuses_image("photo.jpg", tiny_data.JPEG[:-len(tiny_data.JPEG) // 4])

    def test_truncated_png(self):
        self.refuses_image("000.png", tiny_data.png(bytes(1024), 32)[:-20])

    def test_image_of_another_size(self):
        self.refuses_image("000.png", tiny_data.png(bytes(24 * 24), 24))

    def test_empty_class_folder(self):
        empty = tiny_data.make_image_folder(self.place()) / "test" / "class_1"
        for file in empty.iterdir():
            file.unlink()
        self.refuses(self.place(), empty)

    def test_class_that_is_only_in_train(self):
        extra = tiny_data.make_image_folder(self.place()) / "train" / "class_9"
        extra.mkdir()
        (extra / "a.jpg").write_bytes(tiny_data.JPEG)
        self.refuses(self.place(), "class_9")


class BadCheckpoint(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped = pathlib.Path(CHECKPOINT).read_bytes()
        cls.tensors = checkpoint_files.read_safetensors(CHECKPOINT)[1]

    def refuses(self, name, data=None):
        path = self.folder / name
        if data is not None:
            path.write_bytes(data)
        self.assertFails(1, path, "inspect", "--checkpoint", path)

    def test_missing(self):
        self.refuses("nothing.safetensors")

    def test_empty(self):
        self.refuses("empty.safetensors", b"")

    def test_folder(self):
        self.assertFails(1, self.folder, "inspect", "--checkpoint", self.folder)

    def test_truncated_safetensors(self):
        self.refuses("data_cut.safetensors", self.shipped[:-4000])

    def test_safetensors_cut_within_its_header(self):
        self.refuses("header_cut.safetensors", self.shipped[:500])

    def test_safetensors_header_of_2_to_the_60_bytes(self):
        self.refuses("huge.safetensors", struct.pack("<Q", 2**60) + self.shipped[8:])

    def test_safetensors_with_a_missing_tensor(self):
        self.refuses("renamed.safetensors", self.shipped.replace(b'"bn2.bias"', b'"bn2.bios"'))

    def test_pth_is_read_and_truncated_pth_is_refused(self):
        whole = self.folder / "whole.pth"
        checkpoint_files.write_pth(whole, self.tensors)
        self.assertEqual(self.answer("inspect", "--checkpoint", whole)["parameters"], 2296346)
        self.refuses("half.pth", whole.read_bytes()[:whole.stat().st_size // 2])
        self.refuses("tail.pth", whole.read_bytes()[:-10])

    def check_not_executed(self, write):
        witness, path = self.folder / "executed", self.folder / f"{write.__name__}.pth"
        write(path, f"touch '{witness}'")
        result = self.assertFails(1, path, "inspect", "--checkpoint", path)
        self.assertIn("system", result.stderr)
        self.assertFalse(witness.exists(), "THE PICKLE WAS EXECUTED")

    def test_pickle_that_runs_a_command(self):
        self.check_not_executed(checkpoint_files.write_evil_zip)

    def test_legacy_pickle_that_runs_a_command(self):
        self.check_not_executed(checkpoint_files.write_evil_legacy)


class WrongNetwork(CliTest):
    """A network and a data set that are both fine, but not for each other."""

    def test_another_number_of_channels(self):
        data = tiny_data.make_cifar10(self.folder / "cifar")
        result = self.assertFails(1, "channel", "evaluate", "--data", data, "--checkpoint",
                                  CHECKPOINT)
        self.assertRegex(result.stderr, r"\b1\b")
        self.assertRegex(result.stderr, r"\b3\b")

    def test_another_number_of_classes(self):
        """Ten classes on a data set of three (MNIST's form, labels 0 to 2; channels are right)."""
        data = self.folder / "three"
        data.mkdir()
        for prefix in ("train", "t10k"):
            tiny_data.write_idx_split(data, prefix, [bytes(784)] * 12, [0, 1, 2] * 4)
        for command in (["evaluate"], ["finetune", "--epochs", 1, "--batch-size", 4, "--out",
                                       self.folder / "finetuned.safetensors"]):
            with self.subTest(command[0]):
                result = self.assertFails(1, "class", *command, "--data", data, "--checkpoint",
                                          CHECKPOINT)
                self.assertRegex(result.stderr, r"\b10\b")
                self.assertRegex(result.stderr, r"\b3\b")



class Surroundings(CliTest):
    def test_a_study_of_a_newer_version_is_left_as_it_is(self):
        study = self.folder / "newer.secateur"
        data = tiny_data.make_idx(self.folder / "fashion")
        self.answer("evaluate", "--study", study, "--data", data, "--checkpoint", CHECKPOINT)
        with contextlib.closing(sqlite3.connect(study)) as database:
            database.execute("PRAGMA user_version = 99")
            database.commit()
        before = study.read_bytes()
        for command in ("evaluate", "report", "compare"):
            self.assertFails(1, "a newer version of Secateur wrote this study", command, "--study", study)
        self.assertFails(1, "a newer version of Secateur wrote this study", "check", study)
        self.assertEqual(study.read_bytes(), before)

    def test_no_home_and_a_locale_that_is_not_installed(self):
        data = tiny_data.make_idx(self.folder / "no home")
        command = [PROGRAM, "evaluate", "--data", data, "--checkpoint", CHECKPOINT, "--json"]
        answers = []
        for environment in ({}, {"HOME": "/proc/none", "LC_ALL": "xx_YY.UTF-8", "LANG": "de_DE"}):
            result = subprocess.run(command, env=environment, cwd="/", stdin=subprocess.DEVNULL,
                                    capture_output=True, text=True, timeout=TIMEOUT, check=True)
            answers.append(json.loads(result.stdout)["accuracy"])
        self.assertEqual(answers[0], answers[1])

if __name__ == "__main__":
    cli_support.main()
