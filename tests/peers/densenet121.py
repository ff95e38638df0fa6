"""DenseNet121 in the CIFAR form (stem 3x3 stride 1, growth 32, reduction 0.5): the peer of core/models/densenet121.

Parameter names: conv1, denseD.B.{bn1,conv1,bn2,conv2}, transT.{bn,conv}, bn, linear. The new channels of a layer stand
before the ones that it read.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

GROWTH, REPEATS = 32, [6, 12, 24, 16]


class Bottleneck(nn.Module):
    def __init__(self, inputs):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, 4 * GROWTH, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(4 * GROWTH)
        self.conv2 = nn.Conv2d(4 * GROWTH, GROWTH, 3, padding=1, bias=False)

    def forward(self, x):
        y = self.conv1(F.relu(self.bn1(x)))
        y = self.conv2(F.relu(self.bn2(y)))
        return torch.cat([y, x], 1)


class Transition(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.bn = nn.BatchNorm2d(inputs)
        self.conv = nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x):
        return F.avg_pool2d(self.conv(F.relu(self.bn(x))), 2)


class DenseNet121(nn.Module):
    def __init__(self, channels=3, classes=10):
        super().__init__()
        width = 2 * GROWTH
        self.conv1 = nn.Conv2d(channels, width, 3, padding=1, bias=False)
        for stage, repeats in enumerate(REPEATS, 1):
            layers = []
            for _ in range(repeats):
                layers.append(Bottleneck(width))
                width += GROWTH
            setattr(self, f"dense{stage}", nn.Sequential(*layers))
            if stage < len(REPEATS):
                setattr(self, f"trans{stage}", Transition(width, width // 2))
                width //= 2
        self.bn = nn.BatchNorm2d(width)
        self.linear = nn.Linear(width, classes)

    def forward(self, x):
        x = self.trans1(self.dense1(self.conv1(x)))
        x = self.trans2(self.dense2(x))
        x = self.trans3(self.dense3(x))
        x = F.relu(self.bn(self.dense4(x)))
        return self.linear(F.avg_pool2d(x, 4).flatten(1))
