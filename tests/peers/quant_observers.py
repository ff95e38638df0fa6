#!/usr/bin/python3
"""What torch.ao.quantization's observers and numpy.percentile make of float32 numbers, one figure a line: NAME VALUE, and "end 0"
after each file.

usage: quant_observers.py FILE...   (little-endian float32 numbers)
"""
import sys
import warnings

import numpy as np
import torch
from torch.ao.quantization import HistogramObserver, MinMaxObserver

warnings.simplefilter("ignore")


def show(name, observer, tensor):
    observer(tensor)
    scale, zero_point = observer.calculate_qparams()
    print(name + "_scale", repr(float(scale)))
    print(name + "_zero", int(zero_point))


for path in sys.argv[1:]:
    values = np.fromfile(path, dtype="<f4")
    tensor = torch.from_numpy(values)
    symmetric = {"dtype": torch.qint8, "qscheme": torch.per_tensor_symmetric, "quant_min": -127, "quant_max": 127}
    show("affine8", MinMaxObserver(dtype=torch.quint8), tensor)
    show("affine7", MinMaxObserver(dtype=torch.quint8, quant_min=0, quant_max=127), tensor)
    show("symmetric8", MinMaxObserver(**symmetric), tensor)
    show("histogram8", HistogramObserver(dtype=torch.quint8), tensor)
    for percentile in (0.05, 0.5, 1, 5, 95, 99, 99.5, 99.9, 99.95):
        print(f"p{percentile}", repr(float(np.percentile(values.astype(np.float64), percentile))))
    print("end 0")
