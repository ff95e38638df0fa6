"""The sensitivity sweep that a PyTorch user writes: prune one layer, evaluate everything, restore.

usage: pruning_sweep.py [--limit N | --images FILE] [--ratios 0.3,0.5] [--layers conv1,...] [--threads N] ...
Prints {"correct": {"layer@ratio": ...}, "seconds": ..., ...}: torch.nn.utils.prune.l1_unstructured
on each convolution and linear layer at each ratio, evaluation under no_grad, batch 128. The clock
covers pruning and evaluating the points, not reading files; one warm-up batch runs before it.
"""
import argparse
import copy
import json
import pathlib
import sys
import time

import torch
import torch.nn.utils.prune as prune

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/peers"))
sys.path.insert(0, str(SOURCE / "tests/bench"))
from mobilenet_v2 import MobileNetV2  # noqa: E402  (the path is known only now)
from pytorch_evaluate import (CHECKPOINT, FASHION_MNIST, evaluate, read_safetensors,  # noqa: E402
                              read_test_split)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=int, default=0, help="images (0: all)")
    parser.add_argument("--images", help="JSON list of the images' positions in the test split")
    parser.add_argument("--ratios", default="0.3,0.5,0.6,0.7,0.8")
    parser.add_argument("--layers", default="", help="only these")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--memory-format", choices=["contiguous", "channels_last"],
                        default="contiguous")
    parser.add_argument("--batch", type=int, default=128)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    memory_format = (torch.channels_last if options.memory_format == "channels_last"
                     else torch.contiguous_format)
    network = MobileNetV2(channels=1)
    network.load_state_dict(read_safetensors(CHECKPOINT))
    network.eval()
    network = network.to(memory_format=memory_format)
    images, labels = read_test_split(FASHION_MNIST, options.limit)
    if options.images:
        chosen = json.loads(pathlib.Path(options.images).read_text(encoding="ascii"))
        images, labels = images[chosen], labels[chosen]
    names = [name for name, module in network.named_modules()
             if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear))]
    if options.layers:
        names = [name for name in names if name in options.layers.split(",")]
    correct = {}
    with torch.no_grad():
        evaluate(network, images[:options.batch], labels[:options.batch], options.batch,
                 memory_format)
        start = time.perf_counter()
        for name in names:
            for ratio in options.ratios.split(","):
                pruned = copy.deepcopy(network)
                module = pruned.get_submodule(name)
                prune.l1_unstructured(module, "weight", amount=float(ratio))
                prune.remove(module, "weight")
                correct[f"{name}@{float(ratio):g}"] = evaluate(
                    pruned, images, labels, options.batch, memory_format)
        seconds = time.perf_counter() - start
    print(json.dumps({"correct": correct, "count": len(labels), "seconds": seconds,
                      "points": len(correct), "threads": options.threads,
                      "memory_format": options.memory_format, "batch": options.batch,
                      "torch": torch.__version__}))


if __name__ == "__main__":
    main()
