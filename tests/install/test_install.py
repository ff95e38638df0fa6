"""Installs into a staging folder, moves the tree, and runs the programs there. Needs a whole build; SECATEUR_BUILD says where."""
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SECATEUR_BUILD", SOURCE / "build/release"))
CMAKE = os.environ.get("SECATEUR_CMAKE", "cmake")
VERSION = re.search(r"project\(Secateur VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text())[1]
NETWORK = "secateur/checkpoints/mobilenet_v2_fashion_mnist.safetensors"
NO_DISPLAY = {key: value for key, value in os.environ.items()
              if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="secateur-install-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        subprocess.run([CMAKE, "--install", BUILD, "--prefix", "/usr"], check=True, stdout=subprocess.DEVNULL,
                       env=os.environ | {"DESTDIR": str(cls.folder / "staging")})
        cls.root = cls.folder / "moved, with a space"
        (cls.folder / "staging/usr").rename(cls.root)
        cls.share = cls.root / "share"

    def run_program(self, name, *arguments, **options):
        return subprocess.run([self.root / "bin" / name, *arguments],
                              **{"capture_output": True, "text": True, "timeout": 120, "env": NO_DISPLAY,
                                 "cwd": self.folder, "check": False} | options)

    def test_versions_without_a_display(self):
        libraries = r", commit [0-9a-f]{10}, with LibTorch \d+\.\d+\.\d+\S*, oneDNN \d+\.\d+\.\d+"
        if not (SOURCE / ".git").exists():
            libraries = libraries.replace(", commit [0-9a-f]{10}", "")
        for name, rest in (("secateur-cli", "\n"), ("secateur", r", Qt 6\.\d+\.\d+\n")):
            answer = self.run_program(name, "--version")
            self.assertEqual((answer.returncode, answer.stderr), (0, ""))
            self.assertRegex(answer.stdout, f"^{name} {re.escape(VERSION)}{libraries}{rest}$")

    def test_window_without_a_display_says_what_to_do(self):
        self.assertIn("--export", self.run_program("secateur", "--help").stdout)
        for display in (NO_DISPLAY, NO_DISPLAY | {"DISPLAY": ":9999"}):
            answer = self.run_program("secateur", env=display)
            self.assertEqual(answer.returncode, 1)
            self.assertRegex(answer.stderr, "(?m)^error: no display .*secateur-cli")

    def test_network_and_study_that_come_along(self):
        answer = self.run_program("secateur-cli", "inspect", "--checkpoint", self.share / NETWORK, "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(json.loads(answer.stdout)["parameters"], 2_296_346)
        study = self.share / "secateur/studies/five_networks.secateur"
        answer = self.run_program("secateur-cli", "check", study)
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_resources_are_those_of_the_moved_tree(self):
        network = self.share / NETWORK
        aside = network.with_suffix(".aside")
        network.rename(aside)
        try:
            answer = self.run_program("secateur-cli", "demo", "--limit", "50")
        finally:
            aside.rename(network)
        self.assertEqual(answer.returncode, 1)
        self.assertIn(str(network), answer.stderr)

    @unittest.skipUnless(pathlib.Path("/usr/share/datasets/fashion-mnist").is_dir(),
                         "NOT TESTED: Debian's dataset-fashion-mnist is not installed")
    def test_evaluates(self):
        answer = self.run_program("secateur-cli", "evaluate", "--checkpoint", self.share / NETWORK, "--limit", "200",
                                  "--json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertGreater(json.loads(answer.stdout)["accuracy"], 0.9)

    def test_translations(self):
        installed = {path.stem for path in (self.share / "secateur/translations").glob("*.qm")}
        self.assertEqual(installed, {path.stem for path in (SOURCE / "translations").glob("secateur_*.ts")})

    def test_desktop_files(self):
        entry = (self.share / "applications/secateur.desktop").read_text()
        types = set(re.search(r"MimeType=(\S+);", entry)[1].split(";"))
        mime = ElementTree.parse(self.share / "mime/packages/secateur.xml").getroot()
        self.assertEqual(types, {element.get("type") for element in mime})
        about = ElementTree.parse(self.share / "metainfo/org.secateur.Secateur.metainfo.xml").getroot()
        self.assertEqual(about.find("releases/release").get("version"), VERSION)
        self.assertEqual(about.find("launchable").text, "secateur.desktop")
        for pixels in (16, 48, 128, 512):
            header = (self.share / f"icons/hicolor/{pixels}x{pixels}/apps/secateur.png").read_bytes()[:24]
            self.assertEqual(header[:8], b"\x89PNG\r\n\x1a\n")
            self.assertEqual(int.from_bytes(header[16:20], "big"), pixels)
        self.assertTrue((self.share / "icons/hicolor/scalable/apps/secateur.svg").is_file())

    def test_screenshots_are_named_where_the_tree_has_an_address(self):
        made = self.folder / "metainfo.xml"
        for site, count in (("", 0), ("https://example.org/raw", 4)):
            subprocess.run([CMAKE, "-D", f"SITE={site}", "-D", f"TO={made}", "-D",
                            f"FROM={SOURCE}/packaging/linux/org.secateur.Secateur.metainfo.xml.in", "-P",
                            SOURCE / "packaging/linux/metainfo.cmake"], check=True)
            shown = ElementTree.parse(made).getroot().findall("screenshots/screenshot")
            self.assertEqual([picture.get("type") for picture in shown], ["default", None, None, None][:count])
            for picture in shown:
                self.assertTrue(picture.findtext("caption"))
                path = picture.findtext("image").removeprefix(site + "/")
                self.assertTrue((SOURCE / path).is_file(), path)

    def test_magic_of_a_study(self):
        magic = ElementTree.parse(self.share / "mime/packages/secateur.xml").getroot().find(
            "{*}mime-type[@type='application/vnd.secateur.study']/{*}magic")
        start = (self.share / "secateur/studies/five_networks.secateur").read_bytes()[:100]
        matches = list(magic.iter("{http://www.freedesktop.org/standards/shared-mime-info}match"))
        self.assertEqual(len(matches), 2)
        for match in matches:
            text = match.get("value").encode()
            offset = int(match.get("offset"))
            self.assertEqual(start[offset:offset + len(text)], text)

    def commands(self):
        listed = self.run_program("secateur-cli", "--help").stdout.partition("Subcommands:\n")[2]
        return re.findall(r"^  (\S+)", listed, re.M)

    def test_manual_pages(self):
        page = gzip.decompress((self.share / "man/man1/secateur-cli.1.gz").read_bytes()).decode()
        self.assertEqual([name.replace("\\-", "-") for name in re.findall(r"^\.SS (.+)$", page, re.M)],
                         self.commands())
        for command in self.commands():
            for flag in re.findall(r"^  (--[\w-]+)", self.run_program("secateur-cli", command, "--help").stdout, re.M):
                self.assertIn(flag.replace("-", "\\-"), page)
        window = gzip.decompress((self.share / "man/man1/secateur.1.gz").read_bytes()).decode()
        self.assertRegex(window, r"\\-\\-export <folder>\n.* without a display\.\n\.SH")

    def complete(self, *words):
        script = (f'source "$0"; COMP_WORDS=(secateur-cli "$@"); COMP_CWORD=$#; _secateur_cli; '
                  r'printf "%s\n" "${COMPREPLY[@]}"')
        answer = subprocess.run(["bash", "-c", script, self.share / "bash-completion/completions/secateur-cli", *words],
                                capture_output=True, text=True, check=True)
        return answer.stdout.split()

    def test_completion(self):
        self.assertEqual(self.complete("quant"), ["quantize", "quant-errors"])
        self.assertEqual(set(self.complete("")) - {"-h", "--help", "--help-all", "--version"}, set(self.commands()))
        self.assertEqual(self.complete("evaluate", "--spl"), ["--split"])
        self.assertEqual(self.complete("evaluate", "--split", "t"), ["test", "train"])
        self.assertEqual(self.complete("evaluate", "--split", "=", "h"), ["held-out"])
        self.assertEqual(self.complete("cluster", "--proc"), ["--processes"])
        self.assertEqual(self.complete("cluster", "--processes", ""), [])
        self.assertEqual(self.complete("cluster", "--processes", "2", "swe"), ["sweep"])
        self.assertEqual(self.complete("cluster", "--processes", "2", "clus"), [])
        self.assertEqual(self.complete("cluster", "--processes", "2", "evaluate", "--spl"), ["--split"])
        self.assertEqual(self.complete("cluster", "evaluate", "--split", "t"), ["test", "train"])
        self.assertEqual(self.complete("evaluate", "--json", "--limit", ""), [])  # a number: nothing is guessed
        self.assertEqual(self.complete("evaluate", "--checkpoint", ""), [])  # bash completes names of files then


if __name__ == "__main__":
    unittest.main()
