"""Writes the images of FOLDER/<class>/* as a runtime is given them: float32 [N, 3, 32, 32], raw.

usage: cifar_images.py FOLDER OUTPUT
Pixels are decoded by PIL and normalised with CIFAR-10's constants.
"""
import sys

import numpy

from cifar_evaluate import DEVIATION, MEAN, files_of, pixels_of


def main():
    folder, output = sys.argv[1:3]
    images = [((pixels_of(file).float() / 255 - MEAN) / DEVIATION).numpy() for file, _ in files_of(folder)]
    numpy.concatenate(images).astype("<f4").tofile(output)


main()
