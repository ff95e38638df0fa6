#!/usr/bin/python3
"""Entropy calibration as TensorRT does it, by brute force, and torch's moving average, of float32 numbers; one figure a line.

usage: quant_calibration.py FILE WIDTH LEVELS BATCH
  FILE    little-endian float32 numbers
  WIDTH   of a bin; bins lie on multiples of it
  LEVELS  of the quantized distribution
  BATCH   numbers a batch of the moving average
"""
import sys
import warnings

import numpy as np
import torch
from torch.ao.quantization import MovingAverageMinMaxObserver

warnings.simplefilter("ignore")


def entropy_threshold(values, width, levels):
    cells = np.floor(values[values != 0].astype(np.float64) / width).astype(np.int64)
    counts = np.bincount(np.where(cells < 0, -cells - 1, cells)).astype(np.float64)
    best, least = len(counts), np.inf
    for size in range(levels, len(counts) + 1):
        inside = counts[:size]
        p = inside.copy()
        p[-1] += counts[size:].sum()
        level = np.arange(size) * levels // size
        mass = np.bincount(level, weights=inside, minlength=levels)
        filled = np.bincount(level, weights=p > 0, minlength=levels)
        q = np.where(p > 0, mass[level] / np.maximum(filled[level], 1), 0.0)
        p, q = p / p.sum(), q / q.sum()
        if np.any((p > 0) & (q == 0)):
            continue
        kept = p > 0
        divergence = np.sum(p[kept] * np.log(p[kept] / q[kept]))
        if divergence < least - 1e-12:
            best, least = size, divergence
    return best * width


path, width, levels, batch = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
values = np.fromfile(path, dtype="<f4")
print("threshold", repr(float(entropy_threshold(values, width, levels))))
observer = MovingAverageMinMaxObserver(averaging_constant=0.01, dtype=torch.quint8)
for first in range(0, len(values), batch):
    observer(torch.from_numpy(values[first:first + batch]))
print("average_low", repr(float(observer.min_val)))
print("average_high", repr(float(observer.max_val)))
