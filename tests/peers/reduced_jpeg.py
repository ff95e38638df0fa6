"""JPEG files as PIL reads them reduced: Image.draft, then torchvision's Resize and CenterCrop.

usage: reduced_jpeg.py FOLDER RESIZE CROP

Writes FOLDER/test/a/NAME.jpg and FOLDER/expected/NAME.jpg.rgb (CROP x CROP RGB triples); prints a line "NAME DIVISOR"
each, in the order of names: by how much draft has divided the sides.
"""
import pathlib
import sys

import numpy
from PIL import Image


def main():
    folder, resize, crop = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    images, expected = folder / "test" / "a", folder / "expected"
    images.mkdir(parents=True)
    expected.mkdir()
    generator = numpy.random.default_rng(1)
    sizes = {"same": (60, 45), "half": (100, 70), "odd": (141, 131), "quarter": (300, 129), "eighth": (301, 259),
             "grey": (130, 150), "inks": (90, 131)}
    for name, size in sorted(sizes.items()):
        coarse = Image.fromarray(generator.integers(0, 255, (9, 12, 3)).astype(numpy.uint8)).resize(size, Image.BICUBIC)
        coarse.convert({"grey": "L", "inks": "CMYK"}.get(name, "RGB")).save(images / f"{name}.jpg", quality=92)
        image = Image.open(images / f"{name}.jpg")
        width, height = image.size
        short = min(width, height)
        target = (resize * width // short, resize * height // short)
        image.draft(image.mode, target)
        divisor = round(width / image.size[0])
        image = image.convert("RGB")
        width, height = image.size
        short = min(width, height)
        image = image.resize((int(resize * width / short), int(resize * height / short)), Image.BILINEAR)
        left, top = (int(round((side - crop) / 2.0)) for side in image.size)
        pixels = numpy.asarray(image.crop((left, top, left + crop, top + crop)))
        (expected / f"{name}.jpg.rgb").write_bytes(pixels.tobytes())
        print(name, divisor)


if __name__ == "__main__":
    main()
