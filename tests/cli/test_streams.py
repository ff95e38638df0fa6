"""Streams, signals, limits and names that are not what they should be: the work comes out all the same."""
import fcntl
import gzip
import json
import math
import os
import pathlib
import pty
import resource
import signal
import struct
import subprocess
import time
import unittest

import checkpoint_files
import tiny_data
import cli_support
from cli_support import CHECKPOINT, PROGRAM, TIMEOUT, CliTest, run

FULL = "/dev/full"


def shell(redirection, *arguments, **options):
    """Runs the program with a redirection that only a shell can make, such as 2>&-."""
    return subprocess.run(["sh", "-c", f'exec "$0" "$@" {redirection}', PROGRAM,
                           *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=TIMEOUT, check=False, **options)


class Streams(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx(cls.folder / "fashion")
        cls.train = ("finetune", "--checkpoint", CHECKPOINT, "--data", cls.data, "--limit", 16,
                     "--batch-size", 8, "--held-out", 8, "--threads", 1)
        cls.forever = (*cls.train, "--epochs", 1000)
        cls.train += ("--epochs", 1)
        result = run(*cls.train, "--out", cls.folder / "expected.safetensors")
        assert result.returncode == 0, result.stderr
        cls.expected = (cls.folder / "expected.safetensors").read_bytes()

    def test_standard_error_that_cannot_be_written(self):
        for number, redirection in enumerate(("2>&-", f"2>{FULL}")):
            with self.subTest(redirection):
                out = self.folder / f"err{number}.safetensors"
                result = shell(redirection, *self.train, "--out", out)
                self.assertEqual(result.returncode, 0)
                self.assertIn(b"test top-1", result.stdout)
                self.assertEqual(out.read_bytes(), self.expected)

    def test_an_error_that_cannot_be_said(self):
        for redirection in ("2>&-", f"2>{FULL}", ">&- 2>&-"):
            with self.subTest(redirection):
                self.assertEqual(shell(redirection, "inspect", "--checkpoint", "/no/such").returncode, 1)
                self.assertEqual(shell(redirection, "no-such-command").returncode, 2)

    def test_standard_output_that_cannot_be_written(self):
        for number, redirection in enumerate((">&-", f">{FULL}")):
            for json_flag in ([], ["--json"]):
                with self.subTest(redirection, json=json_flag):
                    out = self.folder / f"out{number}{len(json_flag)}.safetensors"
                    result = shell(redirection, *self.train, "--out", out, *json_flag)
                    self.assertEqual(result.returncode, 1)
                    self.assertIn(b"cannot write: standard output", result.stderr)
                    self.assertEqual(out.read_bytes(), self.expected)

    def test_a_pipe_that_nobody_reads(self):
        for stream in ("stdout", "stderr"):
            with self.subTest(stream):
                reader, writer = os.pipe()
                os.close(reader)
                out = self.folder / f"pipe_{stream}.safetensors"
                streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: writer}
                process = subprocess.Popen([PROGRAM, *map(str, self.train), "--out", str(out)],
                                           stdin=subprocess.DEVNULL, **streams)
                os.close(writer)
                _, stderr = process.communicate(timeout=TIMEOUT)
                self.assertEqual(process.returncode, 1 if stream == "stdout" else 0)
                if stream == "stdout":
                    self.assertIn(b"Broken pipe", stderr)
                self.assertEqual(out.read_bytes(), self.expected)

    def test_help_into_a_full_disk(self):
        self.assertEqual(shell(f">{FULL}", "--help").returncode, 1)
        self.assertEqual(shell("", "--help").returncode, 0)

    def test_a_closed_terminal_stops_as_sigterm_does(self):
        for number, ignored in ((signal.SIGHUP, False), (signal.SIGTERM, False), (signal.SIGHUP, True)):
            with self.subTest(number, ignored=ignored):
                study = self.folder / f"{number}{ignored}.secateur"
                terminal, its = pty.openpty()  # what has one is not under nohup
                self.addCleanup(os.close, terminal)
                process = subprocess.Popen(
                    [PROGRAM, *map(str, self.train if ignored else self.forever), "--study", str(study),
                     "--out", str(self.folder / "stopped.safetensors")],
                    stdin=subprocess.DEVNULL if ignored else its, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                    text=True, preexec_fn=lambda: signal.signal(number, signal.SIG_IGN if ignored else signal.SIG_DFL))
                os.close(its)
                try:
                    until = time.monotonic() + TIMEOUT
                    while not study.exists() and time.monotonic() < until:
                        time.sleep(0.02)
                    process.send_signal(number)
                    _, stderr = process.communicate(timeout=TIMEOUT)
                finally:
                    process.kill()
                    process.wait()
                self.assertEqual(process.returncode, 0 if ignored else 130, stderr)

    def test_the_limit_of_a_files_size_is_an_error_of_writing(self):
        out = self.folder / "limited" / "net.safetensors"
        out.parent.mkdir()
        result = shell("", "export", "--checkpoint", CHECKPOINT, "--out", out,
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)))
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn(f"{out} (got File too large)".encode(), result.stderr)
        self.assertEqual(list(out.parent.iterdir()), [])

    def test_what_a_killed_process_left_is_removed(self):
        place = self.folder / "left"
        place.mkdir()
        dead, alive = place / ".secateur-Ab3xYz", place / ".secateur-q7Q7q7"
        for path in (dead, alive):
            path.write_bytes(b"half a network")
        with alive.open() as owner:
            fcntl.flock(owner, fcntl.LOCK_EX)
            self.answer("export", "--checkpoint", CHECKPOINT, "--out", place / "net.safetensors")
        self.assertEqual(sorted(p.name for p in place.iterdir()), [alive.name, "net.safetensors"])


