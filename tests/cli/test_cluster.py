"""Several processes on one command: the same tables as one, whoever dies, hangs, or is another than it should be.

usage: test_cluster.py [--kills N] [unittest's arguments]   N: ranks killed at random moments of a sweep, 4 by default
"""
import contextlib
import os
import pathlib
import queue
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import unittest

import cli_support
import tiny_data
from cli_support import CHECKPOINT, FASHION_MNIST, PROGRAM, TIMEOUT, CliTest, needs_fashion_mnist

KILLS = 4
LAYERS = "layers.1.conv1,layers.5.conv2,layers.8.conv1,layers.12.conv3"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def start(rank, size, port, *arguments):
    """A rank as torchrun starts it."""
    environment = os.environ | {"RANK": str(rank), "WORLD_SIZE": str(size), "MASTER_ADDR": "127.0.0.1",
                                "MASTER_PORT": str(port)}
    return subprocess.Popen([PROGRAM, *map(str, arguments)], env=environment, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


class SlowLink:
    """A way to a port of this machine on which every byte arrives so many seconds late."""

    def __init__(self, port, delay):
        self.target, self.delay = port, delay
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:  # closed
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:  # rank 0 is not there yet
                near.close()
                continue
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(source, sink), daemon=True).start()

    def carry(self, source, sink):
        under_way = queue.Queue()
        threading.Thread(target=self.deliver, args=(under_way, sink), daemon=True).start()
        try:
            while data := source.recv(1 << 16):
                under_way.put((time.monotonic() + self.delay, data))
        except OSError:
            pass
        under_way.put((0, b""))

    @staticmethod
    def deliver(under_way, sink):
        while True:
            due, data = under_way.get()
            if not data:  # close() alone would wait for the thread that reads from it
                with contextlib.suppress(OSError):
                    sink.shutdown(socket.SHUT_RDWR)
                return sink.close()
            time.sleep(max(0, due - time.monotonic()))
            try:
                sink.sendall(data)
            except OSError:
                return None


