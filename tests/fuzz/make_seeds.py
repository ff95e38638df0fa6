#!/usr/bin/env python3
"""Writes small files of every kind that the fuzzers start from: make_seeds.py FOLDER.

One sub-folder a corpus. Where python3-torch is there, its own torch.save adds to the checkpoints.
"""
import gzip
import json
import pathlib
import pickle
import struct
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import checkpoint_files  # noqa: E402  (found by the line above)
import tiny_data  # noqa: E402

Tensor = checkpoint_files.Tensor


def floats(*values):
    return struct.pack(f"<{len(values)}f", *values)


def tensors():
    return {"conv1.weight": Tensor("F32", [2, 1, 1, 1], floats(0.5, -1)),
            "bn1.num_batches_tracked": Tensor("I64", [], struct.pack("<q", 7)),
            "flags": Tensor("U8", [3], bytes([0, 1, 2]))}


def node(name, op, attributes, inputs, parameters=(), **more):
    return {"name": name, "op": op, "attributes": attributes, "inputs": inputs, "block": "b",
            "parameters": [{"slot": slot, "shape": shape, "dtype": dtype}
                           for slot, shape, dtype in parameters], **more}


def graph(quantized):
    """Input, convolution, batch normalisation, addition, concatenation, head: every kind of field."""
    weight = "qint8" if quantized else "float32"
    quant = {"quant": {"scale": 0.25, "zero_point": 3}} if quantized else {}
    vector = [(slot, [2], "float32") for slot in ("weight", "bias", "running_mean", "running_var")]
    nodes = [
        node("input", "input", {"channels": 1, "height": 4, "width": 4}, [], **quant),
        node("conv", "conv2d", {"kernel": [1, 1], "in_channels": 1, "out_channels": 2,
                                "bias": False}, [0], [("weight", [2, 1, 1, 1], weight)], **quant),
        node("bn", "batch_norm2d", {"channels": 2, "eps": 1e-5, "momentum": 0.1}, [1],
             vector + [("num_batches_tracked", [], "int64")]),
        node("relu", "activation", {"kind": "relu6"}, [2]),
        node("add", "add", {}, [2, 3], **quant),
        node("cat", "concat", {}, [4, 3]),
        node("pool", "max_pool2d", {"kernel": [2, 2], "stride": [2, 2], "padding": [0, 0]}, [5]),
        node("mean", "global_avg_pool", {}, [6]),
        node("gate", "multiply", {}, [6, 7]),
        node("mean2", "global_avg_pool", {}, [8]),
        node("flat", "flatten", {}, [9]),
        node("drop", "dropout", {"p": 0.5}, [10]),
        node("fc", "linear", {"in_features": 4, "out_features": 2, "bias": True}, [11],
             [("weight", [2, 4], weight), ("bias", [2], "float32")], **quant),
    ]
    spec = {"name": "tiny", "channels": 1, "classes": 2, "height": 4, "width": 4,
            "activation": "relu6"}
    return {"version": 2, "spec": spec, "nodes": nodes}


def model_tensors(quantized):
    made = {}
    for one in graph(quantized)["nodes"]:
        for parameter in one["parameters"]:
            name = f"{one['name']}.{parameter['slot']}"
            count = 1
            for size in parameter["shape"]:
                count *= size
            if parameter["dtype"] == "qint8":
                made[name] = Tensor("I8", parameter["shape"], bytes(range(count)))
                per_channel = one["name"] == "conv"
                made[name + "_scale"] = Tensor("F32", [2] if per_channel else [],
                                               floats(*[0.5] * (2 if per_channel else 1)))
            elif parameter["dtype"] == "int64":
                made[name] = Tensor("I64", parameter["shape"], struct.pack(f"<{count}q", *[1] * count))
            else:
                made[name] = Tensor("F32", parameter["shape"], floats(*[0.5] * count))
    return made


def safetensors(made, metadata):
    header, data = {"__metadata__": metadata} if metadata else {}, b""
    for name, tensor in made.items():
        header[name] = {"dtype": tensor.dtype, "shape": tensor.shape,
                        "data_offsets": [len(data), len(data) + len(tensor.data)]}
        data += tensor.data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def model(quantized):
    return safetensors(model_tensors(quantized), {
        "format": "pt", "secateur.encoding": "int8" if quantized else "float",
        "secateur.graph": json.dumps(graph(quantized), separators=(",", ":"))})


