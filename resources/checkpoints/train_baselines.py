"""Trains the five networks (CIFAR forms) on Fashion-MNIST or CIFAR-10 with one recipe, in PyTorch, on a GPU if there is one.
On a CPU that multiplies bfloat16 matrices the networks of whole convolutions compute in bfloat16, as all do on a GPU.

usage: train_baselines.py --out FOLDER [--networks resnet18,...] [--epochs N] [--budget SECONDS] [--data FOLDER]
The recipe is secateur-cli train's with `--batch-size 128 --lr 0.1 --schedule one-cycle --flip --crop-padding 2
--label-smoothing 0.1 --seed 1` on images padded with black to 32x32, but for the order of the images. FOLDER of `--data`
holds Fashion-MNIST's IDX files or CIFAR-10's binary ones (`data_batch_1.bin` and so on). The held-out part of
train (seed 1) is not trained on. All networks train side by side, one process each. With `--budget` the number of epochs,
the same for all, is the largest (at most --epochs) for which the slowest network ends in time.
What was interrupted goes on from FOLDER/NAME.state, which is written every minute.
Writes FOLDER/NAME.pth ({"net": state_dict in float16, "acc", "epoch"}) and prints one JSON line a network; the accuracy is
that of the rounded weights on the 10,000 test images.
"""
import argparse
import gzip
import json
import os
import pathlib
import sys
import time

import numpy
import torch
import torch.multiprocessing as processes
import torch.nn.functional as F

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/peers"))
from densenet121 import DenseNet121  # noqa: E402  (the path is known only now)
from efficientnet_b0 import EfficientNetB0  # noqa: E402
from mobilenet_v2 import MobileNetV2  # noqa: E402
from resnet18 import ResNet18  # noqa: E402
from vgg16 import VGG16  # noqa: E402

NETWORKS = {"mobilenet_v2": MobileNetV2, "vgg16": VGG16, "resnet18": ResNet18, "densenet121": DenseNet121,
            "efficientnet_b0": EfficientNetB0}
# Depthwise convolutions are no faster in it on a CPU.
BFLOAT16_ON_CPU = {"vgg16", "resnet18", "densenet121"}
SECONDS_BETWEEN_STATES = 60
FASHION_MNIST = (0.2860,), (0.3530,)
CIFAR10 = (0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010)
BATCH, SEED, HELD_OUT = 128, 1, 5000
WORD = (1 << 64) - 1


def computes_bfloat16(name, device):
    if device.type == "cuda":
        return True
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    return name in BFLOAT16_ON_CPU and cpuinfo.exists() and "amx_bf16" in cpuinfo.read_text()


def split_mix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & WORD
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
        yield z ^ (z >> 31)


def below(numbers, bound):
    while True:
        product = next(numbers) * bound
        if (product & WORD) >= (-bound & WORD) % bound:
            return product >> 64


def held_out(size):
    """The images that core/data/splits.cpp holds out for SEED."""
    key = (0x68656C646F7574 + 0x632BE59BD9B4E019) & WORD
    seed = next(split_mix((SEED ^ (key * 0x9E3779B97F4A7C15)) & WORD))
    numbers, order = split_mix(seed), list(range(size))
    for i in range(size, 1, -1):
        j = below(numbers, i)
        order[i - 1], order[j] = order[j], order[i - 1]
    return order[:HELD_OUT]


def read_fashion_mnist(folder, split):
    prefix = {"train": "train", "test": "t10k"}[split]

    def read(name, header):
        with gzip.open(folder / f"{prefix}-{name}.gz") as file:
            return numpy.frombuffer(file.read(), numpy.uint8, offset=header).copy()
    images = torch.from_numpy(read("images-idx3-ubyte", 16).reshape(-1, 1, 28, 28))
    return F.pad(images, (2, 2, 2, 2)), torch.from_numpy(read("labels-idx1-ubyte", 8).astype(numpy.int64))


