"""The peer of a network by its name in Secateur's registry: the CIFAR forms beside this file, torchvision's for ImageNet."""
import importlib

import torch.nn as nn

CIFAR = {"mobilenet_v2_cifar": ("mobilenet_v2", "MobileNetV2"), "vgg16_cifar": ("vgg16", "VGG16"),
         "resnet18_cifar": ("resnet18", "ResNet18"), "densenet121_cifar": ("densenet121", "DenseNet121"),
         "efficientnet_b0_cifar": ("efficientnet_b0", "EfficientNetB0")}


def build(name, channels, classes, activation=""):
    """In training mode it has no dropout and no stochastic depth, so that its logits can be compared."""
    if name in CIFAR:
        module, network = CIFAR[name]
        extra = {"activation": activation} if name == "mobilenet_v2_cifar" and activation else {}
        built = getattr(importlib.import_module(module), network)(channels, classes, **extra)
    else:
        import torchvision
        built = getattr(torchvision.models, name)(weights=None, num_classes=classes)
    for module in built.modules():
        if isinstance(module, nn.Dropout) or type(module).__name__ == "StochasticDepth":
            module.p = 0.0
    return built
