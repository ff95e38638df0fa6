"""Writes image data sets of a few dozen images: IDX, CIFAR-10 binary, folders of PNG and JPEG."""
import base64
import gzip
import pathlib
import random
import struct
import zlib

CIFAR_NAMES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship",
               "truck"]
# 32x32, red rising to the right and green downwards.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNy"
    "wtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09P"
    "T09PT09PT09PT09PT09PT09PT09PT0//wAARCAAgACADAREAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABAb/xA"
    "AXEAADAQAAAAAAAAAAAAAAAAAAAwRh/8QAFgEBAQEAAAAAAAAAAAAAAAAAAwUH/8QAFhEAAwAAAAAAAAAAAAAAAAAA"
    "AAID/9oADAMBAAIRAxEAPwCIVNhdZwpUGKmwBnKcqDFTYCzlKVBipsBZylKgNU2DM5nMqC1TYCzlKVBipsBZynKgxU"
    "2As5SlQGqbBmczmVBipsBZylKgtU2As5SlQYqbAWcpyoDVNgzOZxKgxU2As5TlQWqbAWcpSoMVNgLOUpUP/9k="
)


def picture(label, size, generator):
    """Gray noise with a bright bar whose place tells the class."""
    first = label * size // 10
    return bytes(min(255, generator.randrange(60) + (160 if first <= x < first + 4 else 0))
                 for _ in range(size) for x in range(size))


def write_idx_split(folder, prefix, images, labels, side=28):
    """`images` are bytes of side * side pixels each."""
    with gzip.open(folder / f"{prefix}-images-idx3-ubyte.gz", "wb", 1) as file:
        file.write(struct.pack(">4I", 0x803, len(images), side, side) + b"".join(images))
    with gzip.open(folder / f"{prefix}-labels-idx1-ubyte.gz", "wb", 1) as file:
        file.write(struct.pack(">2I", 0x801, len(labels)) + bytes(labels))


def make_idx(folder, train=60, test=30):
    """28x28, ten classes; a folder with "fashion" in its name gets Fashion-MNIST's class names."""
    folder.mkdir(parents=True)
    generator = random.Random(1)
    for prefix, count in (("train", train), ("t10k", test)):
        labels = [i % 10 for i in range(count)]
        write_idx_split(folder, prefix, [picture(k, 28, generator) for k in labels], labels)
    return folder


def make_idx_from(source, folder, train, test):
    """The first images of both splits of an IDX folder, as a folder of their own."""
    folder.mkdir(parents=True)
    for prefix, count in (("train", train), ("t10k", test)):
        with gzip.open(pathlib.Path(source) / f"{prefix}-images-idx3-ubyte.gz") as file:
            file.read(16)
            images = [file.read(28 * 28) for _ in range(count)]
        with gzip.open(pathlib.Path(source) / f"{prefix}-labels-idx1-ubyte.gz") as file:
            file.read(8)
            labels = list(file.read(count))
        write_idx_split(folder, prefix, images, labels)
    return folder


def make_cifar10(folder, batch=20, test=30):
    """CIFAR-10's binary version: a label byte, then the red, green and blue plane of 32x32."""
    folder.mkdir(parents=True)
    generator = random.Random(2)
    for name, count in [(f"data_batch_{k}", batch) for k in range(1, 6)] + [("test_batch", test)]:
        records = (bytes([i % 10]) + picture(i % 10, 32, generator) * 3 for i in range(count))
        (folder / f"{name}.bin").write_bytes(b"".join(records))
    (folder / "batches.meta.txt").write_text("\n".join(CIFAR_NAMES) + "\n\n", encoding="ascii")
    return folder


def png(gray, side):
    """An RGB PNG with three equal channels."""
    def chunk(kind, data):
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    rows = b"".join(b"\0" + bytes(v for v in gray[y * side:(y + 1) * side] for _ in range(3))
                    for y in range(side))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def make_image_folder(folder, classes=3, train=12, test=6, size=32):
    """train/<class>/* and test/<class>/*, so many images a class; of 32 pixels, one of them is a JPEG."""
    generator = random.Random(3)
    for split, count in (("train", train), ("test", test)):
        for label in range(classes):
            place = folder / split / f"class_{label}"
            place.mkdir(parents=True)
            photos = 1 if size == 32 else 0
            for i in range(count - photos):
                (place / f"{i:03}.png").write_bytes(png(picture(3 * label, size, generator), size))
            if photos:
                (place / "photo.jpg").write_bytes(JPEG)
    return folder
