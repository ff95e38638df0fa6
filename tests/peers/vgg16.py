"""VGG16 with batch normalisation in the CIFAR form (32x32), written in PyTorch: the peer of core/models/vgg16.

Parameter names: features.N (convolutions with bias and their BatchNorm2d), classifier.
"""
import torch.nn as nn

WIDTHS = [64, 64, "pool", 128, 128, "pool", 256, 256, 256, "pool", 512, 512, 512, "pool", 512, 512, 512, "pool"]


class VGG16(nn.Module):
    def __init__(self, channels=3, classes=10):
        super().__init__()
        layers, width = [], channels
        for entry in WIDTHS:
            if entry == "pool":
                layers.append(nn.MaxPool2d(2, 2))
            else:
                layers += [nn.Conv2d(width, entry, 3, padding=1), nn.BatchNorm2d(entry), nn.ReLU(inplace=True)]
                width = entry
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(512, classes)

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))