class Inputs(CliTest):
    def test_pipes_and_devices_are_refused_not_waited_for(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for path in (pipe, pathlib.Path("/dev/zero")):
            self.assertFails(1, f"{path} (got not a regular file)", "inspect", "--checkpoint", path)
            self.assertFails(1, path, "report", "--study", path, "--out", self.folder / "r")
        data = tiny_data.make_idx(self.folder / "fashion")
        self.assertFails(1, pipe, "sweep", "--checkpoint", CHECKPOINT, "--data", data, "--limit", 8,
                         "--masks", pipe, "--out", self.folder / "s.csv")
        images = data / "t10k-images-idx3-ubyte.gz"
        images.unlink()
        os.mkfifo(images)
        self.assertFails(1, data, "evaluate", "--checkpoint", CHECKPOINT, "--data", data)

    def test_names_that_are_not_utf8(self):
        """A class folder, the data folder and the study in Latin-1: everything works, JSON included."""
        root = os.fsencode(self.folder) + b"/caf\xe9"
        os.mkdir(root)
        tiny_data.make_image_folder(self.folder / "plain")
        data, study, network = root + b"/bilder\xff", root + b"/\xe9\xff.secateur", root + b"/n\xe9.safetensors"
        os.rename(self.folder / "plain", data)
        for split in (b"train", b"test"):
            os.rename(data + b"/" + split + b"/class_1", data + b"/" + split + b"/stra\xdfe")

        def answer(*arguments):
            result = subprocess.run([os.fsencode(PROGRAM), *arguments, b"--json"], capture_output=True,
                                    stdin=subprocess.DEVNULL, timeout=TIMEOUT, check=False)
            self.assertEqual(result.returncode, 0, result.stderr)
            return json.loads(result.stdout)

        on_data = (b"--data", data, b"--study", study, b"--limit", b"8")
        answer(b"train", *on_data, b"--epochs", b"1", b"--batch-size", b"8", b"--out", network)
        said = answer(b"evaluate", b"--checkpoint", network, *on_data)
        self.assertEqual(said["data"], "bilder\\xff")
        answer(b"sweep", b"--checkpoint", network, *on_data, b"--ratios", b"0.5", b"--scope", b"global", b"--out",
               root + b"/s\xe9.csv")
        answer(b"report", b"--study", study, b"--out", root + b"/r\xe9")
        report = json.loads(pathlib.Path(os.fsdecode(root + b"/r\xe9/report.json")).read_bytes())
        self.assertIn("stra\\xdfe", json.dumps(report).replace("\\\\", "\\"))
        pathlib.Path(os.fsdecode(root + b"/r\xe9/report.md")).read_bytes().decode("utf-8")

    def test_escape_codes_do_not_reach_the_terminal(self):
        metadata, tensors = checkpoint_files.read_safetensors(CHECKPOINT)
        tensors["conv\x1b[2J\u202e.weight"] = tensors["conv1.weight"]
        path = self.folder / "escape.safetensors"
        checkpoint_files.write_safetensors(path, tensors)
        result = run("inspect", "--checkpoint", path)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("not used: conv\\x1b[2J\\xe2\\x80\\xae.weight", result.stderr)
        self.assertNotIn("\x1b", result.stderr + result.stdout)
        self.assertFails(2, "no such command: \\x1b[31m", "\x1b[31m")


class Networks(CliTest):
    """Values and sizes that nothing can be computed with, named by file and tensor."""

    def altered(self, name, change, keep_graph=True):
        """The shipped network with one tensor's bytes changed, and no checksum."""
        metadata, tensors = checkpoint_files.read_safetensors(CHECKPOINT)
        tensors[name] = tensors[name]._replace(data=change(tensors[name].data))
        path = self.folder / f"{self.id().rsplit('.', 1)[1]}{keep_graph}.safetensors"
        checkpoint_files.write_safetensors(path, tensors)
        if keep_graph:
            del metadata["secateur.checksum"]
            raw = path.read_bytes()
            (length,) = struct.unpack("<Q", raw[:8])
            header = json.dumps({"__metadata__": metadata, **json.loads(raw[8:8 + length])}).encode()
            path.write_bytes(struct.pack("<Q", len(header)) + header + raw[8 + length:])
        return path

    def test_not_a_number_with_and_without_the_graph(self):
        for keep_graph in (True, False):
            path = self.altered("layers.3.conv1.weight", lambda d: struct.pack("<f", math.nan) + d[4:],
                                keep_graph)
            result = self.assertFails(1, path, "inspect", "--checkpoint", path)
            self.assertIn("layers.3.conv1.weight", result.stderr)
            self.assertFails(1, path, "export", "--checkpoint", path, "--out", self.folder / "x.onnx",
                             "--format", "onnx")
            said = self.answer("inspect", "--checkpoint", path, "--allow-nonfinite")
            self.assertEqual(said["parameters"], 2296346)

    def test_negative_variance(self):
        path = self.altered("bn1.running_var", lambda d: struct.pack("<f", -1) + d[4:])
        self.assertFails(1, f"{path} (got bn1.running_var)", "inspect", "--checkpoint", path)

    def test_the_shipped_network_notices_a_flipped_bit(self):
        raw = bytearray(pathlib.Path(CHECKPOINT).read_bytes())
        (length,) = struct.unpack("<Q", raw[:8])
        path = self.folder / "flipped.safetensors"
        for number in range(20):
            at = 8 + length + (len(raw) - 8 - length) * number // 20
            raw[at] ^= 1
            path.write_bytes(raw)
            self.assertFails(1, path, "inspect", "--checkpoint", path)
            raw[at] ^= 1

    def test_a_flipped_bit_in_a_pth(self):
        tensors = {name: tensor for name, tensor in checkpoint_files.read_safetensors(CHECKPOINT)[1].items()}
        path = self.folder / "net.pth"
        checkpoint_files.write_pth(path, tensors)
        self.answer("inspect", "--checkpoint", path)
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 64
        path.write_bytes(raw)
        self.assertFails(1, "CRC-32", "inspect", "--checkpoint", path)

    def test_few_bytes_do_not_ask_for_gigabytes(self):
        limit = 3 << 30  # of address space; the program itself needs a good part of it

        def refused(name, shape):
            path = self.folder / "claims.safetensors"
            checkpoint_files.write_safetensors(path, {name: checkpoint_files.Tensor("F32", shape, b"")})
            result = shell("", "inspect", "--checkpoint", path,
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn(str(path).encode(), result.stderr)
            self.assertNotIn(b"memory", result.stderr)

        refused("linear.weight", [1000000, 0])
        refused("linear.weight", [1500000, 0])
        refused("linear.weight", [0, 7])
        refused("conv1.weight", [32, 5000000, 0, 0])
        refused("conv1.weight", [32, 900000, 0, 0])

    def test_want_of_memory_names_the_file(self):
        path = self.folder / "large.safetensors"
        with path.open("wb") as file:
            header = json.dumps({"a": {"dtype": "U8", "shape": [4 << 30], "data_offsets": [0, 4 << 30]}}).encode()
            file.write(struct.pack("<Q", len(header)) + header)
            file.truncate(8 + len(header) + (4 << 30))  # sparse on disk
        limit = 3 << 30
        result = shell("", "inspect", "--checkpoint", path,
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        path.unlink()
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn(f"not enough memory: {path}".encode(), result.stderr)

    def test_a_recipe_with_an_unknown_value_is_named(self):
        recipe = self.folder / "recipe.json"
        data = tiny_data.make_idx(self.folder / "fashion")
        for text in ('{"activation_scheme": "x"}', '{"activation_scheme": 3}', "{", "[" * 200):
            recipe.write_text(text)
            result = run("quantize", "--checkpoint", CHECKPOINT, "--data", data, "--recipe", recipe, "--out",
                         self.folder / "q.safetensors")
            self.assertIn(result.returncode, (1, 2), result.stderr)
            self.assertIn(str(recipe), result.stderr)


if __name__ == "__main__":
    cli_support.main()
