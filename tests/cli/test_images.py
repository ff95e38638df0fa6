"""Folders of grey images for a network of one channel; which images a study keeps, and how they are read."""
import random
import struct
import unittest
import zlib

import cli_support
import tiny_data
from cli_support import CHECKPOINT, CliTest, run

GIVEN = ("--mean", "0.28", "--std", "0.35")


def bmp(grey, side):
    """8 bits with the palette of greys; rows from the bottom."""
    palette = b"".join(bytes((v, v, v, 0)) for v in range(256))
    rows = b"".join(grey[y * side:(y + 1) * side] for y in reversed(range(side)))
    return (struct.pack("<2sIHHI", b"BM", 54 + len(palette) + len(rows), 0, 0, 54 + len(palette)) +
            struct.pack("<IiiHHIIiiII", 40, side, side, 1, 8, 0, len(rows), 0, 0, 256, 0) + palette + rows)


def png(grey, side):
    """Of one channel."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + grey[y * side:(y + 1) * side] for y in range(side))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", side, side, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


class Images(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pictures = cls.folder / "pictures"
        generator = random.Random(4)
        images, labels = [], list(range(10)) * 3
        for number, label in enumerate(labels):
            images.append(tiny_data.picture(label, 28, generator))
            place = cls.pictures / "test" / f"{label}"
            place.mkdir(parents=True, exist_ok=True)
            writer, ending = ((png, "png"), (bmp, "BMP"))[number % 2]
            (place / f"{number:02}.{ending}").write_bytes(writer(images[-1], 28))
        cls.idx = cls.folder / "fashion"
        cls.idx.mkdir()
        tiny_data.write_idx_split(cls.idx, "t10k", images, labels)
        tiny_data.write_idx_split(cls.idx, "train", images, labels)

    def test_a_network_of_one_channel_reads_grey(self):
        """The same pixels as an IDX file and as a folder of PNG and BMP files give the same answers."""
        usual = ("--checkpoint", CHECKPOINT, *GIVEN)
        expected = self.answer("evaluate", *usual, "--data", self.idx)
        result = run("evaluate", *usual, "--data", self.pictures)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("images read in grey, for a network of one channel", result.stderr)
        answer = self.answer("evaluate", *usual, "--data", self.pictures)
        self.assertEqual((answer["correct"], answer["count"]), (expected["correct"], 30))

    def test_a_study_keeps_how_its_images_are_read(self):
        study = self.folder / "kept.secateur"
        first = self.answer("evaluate", "--study", study, "--checkpoint", CHECKPOINT, "--data", self.pictures, *GIVEN)
        for given in ((), ("--data", self.pictures)):
            again = self.answer("evaluate", "--study", study, *given)
            self.assertEqual((again["data_digest"], again["correct"]), (first["data_digest"], first["correct"]))
        other = self.answer("evaluate", "--study", study, "--mean", "0.5")
        self.assertNotEqual(other["data_digest"], first["data_digest"])

    def test_what_does_not_fit_does_not_join_the_study(self):
        study = self.folder / "fit.secateur"
        two = self.folder / "two"
        for label in "ab":
            (two / "test" / label).mkdir(parents=True)
            (two / "test" / label / "1.png").write_bytes(png(bytes(28 * 28), 28))
        result = run("evaluate", "--study", study, "--checkpoint", CHECKPOINT, "--data", two)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("classes", result.stderr)
        result = run("inspect", "--study", study)
        self.assertIn("no network given", result.stderr)
        self.answer("evaluate", "--study", study, "--checkpoint", CHECKPOINT, "--data", self.pictures)
        for command in ("evaluate", "sweep", "quantize"):
            self.assertNotEqual(run(command, "--study", study, "--data", two).returncode, 0)
        self.assertEqual(self.answer("evaluate", "--study", study)["data"], "pictures")


if __name__ == "__main__":
    cli_support.main()
