"""Reads a safetensors file with nothing but the standard library, as its README describes the format.

usage: io_read_safetensors.py FILE
Prints {"metadata": {...}, "tensors": {name: {"shape": [...], "dtype": "F32", "sum": ...}}}; "sum" is the sum over the
flat index i of value * (i % 7 + 1). The peer of core/io/model_file; it also unpacks `.bitmask` and `.values`.
"""
import json
import math
import struct
import sys

FORMATS = {"F64": "d", "F32": "f", "F16": "e", "I64": "q", "I32": "i", "I16": "h", "I8": "b", "U8": "B", "BOOL": "?"}


def digest(values):
    return math.fsum(v * (i % 7 + 1) for i, v in enumerate(values))


def read(path):
    with open(path, "rb") as file:
        raw = file.read()
    length = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + length])
    data = raw[8 + length:]
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        count = math.prod(entry["shape"])
        tensors[name] = (entry["dtype"], entry["shape"],
                         struct.unpack(f"<{count}{FORMATS[entry['dtype']]}", data[begin:end]))
    return metadata, tensors


def unpack(tensors, shapes):
    for name, shape in shapes.items():
        bits = tensors.pop(name + ".bitmask")[2]
        dtype, _, values = tensors.pop(name + ".values")
        rest = iter(values)
        dense = [next(rest) if bits[i // 8] >> i % 8 & 1 else 0 for i in range(math.prod(shape))]
        tensors[name] = (dtype, shape, dense)


metadata, tensors = read(sys.argv[1])
unpack(tensors, json.loads(metadata.get("secateur.sparse", "{}")))
print(json.dumps({"metadata": metadata,
                  "tensors": {n: {"shape": s, "dtype": d, "sum": digest(v)} for n, (d, s, v) in tensors.items()}}))
