"""Exports a network in quantization-aware training as ONNX, for tests/core/analysis/test_onnx_integers.cpp.

usage: onnx_qat.py FOLDER: writes FOLDER/net.onnx and prints the images [2, 3, 16, 16] and PyTorch's logits, a line each.
"""
import sys
import warnings

import torch
from torch import nn
from torch.ao.quantization import disable_observer, get_default_qat_qconfig
from torch.ao.quantization.quantize_fx import prepare_qat_fx


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.act1 = nn.ReLU6()
        self.conv2 = nn.Conv2d(8, 8, 3, 1, 1, groups=8, bias=False)
        self.bn2 = nn.BatchNorm2d(8)
        self.act2 = nn.ReLU()
        self.conv3 = nn.Conv2d(8, 8, 1)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.linear = nn.Linear(8, 10)

    def forward(self, x):
        x = self.act1(self.bn1(self.conv1(x)))
        x = x + self.conv3(self.act2(self.bn2(self.conv2(x))))
        return self.linear(torch.flatten(self.pool(x), 1))


def main():
    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    images = torch.randn(2, 3, 16, 16)
    # Version 0: what later ones do in one operator is not exported.
    net = prepare_qat_fx(Network().train(), {"": get_default_qat_qconfig("fbgemm", version=0)}, (images,))
    for _ in range(5):
        net(torch.randn(8, 3, 16, 16))
    net.eval().apply(disable_observer)
    logits = net(images)
    torch.onnx.export(net, images, sys.argv[1] + "/net.onnx", opset_version=13, input_names=["images"],
                      output_names=["logits"])
    for values in (images, logits):
        print(*values.flatten().tolist())


if __name__ == "__main__":
    main()