def read_cifar10(folder, split):
    names = [f"data_batch_{i}.bin" for i in range(1, 6)] if split == "train" else ["test_batch.bin"]
    records = torch.from_numpy(numpy.concatenate([numpy.fromfile(folder / name, numpy.uint8) for name in names]))
    records = records.reshape(-1, 1 + 3 * 32 * 32)
    return records[:, 1:].reshape(-1, 3, 32, 32).contiguous(), records[:, 0].long()


class Images:
    """The two splits of a folder, uint8 images of shape N x C x 32 x 32 and int64 labels, and how they are normalised."""

    def __init__(self, folder, device):
        folder = pathlib.Path(folder)
        read, constants = (read_cifar10, CIFAR10) if (folder / "data_batch_1.bin").exists() else (read_fashion_mnist, FASHION_MNIST)
        self.train = [part.to(device) for part in read(folder, "train")]
        self.test = [part.to(device) for part in read(folder, "test")]
        self.mean, self.deviation = [torch.tensor(values, device=device).reshape(1, -1, 1, 1) for values in constants]

    def normalised(self, pixels):
        return ((pixels.float() / 255 - self.mean) / self.deviation).contiguous(memory_format=torch.channels_last)


def augmented(pixels):
    """A random crop after padding by 2 pixels and a random flip, each image by itself."""
    count, _, height, width = pixels.shape
    device = pixels.device
    padded = F.pad(pixels, (2, 2, 2, 2))
    rows = torch.arange(height, device=device) + torch.randint(0, 5, (count, 1), device=device)
    columns = torch.arange(width, device=device) + torch.randint(0, 5, (count, 1), device=device)
    flip = torch.rand(count, 1, device=device) < 0.5
    columns = torch.where(flip, columns.flip(1), columns)
    chosen = padded[torch.arange(count, device=device)[:, None, None], :, rows[:, :, None], columns[:, None, :]]
    return chosen.permute(0, 3, 1, 2)


