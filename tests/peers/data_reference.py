#!/usr/bin/python3
"""Expected values of tests/core/data, from torch, numpy and PIL (Debian: python3-torch, python3-numpy, python3-pil).

usage: data_reference.py [--write]
Prints every value that the tests embed. With --write it first writes the images in tests/data/images again.
Fashion-MNIST is Debian's package dataset-fashion-mnist.
"""
import gzip
import os
import struct
import sys
import zlib

import numpy as np
import torch
from PIL import Image

IMAGES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "images")
FASHION = "/usr/share/datasets/fashion-mnist"
WIDTH, HEIGHT = 45, 34


def pattern(width, height, channels):
    """The test image: tests/core/data/fixtures.h computes the same."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")
    return ((x * 7 + y * 13 + c * 50 + (x * y) % 31 * 5) % 256).astype(np.uint8)


def smooth(channels):
    """JPEG and PNG fixtures: no sharp edges, which decoders may differ in."""
    y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(channels), indexing="ij")
    return np.clip(128 + 100 * np.sin(x / 9 + c) * np.cos(y / 7 - c), 0, 255).astype(np.uint8)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_png16(path, samples):
    """16-bit RGB with a gAMA chunk, which PIL cannot write. Readers are to take the high bytes as they are."""
    height, width, _ = samples.shape
    rows = b"".join(b"\0" + samples[y].astype(">u2").tobytes() for y in range(height))
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0))
                + chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"IDAT", zlib.compress(rows, 9))
                + chunk(b"IEND", b""))


def write_images():
    os.makedirs(IMAGES, exist_ok=True)
    path = lambda name: os.path.join(IMAGES, name)
    rgb, rgba = smooth(3), smooth(4)
    Image.fromarray(rgb).save(path("rgb.jpg"), quality=90)
    Image.fromarray(rgb).save(path("progressive.jpg"), quality=90, progressive=True, subsampling=0)
    Image.fromarray(smooth(1)[:, :, 0]).save(path("gray.jpg"), quality=90)
    Image.fromarray(rgba, mode="CMYK").save(path("cmyk.jpg"), quality=90)
    Image.fromarray(rgb).save(path("rgb.png"))
    Image.fromarray(rgba).save(path("rgba.png"))
    Image.fromarray(smooth(1)[:, :, 0]).save(path("gray.png"))
    Image.fromarray(rgb).quantize(16).save(path("palette.png"), transparency=3)
    write_png16(path("rgb16.png"), rgb.astype(np.uint16) * 256 + 77)


def show(name, pixels):
    """Checksum over height x width x channel order, and channel means."""
    values = pixels.astype(np.int64).reshape(-1)
    weights = np.arange(values.size) % 251 + 1
    print(f"{name}: size {pixels.shape[1]}x{pixels.shape[0]} checksum {(values * weights).sum()} "
          f"first {pixels[0, 0].tolist()} middle {pixels[pixels.shape[0] // 2, pixels.shape[1] // 2].tolist()} "
          f"means {[round(float(m), 3) for m in pixels.reshape(-1, pixels.shape[2]).mean(0)]}")


def images():
    for name in sorted(os.listdir(IMAGES)):
        show(name, np.asarray(Image.open(os.path.join(IMAGES, name)).convert("RGB")))


def resized():
    """As torchvision's Resize(shorter) and CenterCrop(crop) on PIL images."""
    for width, height, shorter, crop in [(60, 45, 32, 28), (45, 60, 20, 20), (20, 15, 32, 31), (500, 375, 256, 224),
                                         (33, 33, 33, 28), (61, 32, 32, 31)]:
        image = Image.fromarray(pattern(width, height, 3))
        size = (shorter, int(shorter * height / width)) if width <= height else (int(shorter * width / height), shorter)
        image = image.resize(size, Image.BILINEAR)
        show(f"{width}x{height} resize {shorter}", np.asarray(image))
        left, top = int(round((size[0] - crop) / 2.0)), int(round((size[1] - crop) / 2.0))
        show(f"{width}x{height} resize {shorter} crop {crop}",
             np.asarray(image.crop((left, top, left + crop, top + crop))))


def fashion():
    def idx(name, header):
        with gzip.open(os.path.join(FASHION, name)) as f:
            return np.frombuffer(f.read(), np.uint8, offset=header)
    pixels = idx("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    labels = idx("t10k-labels-idx1-ubyte.gz", 8)
    batch = torch.from_numpy(pixels[:16].copy()).to(torch.float32).div(255).unsqueeze(1)
    batch = batch.sub(torch.tensor(0.2860)).div(torch.tensor(0.3530))
    print("fashion test labels", labels[:16].tolist())
    print("fashion test sum of 16", repr(batch.double().sum().item()), "sum of squares",
          repr((batch.double() ** 2).sum().item()))
    for k, y, x in [(0, 0, 0), (0, 14, 20), (3, 10, 10), (15, 20, 13)]:
        print(f"fashion [{k}, 0, {y}, {x}] pixel {pixels[k, y, x]} value {batch[k, 0, y, x].item().hex()}")
    scaled = pixels.astype(np.float64) / 255
    print("fashion test mean", repr(scaled.mean()), "std", repr(scaled.std()))


def normalised_values():
    mean, std = torch.tensor([0.4914, 0.4822, 0.4465]), torch.tensor([0.2023, 0.1994, 0.2010])
    pixels = torch.arange(256, dtype=torch.uint8).to(torch.float32).div(255)
    for c in range(3):
        column = pixels.sub(mean[c]).div(std[c])
        print(f"cifar channel {c}:", [column[v].item().hex() for v in (0, 1, 100, 255)], "sum",
              repr(column.double().sum().item()))


if __name__ == "__main__":
    if "--write" in sys.argv:
        write_images()
    images()
    resized()
    normalised_values()
    fashion()
