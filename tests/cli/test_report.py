"""report --format html of a study that was really made: the page parses, needs nothing else, shows
its figures, and the commands in it make the same networks again."""
import html.parser
import re
import shlex
import unittest

import tiny_data
import cli_support
from cli_support import CHECKPOINT, CliTest


class Page(html.parser.HTMLParser):
    """What it is made of; fails where elements are not closed in their order."""

    VOID = {"meta"}

    def __init__(self, text):
        super().__init__()
        self.elements, self.titles, self.attributes, self.preformatted = [], [], [], []
        self._open = []
        self.feed(text)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self._open and self._open[-1] == tag, f"</{tag}> within {self._open}"
        self._open.pop()

    def handle_data(self, data):
        if self._open and self._open[-1] == "title" and "svg" in self._open:
            self.titles.append(data)
        if self._open and self._open[-1] == "pre":
            self.preformatted.append(data)


class HtmlReport(CliTest):
    """A network, a pruned and a quantized one on made-up images, and two curves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion", train=100)
        cls.study = cls.folder / "tiny.secateur"
        kept = ("--study", cls.study, "--data", cls.data)
        cls.answer("evaluate", *kept, "--checkpoint", CHECKPOINT)
        cls.answer("sweep", *kept, "--variant", "baseline", "--ratios", "0.5,0.8", "--layers",
                   "conv1,linear")
        cls.answer("prune", *kept, "--variant", "baseline", "--amount", 0.6, "--scope", "layer")
        cls.answer("evaluate", *kept, "--variant", "pruned")
        cls.answer("quantize", *kept, "--variant", "pruned", "--calibration", 20,
                   "--symmetric-bottlenecks")
        path = cls.folder / "made/page.html"
        said = cls.answer("report", "--study", cls.study, "--format", "html", "--out", path)
        assert said["files"] == [str(path)], said
        cls.text = path.read_text(encoding="utf-8")
        cls.page = Page(cls.text)

    def test_it_stands_alone(self):
        self.assertEqual(self.page.elements[:2], ["html", "head"])
        self.assertFalse({"script", "link", "img", "iframe", "object"} & set(self.page.elements))
        self.assertFalse({"src", "href", "srcset", "onload"} & {n for n, _ in self.page.attributes})
        self.assertEqual(re.findall(r"https?://(?!www\.w3\.org/2000/svg)", self.text), [])

    def test_its_figures_are_there(self):
        self.assertIn("Accuracy over size", self.page.titles)
        self.assertIn("Sensitivity of baseline (prune)", self.page.titles)
        self.assertIn("What pruned lost by class", self.page.titles)
        for name in ("all together", "conv1", "linear"):  # each curve
            self.assertIn(name, self.page.titles)
        for name, value in self.page.attributes:
            if name in ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height", "points"):
                self.assertNotRegex(str(value), "nan|inf")

    def test_it_claims_what_was_measured(self):
        claim = re.search(r'<p class="claim">(.*?)</p>', self.text).group(1)
        self.assertRegex(claim, r"times smaller than baseline \([\d.]+ MB instead of [\d.]+ MB\)")
        self.assertIn("on the same 30 test images", claim)

    def test_its_commands_make_the_same_networks_again(self):
        again = self.folder / "again.secateur"
        for line in self.page.preformatted[-1].splitlines():
            words = shlex.split(line, comments=True)
            if words:
                self.assertEqual(words[0], "secateur-cli")
                places = {"NETWORK": CHECKPOINT, "again.secateur": again}
                self.answer(*(places.get(word, word) for word in words[1:]))
        for name in ("pruned", "int8"):
            files = [self.folder / f"{study.stem}-{name}.safetensors" for study in (self.study, again)]
            for study, file in zip((self.study, again), files):
                self.answer("export", "--study", study, "--variant", name, "--out", file)
            self.assertEqual(*(file.read_bytes() for file in files))


if __name__ == "__main__":
    cli_support.main()
