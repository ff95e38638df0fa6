"""EfficientNet-B0 in the CIFAR form (stem 3x3 stride 1, no 1280-wide head): the peer of core/models/efficientnet_b0.

Parameter names: conv1, bn1, layers.N.{conv1,bn1,conv2,bn2,se.se1,se.se2,conv3,bn3}, linear. The first block (expansion 1)
has a conv1 and a bn1 that its forward pass does not use, as in pytorch-cifar. Stochastic depth is left out.
"""
import torch.nn as nn
import torch.nn.functional as F

# expansion, out, repeats, stride, kernel
SETTINGS = [(1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3), (6, 112, 3, 1, 5),
            (6, 192, 4, 2, 5), (6, 320, 1, 1, 3)]


class SqueezeExcitation(nn.Module):
    def __init__(self, inputs, squeezed):
        super().__init__()
        self.se1 = nn.Conv2d(inputs, squeezed, 1)
        self.se2 = nn.Conv2d(squeezed, inputs, 1)

    def forward(self, x):
        y = F.silu(self.se1(F.adaptive_avg_pool2d(x, 1)))
        return x * self.se2(y).sigmoid()


class Block(nn.Module):
    def __init__(self, inputs, outputs, expansion, stride, kernel):
        super().__init__()
        hidden = inputs * expansion
        self.expansion = expansion
        self.skip = stride == 1 and inputs == outputs
        self.conv1 = nn.Conv2d(inputs, hidden, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(hidden)
        self.conv2 = nn.Conv2d(hidden, hidden, kernel, stride, kernel // 2, groups=hidden, bias=False)
        self.bn2 = nn.BatchNorm2d(hidden)
        self.se = SqueezeExcitation(hidden, int(inputs * 0.25))
        self.conv3 = nn.Conv2d(hidden, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = x if self.expansion == 1 else F.silu(self.bn1(self.conv1(x)))
        y = self.se(F.silu(self.bn2(self.conv2(y))))
        y = self.bn3(self.conv3(y))
        return y + x if self.skip else y


class EfficientNetB0(nn.Module):
    def __init__(self, channels=3, classes=10, dropout=0.2):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 32, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(32)
        blocks, width = [], 32
        for expansion, outputs, repeats, stride, kernel in SETTINGS:
            for i in range(repeats):
                blocks.append(Block(width, outputs, expansion, stride if i == 0 else 1, kernel))
                width = outputs
        self.layers = nn.Sequential(*blocks)
        self.dropout = nn.Dropout(dropout)
        self.linear = nn.Linear(width, classes)

    def forward(self, x):
        x = self.layers(F.silu(self.bn1(self.conv1(x))))
        return self.linear(self.dropout(F.adaptive_avg_pool2d(x, 1).flatten(1)))
