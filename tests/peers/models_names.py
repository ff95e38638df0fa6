"""Names and shapes of the CIFAR MobileNetV2's state_dict, one a line: name dim dim ... (a scalar has no dim).

usage: models_names.py CHANNELS CLASSES
"""
import sys

from mobilenet_v2 import MobileNetV2

for name, value in MobileNetV2(int(sys.argv[1]), int(sys.argv[2])).state_dict().items():
    print(name, *value.shape)