class TwoMachines:
    """Two network namespaces with a wire of 200 Mbit/s between them, as two machines. Errors: CalledProcessError, OSError where
    this system lets nobody make them."""

    def __init__(self):
        self.names = [f"secateur-{os.getpid()}-{i}" for i in range(2)]
        self.made = []
        try:
            for name in self.names:
                self.ip("netns", "add", name)
                self.made.append(name)
            self.ip("-n", self.names[0], "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", self.names[1])
            for i, name in enumerate(self.names):
                self.ip("-n", name, "addr", "add", f"10.213.77.{i + 1}/24", "dev", "wire")
                for device in ("lo", "wire"):
                    self.ip("-n", name, "link", "set", device, "up")
                self.run("tc", "-n", name, "qdisc", "add", "dev", "wire", "root", "tbf", "rate", "200mbit", "burst", "256kbit",
                         "latency", "400ms")
        except (OSError, subprocess.CalledProcessError):
            self.remove()
            raise

    @staticmethod
    def run(*command):
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ip(self, *arguments):
        self.run("ip", *arguments)

    def remove(self):
        for name in self.made:
            subprocess.run(["ip", "netns", "delete", name], check=False)

    def start(self, rank, port, *arguments):
        environment = os.environ | {"RANK": str(rank), "WORLD_SIZE": "2", "MASTER_ADDR": "10.213.77.1", "MASTER_PORT": str(port)}
        return subprocess.Popen(["ip", "netns", "exec", self.names[rank], PROGRAM, *map(str, arguments)], env=environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@needs_fashion_mnist
class Cluster(CliTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = tiny_data.make_idx_from(FASHION_MNIST, cls.folder / "fashion", 200, 200)
        cls.network = ("--data", cls.data, "--checkpoint", CHECKPOINT)
        cls.sweep = ("sweep", *cls.network, "--split", "test", "--layers", LAYERS, "--ratios", "0.5,0.8,0.95",
                     "--threads", 1)
        # Of a trained network: an untrained one multiplies what rounding does by ten in each step.
        cls.finetune = ("finetune", *cls.network, "--limit", 192, "--epochs", 3, "--batch-size", 32, "--micro-batch", 8,
                        "--lr", 0.001, "--held-out", 32, "--threads", 1)
        began = time.monotonic()
        cls.alone = cls.table("alone", PROGRAM, *cls.sweep)
        cls.seconds = time.monotonic() - began

    @classmethod
    def table(cls, name, *command):
        out = cls.folder / f"{name}.csv"
        done = subprocess.run([*map(str, command), "--out", str(out)], stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return out.read_text(encoding="ascii")

    def ranks(self, size, out, port=None, command=None):
        """Rank 0 and the others, started together."""
        port = port or free_port()
        command = command or self.sweep
        running = [start(0, size, port, *command, "--out", out)]
        running += [start(rank, size, port, *command) for rank in range(1, size)]
        for process in running:
            self.addCleanup(self.end, process)
        return running

    def wait_for(self, out):
        until = time.monotonic() + TIMEOUT
        while not out.exists() and time.monotonic() < until:
            time.sleep(0.02)
        self.assertTrue(out.exists(), "the sweep has not begun")

    @staticmethod
    def end(process):
        process.kill()
        process.communicate()

    def finished(self, process):
        """(exit status, standard output, standard error)"""
        stdout, stderr = process.communicate(timeout=TIMEOUT)
        return process.returncode, stdout, stderr

    def test_same_tables(self):
        for count in (2, 4):
            self.assertEqual(self.table(f"exact{count}", PROGRAM, "cluster", "--processes", count, *self.sweep), self.alone)
        channels = ("sweep", *self.network, "--split", "test", "--kind", "channels", "--layers", "layers.3.conv1,layers.8.conv1",
                    "--ratios", "0.5", "--recalibrate", 96, "--threads", 1)
        for name, command in (("adaptive", (*self.sweep, "--adaptive")), ("repaired", channels)):
            self.assertEqual(self.table(f"{name}2", PROGRAM, "cluster", "--processes", 2, *command),
                             self.table(f"{name}1", PROGRAM, *command), name)

    def test_evaluate(self):
        alone = self.answer("evaluate", *self.network)
        together = self.answer("cluster", "--processes", 3, "evaluate", *self.network)
        self.assertEqual((together["correct"], together["count"]), (alone["correct"], alone["count"]))

    def test_others_are_silent(self):
        """What is to be said rank 0 says, once; who was killed is named."""
        for command in (("evaluate", "--checkpoint", "none.pth"), ("sweep", "--bogus")):
            alone, together = cli_support.run(*command), cli_support.run("cluster", "--processes", 3, *command)
            self.assertEqual((together.returncode, together.stderr), (alone.returncode, alone.stderr))
        process = subprocess.Popen([PROGRAM, "cluster", "--processes", "2", *map(str, self.sweep)], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end, process)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until = time.monotonic() + TIMEOUT
        while len(children.read_text().split()) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(int(children.read_text().split()[1]), signal.SIGKILL)
        code, _, stderr = self.finished(process)
        self.assertEqual(code, 0, stderr)
        self.assertIn("rank 1 was ended by signal 9", stderr)

    def test_killed_ranks(self):
        """kill -9, or a stop from which no rank comes back, at random moments."""
        seed = int(time.time())
        chance = random.Random(seed)
        for turn in range(KILLS):
            out = self.folder / f"killed{turn}.csv"
            processes = self.ranks(3, out)
            time.sleep(chance.uniform(0.1, 0.9) * self.seconds)
            victim = chance.choice((1, 2))
            how = chance.choice((signal.SIGKILL, signal.SIGSTOP))
            processes[victim].send_signal(how)
            code, _, stderr = self.finished(processes[0])
            self.assertEqual(code, 0, f"seed {seed}, turn {turn}: {stderr}")
            self.assertEqual(out.read_text(encoding="ascii"), self.alone, f"seed {seed}, turn {turn}: rank {victim}, {how}")
            # 1: it came when rank 0 was through already, or rank 0 did not wait for its last piece.
            self.assertIn(self.finished(processes[3 - victim])[0], (0, 1))

    def test_slow_link(self):
        """A rank each of whose questions takes 100 ms: the table is the same, and rank 0 does not wait long for it."""
        port = free_port()
        out = self.folder / "slow.csv"
        first = start(0, 3, port, *self.sweep, "--out", out)
        self.addCleanup(self.end, first)
        link = SlowLink(port, 0.05)
        self.addCleanup(link.listener.close)
        others = [start(1, 3, port, *self.sweep), start(2, 3, link.port, *self.sweep)]
        for process in others:
            self.addCleanup(self.end, process)
        code, _, stderr = self.finished(first)
        self.assertEqual(code, 0, stderr)
        self.assertEqual(out.read_text(encoding="ascii"), self.alone)
        self.assertIn(self.finished(others[0])[0], (0, 1))
        self.assertIn(self.finished(others[1])[0], (0, 1))  # 1: it heard too late that all is done

    def test_two_machines(self):
        try:
            machines = TwoMachines()
        except (OSError, subprocess.CalledProcessError) as error:
            self.skipTest(f"NOT TESTED: no network namespaces here: {error}")
        self.addCleanup(machines.remove)
        out, study = self.folder / "machines.csv", self.folder / "machines.secateur"
        for extra, command in ((("--out", out), self.sweep), (("--study", study), self.finetune)):
            processes = [machines.start(0, 29500, *command, *extra), machines.start(1, 29500, *command)]
            for process in processes:
                self.addCleanup(self.end, process)
            code, _, stderr = self.finished(processes[0])
            self.assertEqual(code, 0, stderr)
            self.assertIn(self.finished(processes[1])[0], (0, 1))  # 1: it was receiving when rank 0 was through
        self.assertEqual(out.read_text(encoding="ascii"), self.alone)
        self.same_losses(self.losses(study), self.losses_alone())

    def test_late_rank(self):
        port = free_port()
        first = start(0, 3, port, *self.sweep, "--out", self.folder / "late.csv")
        self.addCleanup(self.end, first)
        self.wait_for(self.folder / "late.csv")
        late = start(2, 3, port, *self.sweep)
        self.addCleanup(self.end, late)
        self.assertEqual(self.finished(first)[0], 0)
        self.assertEqual((self.folder / "late.csv").read_text(encoding="ascii"), self.alone)

    def test_interrupt(self):
        """Ctrl-C on rank 0 stops all; the study goes on where it was, with any number of ranks."""
        study = ("--study", self.folder / "stopped.secateur")
        out = self.folder / "stopped.csv"
        processes = self.ranks(2, out, command=(*self.sweep, *study))
        self.wait_for(out)
        processes[0].send_signal(signal.SIGINT)
        code, _, stderr = self.finished(processes[0])
        self.assertEqual(code, 130, stderr)
        # 1: it was still computing when rank 0, which waits a few seconds for it, had gone.
        self.assertIn(self.finished(processes[1])[0], (0, 1))
        self.assertEqual(self.table("resumed", PROGRAM, "cluster", "--processes", 3, *self.sweep, *study), self.alone)

    def losses(self, study):
        with contextlib.closing(sqlite3.connect(study)) as database:
            return [loss for (loss,) in database.execute("SELECT loss FROM training_epoch ORDER BY epoch")]

    def losses_alone(self):
        study = self.folder / "trained alone.secateur"
        if not study.exists():
            self.answer(*self.finetune, "--study", study)
        return self.losses(study)

    def same_losses(self, one, other, apart=1e-4):
        self.assertEqual(len(one), len(other))
        for a, b in zip(one, other):
            self.assertAlmostEqual(a, b, delta=apart * a)

    def test_quantization_aware_training(self):
        """The moves of ranges are summed as gradients are. What falls on a half is rounded to either side."""
        command = ("qat", *self.network, "--limit", 96, "--epochs", 2, "--batch-size", 32, "--micro-batch", 8, "--lr", 0.0001,
                   "--held-out", 32, "--calibration", 32, "--freeze-observers", 1, "--threads", 1)
        alone, together = self.folder / "qat alone.secateur", self.folder / "qat two.secateur"
        self.answer(*command, "--study", alone)
        said = cli_support.run("cluster", "--processes", 2, *command, "--study", together)
        self.assertEqual(said.returncode, 0, said.stderr)
        for epoch in (1, 2):
            self.assertIn(f"epoch {epoch}: 2 of 2 processes\n", said.stderr)
        self.same_losses(self.losses(together), self.losses(alone), 0.01)
        with contextlib.closing(sqlite3.connect(together)) as two, contextlib.closing(sqlite3.connect(alone)) as one:
            query = "SELECT layer, scale FROM training_scale ORDER BY epoch, position"
            scales, expected = two.execute(query).fetchall(), one.execute(query).fetchall()
        self.assertEqual(len(scales), len(expected))
        for (layer, scale), (_, wanted) in zip(scales, expected):
            self.assertAlmostEqual(scale, wanted, delta=0.01 * wanted, msg=layer)

    def test_training(self):
        """Each step's micro batches are computed by several, and their gradients summed. Who dies ends the training, which
        goes on from there with any number."""
        together, killed = self.folder / "two.secateur", self.folder / "killed.secateur"
        self.answer("cluster", "--processes", 2, *self.finetune, "--study", together)
        self.same_losses(self.losses(together), self.losses_alone())
        processes = self.ranks(3, self.folder / "killed.safetensors", command=(*self.finetune, "--study", killed))
        for line in processes[0].stderr:
            if line.startswith("train epoch"):
                break
        processes[2].kill()
        code, _, stderr = self.finished(processes[0])
        if code != 0:  # 0: it was between two epochs, and the next ones did without it
            self.assertEqual(code, 1, stderr)
            self.assertIn("error: a process that computes along is gone, or does not answer", stderr)
        self.assertEqual(self.finished(processes[1])[0], 0)
        self.answer(*self.finetune, "--study", killed)
        self.same_losses(self.losses(killed), self.losses_alone())

    def test_rank_zero_is_gone(self):
        out = self.folder / "gone.csv"
        processes = self.ranks(2, out)
        self.wait_for(out)
        processes[0].kill()
        code, _, stderr = self.finished(processes[1])
        self.assertEqual(code, 1)
        self.assertRegex(stderr, r"^error: rank 0 (does not answer|is not there): 127\.0\.0\.1:\d+.*\n$")
        self.assertLessEqual(stderr.count("\n"), 12)

    def test_strangers(self):
        """Other images, another number of processes: refused by name, on both sides; the sweep goes on."""
        other = tiny_data.make_idx_from(FASHION_MNIST, self.folder / "other", 200, 100)
        port = free_port()
        out = self.folder / "strangers.csv"
        sweep = ("sweep", *self.network, "--split", "test", "--limit", 100, "--ratios", "0.5", "--threads", 1)
        alone = self.table("of all layers", PROGRAM, *sweep)
        stranger = start(1, 3, port, "sweep", "--data", other, "--checkpoint", CHECKPOINT, "--threads", 1)
        self.addCleanup(self.end, stranger)
        miscounted = start(2, 4, port, *self.sweep)
        self.addCleanup(self.end, miscounted)
        first = start(0, 3, port, *sweep, "--out", out)
        self.addCleanup(self.end, first)
        code, _, said = self.finished(first)
        self.assertEqual(code, 0, said)
        self.assertEqual(out.read_text(encoding="ascii"), alone)
        for process, reason in ((stranger, "another set of images than rank 0 has"),
                                (miscounted, "another number of processes than rank 0 has (expected 3, got 4)")):
            status, _, stderr = self.finished(process)
            self.assertEqual(status, 1)
            self.assertIn(reason, stderr)
            self.assertIn(reason, said)

    def test_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("0.0.0.0", 0))
            taken.listen()
            first = start(0, 2, taken.getsockname()[1], *self.sweep)
            self.addCleanup(self.end, first)
            code, _, stderr = self.finished(first)
        self.assertEqual(code, 1)
        self.assertIn("error: the port is in use: 127.0.0.1:", stderr)

    def test_bad_environment(self):
        for more, name in (({"RANK": "5", "WORLD_SIZE": "2"}, "RANK"), ({"RANK": "0", "WORLD_SIZE": "x"}, "WORLD_SIZE")):
            done = subprocess.run([PROGRAM, *map(str, self.sweep)], env=os.environ | more, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=TIMEOUT, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"the launcher's environment makes no sense: {name}", done.stderr)

    def test_usage(self):
        for arguments in (("cluster",), ("cluster", "--processes", 0, "sweep"), ("cluster", "--processes", 2)):
            self.assertEqual(cli_support.run(*arguments).returncode, 2, arguments)
        self.assertEqual(cli_support.run("cluster", "--processes", 2, "evaluate", "--checkpoint", "none.pth").returncode, 1)


if __name__ == "__main__":
    if "--kills" in sys.argv:
        at = sys.argv.index("--kills")
        KILLS = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    cli_support.main()