def sparse():
    """Two of sixteen weights are left: bit mask and values (core/io/sparse_encoding.h)."""
    made = {"w.bitmask": Tensor("U8", [2], bytes([0b00010001, 0])),
            "w.values": Tensor("F32", [2], floats(1, 2))}
    return safetensors(made, {"secateur.sparse": json.dumps({"w": [4, 4]})})


def checkpoints(folder):
    plain = {name: tensor for name, tensor in tensors().items() if tensor.dtype != "U8"}
    checkpoint_files.write_pth(folder / "plain.pth", plain)
    checkpoint_files.write_evil_legacy(folder / "legacy.pth", "true")
    checkpoint_files.write_evil_zip(folder / "evil.pth", "true")
    parts = [0x1950a86a20f9469cfc6c, 1001, {"little_endian": True},
             {"epoch": 3, "acc": 91.5, "net": {"a": (1, 2.5, None, True)}}, []]
    (folder / "scalars.pth").write_bytes(b"".join(pickle.dumps(part, 2) for part in parts))
    try:
        import torch
    except ImportError:
        print("no python3-torch: fewer seeds of checkpoints")
        return
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2))
    for name, value in (("state", net.state_dict()), ("nested", {"net": net.state_dict(), "acc": 9.5})):
        torch.save(value, folder / f"{name}.pth")
        torch.save(value, folder / f"{name}_legacy.pth", _use_new_zipfile_serialization=False)


def idx(rank):
    sizes = {1: [3], 3: [2, 2, 2]}[rank]
    content = bytes(range(3 if rank == 1 else 8))
    return struct.pack(f">{rank + 1}I", 0x800 + rank, *sizes) + content


def pngs():
    """Gray, palette with transparency, 16 bit RGBA interlaced header with text chunks."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def png(header, *chunks):
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IEND", b"")

    rows = zlib.compress(b"\x00\x10\x20\x00\x30\x40")
    yield tiny_data.png(bytes(64), 8)
    yield png(struct.pack(">2I5B", 2, 2, 8, 3, 0, 0, 0), chunk(b"PLTE", bytes(range(192))),
              chunk(b"tRNS", bytes(64)), chunk(b"IDAT", rows))
    yield png(struct.pack(">2I5B", 2, 1, 16, 6, 0, 0, 1), chunk(b"gAMA", struct.pack(">I", 45455)),
              chunk(b"tEXt", b"Comment\0words"), chunk(b"IDAT", zlib.compress(bytes(34))))


RECIPES = [{}, {"activation_observer": "mse", "activation_percentile": 99.9, "relu6": "observed",
                "weight_scales": "per-tensor", "equalize": True, "float_layers": ["conv1"],
                "activation_clips": {"conv1": [0, 4.5]}, "calibration_images": 64}]


def main():
    root = pathlib.Path(sys.argv[1])
    kinds = ("checkpoint", "safetensors", "graph_json", "model_file", "idx", "png", "jpeg", "recipe")
    folders = {kind: root / kind for kind in kinds}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    checkpoints(folders["checkpoint"])
    (folders["safetensors"] / "plain").write_bytes(safetensors(tensors(), {"format": "pt"}))
    (folders["safetensors"] / "sparse").write_bytes(sparse())
    for name, quantized in (("float", False), ("int8", True)):
        (folders["graph_json"] / name).write_text(json.dumps(graph(quantized)))
        (folders["model_file"] / name).write_bytes(model(quantized))
    for rank in (1, 3):
        (folders["idx"] / f"plain{rank}").write_bytes(idx(rank))
        (folders["idx"] / f"gz{rank}").write_bytes(gzip.compress(idx(rank), mtime=0))
    for number, image in enumerate(pngs()):
        (folders["png"] / str(number)).write_bytes(image)
    (folders["jpeg"] / "0").write_bytes(tiny_data.JPEG)
    for number, recipe in enumerate(RECIPES):
        (folders["recipe"] / str(number)).write_text(json.dumps(recipe))


if __name__ == "__main__":
    main()
