"""Top-1 accuracy and speed of MobileNetV2 in eager quantized PyTorch, as its tutorial does it.

usage: pytorch_int8_evaluate.py [--engine onednn|fbgemm|qnnpack] [--threads N] [--memory-format ...]
                                [--batch N] [--calibration N] [--limit N]
Modules are fused, observed with the engine's default qconfig on training images, and converted; as in
torchvision, ReLU6 becomes ReLU. Prints what pytorch_evaluate.py prints, and the engine.
"""
import argparse
import json
import time
import warnings

import torch
import torch.ao.quantization as quantization
import torch.nn as nn

import pytorch_evaluate as fp32
from mobilenet_v2 import MobileNetV2


class QuantizableBlock(nn.Module):
    """An InvertedResidual whose parts can be fused and whose addition has an observer."""

    def __init__(self, block):
        super().__init__()
        self.expand = nn.Sequential(block.conv1, block.bn1, nn.ReLU())
        self.depthwise = nn.Sequential(block.conv2, block.bn2, nn.ReLU())
        self.project = nn.Sequential(block.conv3, block.bn3)
        self.shortcut = block.shortcut
        self.stride = block.stride
        self.sum = nn.quantized.FloatFunctional()

    def forward(self, x):
        y = self.project(self.depthwise(self.expand(x)))
        return self.sum.add(y, self.shortcut(x)) if self.stride == 1 else y

    def fuse(self):
        for part, names in ((self.expand, ["0", "1", "2"]), (self.depthwise, ["0", "1", "2"]),
                            (self.project, ["0", "1"]), (self.shortcut, ["0", "1"])):
            if len(part) > 0:
                quantization.fuse_modules(part, names, inplace=True)


class QuantizableNetwork(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.quantize = quantization.QuantStub()
        self.stem = nn.Sequential(network.conv1, network.bn1, nn.ReLU())
        self.blocks = nn.Sequential(*map(QuantizableBlock, network.layers))
        self.head = nn.Sequential(network.conv2, network.bn2, nn.ReLU())
        self.linear = network.linear
        self.dequantize = quantization.DeQuantStub()

    def forward(self, x):
        x = self.head(self.blocks(self.stem(self.quantize(x))))
        x = nn.functional.adaptive_avg_pool2d(x, 1).flatten(1)
        return self.dequantize(self.linear(x))

    def fuse(self):
        for part in (self.stem, self.head):
            quantization.fuse_modules(part, ["0", "1", "2"], inplace=True)
        for block in self.blocks:
            block.fuse()


def normalised(pixels, memory_format):
    return ((pixels.float() / 255 - fp32.MEAN) / fp32.DEVIATION).contiguous(
        memory_format=memory_format)


def quantized_network(options, memory_format):
    """Fused, calibrated on the first training images, converted to the engine's kernels."""
    network = MobileNetV2(channels=1)
    network.load_state_dict(fp32.read_safetensors(options.checkpoint))
    network = QuantizableNetwork(network.eval()).eval()
    network.fuse()
    network.qconfig = quantization.get_default_qconfig(options.engine)
    quantization.prepare(network, inplace=True)
    images = fp32.read_idx(f"{options.data}/train-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28)
    for first in range(0, options.calibration, 64):
        batch = torch.from_numpy(images[first:min(first + 64, options.calibration)].copy())
        network(normalised(batch, memory_format))
    return quantization.convert(network, inplace=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", default=fp32.CHECKPOINT)
    parser.add_argument("--data", default=fp32.FASHION_MNIST)
    parser.add_argument("--engine", default="onednn")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--memory-format", choices=["contiguous", "channels_last"],
                        default="channels_last")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--calibration", type=int, default=256, help="training images")
    parser.add_argument("--limit", type=int, default=0, help="images (0: all)")
    options = parser.parse_args()

    warnings.simplefilter("ignore")
    torch.set_num_threads(options.threads)
    torch.backends.quantized.engine = options.engine
    memory_format = (torch.channels_last if options.memory_format == "channels_last"
                     else torch.contiguous_format)
    images, labels = fp32.read_test_split(options.data, options.limit)
    with torch.no_grad():
        network = quantized_network(options, memory_format)
        fp32.evaluate(network, images[:options.batch], labels[:options.batch], options.batch,
                      memory_format)
        start = time.perf_counter()
        correct = fp32.evaluate(network, images, labels, options.batch, memory_format)
        seconds = time.perf_counter() - start
    print(json.dumps({"correct": correct, "count": len(labels), "seconds": seconds,
                      "images_per_second": len(labels) / seconds, "threads": options.threads,
                      "memory_format": options.memory_format, "batch": options.batch,
                      "engine": options.engine, "torch": torch.__version__}))


if __name__ == "__main__":
    main()
