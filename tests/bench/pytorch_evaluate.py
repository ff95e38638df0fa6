"""Top-1 accuracy and speed of MobileNetV2 in PyTorch, as a user would write it: the bench's peer.

usage: pytorch_evaluate.py [--threads N] [--memory-format contiguous|channels_last] [--limit N] ...
Prints {"correct": ..., "count": ..., "seconds": ..., "images_per_second": ..., ...}. The clock
covers what secateur-cli's clock covers: normalising the pixels, the network, comparing with the
labels; not reading files. One warm-up batch runs before it.
"""
import argparse
import gzip
import json
import pathlib
import struct
import sys
import time

import numpy
import torch

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/peers"))
from mobilenet_v2 import MobileNetV2  # noqa: E402  (the path is known only now)

CHECKPOINT = SOURCE / "resources/checkpoints/mobilenet_v2_fashion_mnist.safetensors"
FASHION_MNIST = "/usr/share/datasets/fashion-mnist"  # Debian: dataset-fashion-mnist
MEAN, DEVIATION = 0.2860, 0.3530
TYPES = {"F32": numpy.float32, "I64": numpy.int64}


def read_safetensors(path):
    raw = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8:8 + length])
    state = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            numbers = numpy.frombuffer(raw[begin:end], TYPES[entry["dtype"]])
            state[name] = torch.from_numpy(numbers.reshape(entry["shape"]).copy())
    return state


def read_idx(path, header):
    with gzip.open(path) as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


def read_test_split(folder, limit):
    """`limit` images spread evenly over the split, as secateur-cli evaluate takes them."""
    labels = read_idx(pathlib.Path(folder) / "t10k-labels-idx1-ubyte.gz", 8)
    images = read_idx(pathlib.Path(folder) / "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28)
    count = min(limit, len(labels)) if limit > 0 else len(labels)
    chosen = numpy.arange(count) * len(labels) // count
    return torch.from_numpy(images[chosen]), torch.from_numpy(labels[chosen].astype(numpy.int64))


def evaluate(network, images, labels, batch, memory_format):
    correct = 0
    for first in range(0, len(labels), batch):
        pixels = (images[first:first + batch].float() / 255 - MEAN) / DEVIATION
        answers = network(pixels.contiguous(memory_format=memory_format)).argmax(1)
        correct += (answers == labels[first:first + batch]).sum().item()
    return correct


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", default=CHECKPOINT)
    parser.add_argument("--data", default=FASHION_MNIST, help="folder of Fashion-MNIST's IDX files")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--memory-format", choices=["contiguous", "channels_last"],
                        default="contiguous")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--limit", type=int, default=0, help="images (0: all)")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    memory_format = (torch.channels_last if options.memory_format == "channels_last"
                     else torch.contiguous_format)
    network = MobileNetV2(channels=1)
    network.load_state_dict(read_safetensors(options.checkpoint))
    network.eval()
    network = network.to(memory_format=memory_format)
    images, labels = read_test_split(options.data, options.limit)
    with torch.no_grad():
        evaluate(network, images[:options.batch], labels[:options.batch], options.batch,
                 memory_format)
        start = time.perf_counter()
        correct = evaluate(network, images, labels, options.batch, memory_format)
        seconds = time.perf_counter() - start
    print(json.dumps({"correct": correct, "count": len(labels), "seconds": seconds,
                      "images_per_second": len(labels) / seconds, "threads": options.threads,
                      "memory_format": options.memory_format, "batch": options.batch,
                      "torch": torch.__version__}))


if __name__ == "__main__":
    main()
