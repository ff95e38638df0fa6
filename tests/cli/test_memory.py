"""Memory: what commands take at most, and that it does not grow with the number of images."""
import os
import subprocess
import sys
import threading
import time

import tiny_data
from cli_support import CHECKPOINT, FASHION_MNIST, PROGRAM, TIMEOUT, CliTest, main, needs_fashion_mnist

MB = 1_000_000


class Memory(CliTest):
    def peak(self, *arguments, megabytes):
        """Runs the command; its largest resident set in bytes, as the kernel counted it, printed too."""
        errors = self.folder / "errors"
        with open(errors, "wb") as file:
            process = subprocess.Popen([PROGRAM, *map(str, arguments)], stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=file)
        killer = threading.Timer(TIMEOUT, process.kill)
        killer.start()
        started = time.monotonic()
        _, status, usage = os.wait4(process.pid, 0)
        killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0, errors.read_text()[-2000:])
        peak = usage.ru_maxrss * 1024
        print(f"{peak / MB:.0f} MB, {time.monotonic() - started:.0f} s: {' '.join(map(str, arguments[:3]))}",
              file=sys.stderr)
        self.assertLess(peak, megabytes * MB)
        return peak

    @needs_fashion_mnist
    def test_training_at_28_pixels_with_two_workers(self):
        data = tiny_data.make_idx_from(FASHION_MNIST, self.folder / "fashion", train=400, test=64)
        self.peak("finetune", "--checkpoint", CHECKPOINT, "--data", data, "--limit", 256, "--epochs", 1, "--threads", 2, "--held-out", 64,
                  "--out", self.folder / "tuned.safetensors", megabytes=900)

    def test_training_at_224_pixels(self):
        data = tiny_data.make_image_folder(self.folder / "large", train=16, test=2, size=224)
        self.peak("train", "--model", "mobilenet_v2", "--data", data, "--epochs", 1, "--batch-size", 32, "--threads", 2,
                  "--held-out", 4, "--out", self.folder / "large.safetensors", megabytes=1600)

    @needs_fashion_mnist
    def test_four_times_the_images_take_no_more(self):
        data = tiny_data.make_idx_from(FASHION_MNIST, self.folder / "fashion-more", train=400, test=1024)
        training = tiny_data.make_idx_from(FASHION_MNIST, self.folder / "fashion-train", train=400, test=64)
        commands = {
            "evaluate": lambda n: ["--data", data, "--limit", 16 * n],
            "sweep": lambda n: ["--data", data, "--limit", 4 * n, "--ratios", "0.5", "--layers",
                                "conv1,layers.8.conv1"],
            "quantize": lambda n: ["--data", training, "--calibration", 2 * n, "--out", self.folder / "q.safetensors"],
            "finetune": lambda n: ["--data", training, "--limit", 4 * n, "--epochs", 1, "--batch-size", 32,
                                   "--held-out", 32, "--out", self.folder / f"t{n}.safetensors"],
        }
        for command, arguments in commands.items():
            with self.subTest(command=command):
                few, many = (self.peak(command, "--checkpoint", CHECKPOINT, *arguments(n), "--threads", 1, megabytes=900) for n in (16, 64))
                self.assertLess(many, few + 25 * MB)


if __name__ == "__main__":
    main()
