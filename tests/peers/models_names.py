"""Names and shapes of a network's state_dict, one a line: name dim dim ... (a scalar has no dim).

usage: models_names.py MODEL CHANNELS CLASSES
"""
import sys

import networks

for name, value in networks.build(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])).state_dict().items():
    print(name, *value.shape)
