#!/usr/bin/python3
"""usage: image_formats.py FOLDER
Writes an image in each form that is read, and beside it (NAME.rgb) the pixels of PIL's convert("RGB"); prints a line
NAME WIDTH HEIGHT each. PIL and numpy (Debian: python3-pil, python3-numpy); what PIL cannot write is put together here,
or by ImageMagick where it is there."""
import pathlib
import shutil
import struct
import subprocess
import sys
import zlib

import PIL
import numpy as np
from PIL import Image, ImageOps, features

FOLDER = pathlib.Path(sys.argv[1])
WIDTH, HEIGHT = 37, 22


def smooth(channels):
    y, x, c = np.meshgrid(np.arange(HEIGHT), np.arange(WIDTH), np.arange(channels), indexing="ij")
    return np.clip(128 + 130 * np.sin(x / 9 + c) * np.cos(y / 7 - c), 0, 255).astype(np.uint8)


RGB, RGBA, GREY = Image.fromarray(smooth(3)), Image.fromarray(smooth(4)), Image.fromarray(smooth(1)[:, :, 0])
CMYK = Image.fromarray(smooth(4), mode="CMYK")
PALETTE = RGB.quantize(11)
GREY16 = (smooth(1)[:, :, 0].astype(np.uint16) - 60).clip(0) * 3


def bmp(name, bits, rows, height=HEIGHT, compression=0, extra=b"", colours=0):
    """`rows` from the first that is stored, without padding."""
    rows = b"".join(row + b"\0" * (-len(row) % 4) for row in rows)
    header = struct.pack("<IiiHHIIiiII", 40, WIDTH, height, 1, bits, compression, len(rows), 0, 0, colours, 0) + extra
    (FOLDER / name).write_bytes(struct.pack("<2sIHHI", b"BM", 14 + len(header) + len(rows), 0, 0, 14 + len(header)) +
                                header + rows)


def bmps():
    for name, image in (("1", GREY.convert("1")), ("grey", GREY), ("palette", PALETTE), ("rgb", RGB), ("rgba", RGBA)):
        image.save(FOLDER / f"{name}.bmp")
    pixels = smooth(3).astype(np.uint16)
    five = (pixels[..., 0] >> 3 << 10) | (pixels[..., 1] >> 3 << 5) | pixels[..., 2] >> 3
    six = (pixels[..., 0] >> 3 << 11) | (pixels[..., 1] >> 2 << 5) | pixels[..., 2] >> 3
    bmp("555.bmp", 16, [row.tobytes() for row in five])
    bmp("565.bmp", 16, [row.tobytes() for row in six], compression=3, extra=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    (FOLDER / "os2.bmp").write_bytes(struct.pack("<2sIHHIIHHHH", b"BM", 30, 0, 0, 26, 12, 1, 1, 1, 24) + b"\1\2\3\0")
    bmp("topdown.bmp", 24, [row.tobytes() for row in smooth(3)[..., ::-1]], height=-HEIGHT)
    # 4 bits, a palette of 9: PIL made up the others until version 10.
    four = smooth(1)[:, :, 0] % (11 if int(PIL.__version__.split(".")[0]) < 10 else 9)
    rows = [bytes((int(a) << 4) | int(b) for a, b in zip(row[::2], np.append(row, 0)[1::2])) for row in four]
    bmp("4.bmp", 4, rows, extra=bytes(np.arange(36) * 7 % 256), colours=9)


def tiffs():
    images = {"1": GREY.convert("1"), "grey": GREY, "palette": PALETTE, "rgb": RGB, "rgba": RGBA, "cmyk": CMYK,
              "la": RGBA.convert("LA"), "grey16": Image.fromarray(GREY16)}
    for name, image in images.items():
        image.save(FOLDER / f"{name}.tif")
    for compression in ("tiff_lzw", "tiff_deflate", "packbits", "jpeg"):
        RGB.save(FOLDER / f"{compression}.tif", compression=compression)
    images["1"].save(FOLDER / "group4.tif", compression="group4")
    for orientation in range(2, 9):
        RGB.save(FOLDER / f"turned{orientation}.tiff", compression="tiff_lzw", tiffinfo={274: orientation})
    if shutil.which("convert"):
        def convert(name, *options, source="rgb.tif"):
            subprocess.run(["convert", FOLDER / source, *options, FOLDER / name], check=True)
        convert("tiled.tif", "-define", "tiff:tile-geometry=16x16")
        convert("planes.tif", "-interlace", "plane", "-compress", "none")
        convert("rgb16.tif", "-depth", "16", "-define", "quantum:format=unsigned", "-level", "0,90%")
        convert("bigendian.tif", "-endian", "MSB")
        convert("white0.tif", "-define", "quantum:polarity=min-is-white", source="grey.tif")


def webps():
    if features.check("webp"):
        RGB.save(FOLDER / "lossless.webp", lossless=True)
        RGBA.save(FOLDER / "alpha.webp", lossless=True, exact=True)
        RGB.save(FOLDER / "lossy.webp", quality=80)


def pngs():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in GREY16)
    (FOLDER / "grey16.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, 0, 0, 0, 0)) +
        chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    PALETTE.save(FOLDER / "palette.png", transparency=2)
    GREY.convert("1").save(FOLDER / "1.png")
    RGBA.convert("LA").save(FOLDER / "la.png")


def jpegs():
    CMYK.save(FOLDER / "cmyk.jpg", quality=95)
    RGB.save(FOLDER / "rgb.jpg", quality=95)
    data = (FOLDER / "rgb.jpg").read_bytes()
    (FOLDER / "stray.jpg").write_bytes(data[:-2] + b"\x12\x34\x56" + data[-2:])


def photographs():
    """Held in every way: what is turned upright."""
    exif = Image.Exif()
    for orientation in range(1, 9):
        exif[0x112] = orientation
        RGB.save(FOLDER / f"exif{orientation}.jpg", exif=exif, quality=95)
    exif[0x112] = 6
    RGB.save(FOLDER / "exif.png", exif=exif)
    if features.check("webp"):
        RGB.save(FOLDER / "exif.webp", exif=exif, lossless=True)


for write in (bmps, tiffs, webps, pngs, jpegs, photographs):
    write()
for path in sorted(FOLDER.iterdir()):
    opened = Image.open(path)
    opened = (ImageOps.exif_transpose(opened) if path.name.startswith("exif") else opened).convert("RGB")
    path.with_name(path.name + ".rgb").write_bytes(opened.tobytes())
    print(path.name, *opened.size)