class Run:
    def __init__(self, name, folder, device):
        torch.manual_seed(SEED)
        self.device = device
        self.bfloat16 = computes_bfloat16(name, device)
        self.data = Images(folder, device)
        self.images, self.labels = self.data.train
        self.network = NETWORKS[name](channels=self.images.shape[1]).to(device).to(memory_format=torch.channels_last)
        kept = numpy.setdiff1d(numpy.arange(len(self.labels)), held_out(len(self.labels)))
        self.images, self.labels = self.images[kept], self.labels[kept]
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=0.1, momentum=0.9, nesterov=True,
                                         weight_decay=5e-4)
        self.steps = len(self.labels) // BATCH

    def step(self, chosen):
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
            logits = self.network(self.data.normalised(augmented(self.images[chosen])))
            loss = F.cross_entropy(logits.float(), self.labels[chosen], label_smoothing=0.1)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss

    def seconds_a_step(self):
        """Measured on a state that is put back afterwards."""
        state = {k: v.clone() for k, v in self.network.state_dict().items()}
        order = torch.randperm(len(self.labels), device=self.device)
        for i in range(60):
            if i == 20:
                start = self.now()
            self.step(order[i * BATCH:(i + 1) * BATCH])
        seconds = (self.now() - start) / 40
        self.network.load_state_dict(state)
        self.optimizer.state.clear()
        return seconds

    def now(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter()

    def train(self, epochs, place):
        schedule = torch.optim.lr_scheduler.OneCycleLR(self.optimizer, 0.1, total_steps=epochs * self.steps,
                                                       cycle_momentum=False)
        parts = {"network": self.network, "optimizer": self.optimizer, "schedule": schedule}
        epoch, step, order, spent = 0, 0, None, (0.0, 0.0)
        if place.exists():
            kept = torch.load(place)
            if kept["epochs"] != epochs:
                sys.exit(f"{place}: of {kept['epochs']} epochs, asked for {epochs}")
            for part, state in kept["parts"].items():
                parts[part].load_state_dict(state)
            epoch, step, order, spent = kept["at"]
            torch.set_rng_state(kept["random"][0])
            if self.device.type == "cuda":
                torch.cuda.set_rng_state(kept["random"][1])
        start = saved = time.perf_counter()
        start_cpu = time.process_time()

        def until_now():
            return spent[0] + time.perf_counter() - start, spent[1] + time.process_time() - start_cpu

        self.network.train()
        while epoch < epochs:
            if order is None:
                order = torch.randperm(len(self.labels), device=self.device)
            for step in range(step, self.steps):
                if time.perf_counter() - saved > SECONDS_BETWEEN_STATES:
                    saved = time.perf_counter()
                    self.keep(place, epochs, parts, (epoch, step, order, until_now()))
                loss = self.step(order[step * BATCH:(step + 1) * BATCH])
                schedule.step()
            epoch, step, order = epoch + 1, 0, None
            yield epoch, loss.item(), until_now()

    @staticmethod
    def keep(place, epochs, parts, at):
        """Whole or not at all."""
        random = [torch.get_rng_state()] + ([torch.cuda.get_rng_state()] if torch.cuda.is_available() else [])
        unfinished = place.with_suffix(".unfinished")
        torch.save({"epochs": epochs, "at": at, "random": random,
                    "parts": {name: part.state_dict() for name, part in parts.items()}}, unfinished)
        os.replace(unfinished, place)

    @torch.no_grad()
    def accuracy(self):
        self.network.eval()
        images, labels = self.data.test
        correct = 0
        for i in range(0, len(labels), 500):
            correct += (self.network(self.data.normalised(images[i:i + 500])).argmax(1) == labels[i:i + 500]).sum().item()
        self.network.train()
        return correct / len(labels)


def work(name, options, speeds, ready):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.backends.cudnn.benchmark = True
    run = Run(name, options.data, device)
    epochs = options.epochs
    if options.budget:
        ready.wait()
        speeds[name] = run.seconds_a_step()
        ready.wait()
        epochs = min(epochs, int(options.budget / (run.steps * max(speeds.values()))))
        ready.wait()
    place = pathlib.Path(options.out) / f"{name}.state"
    for epoch, loss, (seconds, cpu) in run.train(epochs, place):
        print(f"{name} epoch {epoch}/{epochs}: loss {loss:.4f}, {seconds:.0f} s, {cpu:.0f} s of processors", file=sys.stderr, flush=True)
    state = {k: v.half() if v.is_floating_point() else v for k, v in run.network.state_dict().items()}
    run.network.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
    accuracy = run.accuracy()
    state = {k: v.cpu().contiguous() for k, v in state.items()}
    torch.save({"net": state, "acc": 100 * accuracy, "epoch": epochs}, pathlib.Path(options.out) / f"{name}.pth")
    print(json.dumps({"network": name, "epochs": epochs, "accuracy": accuracy,
                      "seconds": seconds, "cpu_seconds": cpu}), flush=True)
    place.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", required=True)
    parser.add_argument("--networks", default=",".join(NETWORKS))
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--budget", type=float, default=0, help="seconds (0: as long as it takes)")
    parser.add_argument("--data", default="/usr/share/datasets/fashion-mnist", help="folder of the images")
    options = parser.parse_args()
    pathlib.Path(options.out).mkdir(parents=True, exist_ok=True)
    names = options.networks.split(",")
    context = processes.get_context("spawn")
    with context.Manager() as manager:
        speeds, ready = manager.dict(), context.Barrier(len(names))
        running = [context.Process(target=work, args=(name, options, speeds, ready)) for name in names]
        for process in running:
            process.start()
        for process in running:
            process.join()
        return max(process.exitcode for process in running)


if __name__ == "__main__":
    sys.exit(main())
