#!/usr/bin/python3
"""Bytes of torchvision's resized_crop (bilinear, on a PIL image) of data_reference.py's pattern: one line.

usage: resized_crop.py WIDTH HEIGHT TOP LEFT CROP_HEIGHT CROP_WIDTH TARGET_HEIGHT TARGET_WIDTH
"""
import sys

import numpy
from PIL import Image
from torchvision.transforms import functional

from data_reference import pattern

width, height, top, left, crop_height, crop_width, target_height, target_width = map(int, sys.argv[1:])
image = Image.fromarray(pattern(width, height, 3))
print(*numpy.asarray(functional.resized_crop(image, top, left, crop_height, crop_width,
                                             [target_height, target_width])).flatten())
