#!/usr/bin/env python3
"""Writes small files of every kind that the fuzzers start from: make_seeds.py FOLDER.

One sub-folder a corpus. Where python3-torch is there, its own torch.save adds to the checkpoints.
"""
import argparse
import base64
import collections
import gzip
import json
import pathlib
import pickle
import struct
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import checkpoint_files  # noqa: E402  (found by the line above)
import onnx_files  # noqa: E402
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
    beside = {"model": net.state_dict(), "args": argparse.Namespace(lr=.1, path=pathlib.PosixPath("/data")),
              "counts": collections.defaultdict(list), "ema": {"model": net.state_dict()}}
    for protocol in (1, 2, 4):
        torch.save(beside, folder / f"objects{protocol}.pth", pickle_protocol=protocol)
    torch.save(net, folder / "module.pth")
    torch.save(torch.nn.DataParallel(net), folder / "module_legacy.pth", _use_new_zipfile_serialization=False)
    torch.jit.save(torch.jit.script(net), folder / "script.pt")
    torch.save({"w": torch.quantize_per_tensor(torch.ones(2, 2), .1, 0, torch.qint8)}, folder / "quantized.pth")


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


def bmps():
    """8 bits with a palette of two colours, 16 bits with masks, 24 bits from the top."""
    for bits, height, extra, colours in ((8, 2, bytes(range(8)), 2), (16, 2, struct.pack("<3I", 0xF800, 0x7E0, 0x1F), 0),
                                         (24, -2, b"", 0)):
        header = struct.pack("<IiiHHIIiiII", 40, 2, height, 1, bits, 3 if bits == 16 else 0, 16, 0, 0, colours, 0) + extra
        yield struct.pack("<2sIHHI", b"BM", 30 + len(header), 0, 0, 14 + len(header)) + header + bytes(range(16))


def tiffs():
    """RGB, a palette of 1 bit, CMYK of 16 bits in tiles of PackBits, turned; of either byte order."""
    def tiff(order, *tags):
        pixels = bytes(range(64)) * 40
        entries = [*tags, (256, 3, 2), (257, 3, 2), (278, 3, 2)]
        header = struct.pack(order + "2sHI", b"II" if order == "<" else b"MM", 42, 8 + len(pixels))
        body = struct.pack(order + "H", len(entries))
        for tag, kind, value in sorted(entries):
            body += struct.pack(order + "HHI", tag, kind, 1) + struct.pack(order + ("HH" if kind == 3 else "I"), *(
                (value, 0) if kind == 3 else (value,)))
        return header + pixels + body + bytes(4)
    strip = ((273, 4, 8), (279, 4, 64))
    yield tiff("<", (258, 3, 8), (259, 3, 1), (262, 3, 2), (277, 3, 3), *strip)
    yield tiff(">", (258, 3, 1), (259, 3, 32773), (262, 3, 0), (277, 3, 1), (274, 3, 6), *strip)
    yield tiff("<", (258, 3, 16), (259, 3, 1), (262, 3, 5), (277, 3, 4), (322, 3, 16), (323, 3, 16), (324, 4, 8),
               (325, 4, 2048))


WEBPS = [base64.b64decode(text) for text in ("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==",
                                             "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")]

RECIPES = [{}, {"activation_observer": "mse", "activation_percentile": 99.9, "relu6": "observed",
                "weight_scales": "per-tensor", "equalize": True, "float_layers": ["conv1"],
                "activation_clips": {"conv1": [0, 4.5]}, "calibration_images": 64}]


def study():
    """One row of every table, by which the network is the model above (core/study/schema.h)."""
    def blob(kind, *numbers):
        return "X'" + struct.pack(f"<{len(numbers)}{kind}", *numbers).hex() + "'"

    def row(table, **columns):
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(map(value, columns.values()))})"

    def value(v):
        return v if isinstance(v, str) and v.startswith("X'") else "NULL" if v is None else \
            json.dumps(v) if not isinstance(v, str) else "'" + v + "'"

    def variant(number, parent, kind, encoding, quantized):
        return row("variant", id=number, parent=parent, name=f"net {number}", kind=kind, recipe="{}", note="n",
                   digest="0" * 32, encoding=encoding, size_bytes=3000, gzip_bytes=900, parameters=32, weights=18,
                   zeros=1, created="2026-01-01T00:00:00Z", model="X'" + model(quantized).hex() + "'")

    state = {"step": 2, "loss_sum": 1.5, "correct": 1, "seen": 4, "epoch_seconds": 0.5}
    saved = safetensors({"parameters": Tensor("F32", [4], floats(1, 2, 3, 4)),
                         "statistics": Tensor("F32", [2], floats(1, 2))}, {"secateur.training": json.dumps(state)})
    return "\n".join([
        row("data_set", id=1, kind="idx", name="d", location="/d", digest="a", channels=1, height=4, width=4,
            train_images=4, test_images=4, class_names='["a", "b"]'),
        row("image_list", id=1, data_set=1, split="test", digest="b", count=2, indices=blob("q", 0, 3),
            labels=blob("i", 0, 1)),
        variant(1, None, "baseline", "fp32", False), variant(2, 1, "int8", "int8", True),
        row("evaluation", id=1, variant=1, image_list=1, processor="cpu", workers=1, correct=1, seconds=0.5,
            created="2026-01-01T00:00:00Z", predictions=blob("i", 0, 0)),
        row("sweep", id=1, variant=1, image_list=1, scope="", kind="prune", criterion="l1", grouping="layer", adaptive=0),
        row("sweep_point", sweep=1, layer="conv", ratio=0.5, correct=1, count=2, lost=1, gained=0, pruned_weights=1,
            weights=2, unchanged=0, settled=1, bound_drop=0.5, bound_low=0, bound_high=1, flips=blob("i", -1, 2)),
        row("training", id=1, kind="fine-tuned", recipe="{}", state="X'" + saved.hex() + "'", last_variant=1),
        row("training_epoch", training=1, epoch=1, loss=0.5, train_accuracy=0.5, accuracy=0.5, seconds=1,
            simulated_accuracy=0.5, observers_frozen=0, norms_frozen=1),
        row("training_scale", training=1, epoch=1, position=0, layer="conv", scale=0.5, zero_point=0, weight_scale=0.1),
        row("setting", name="tolerance", value="2"),
        row("activation_histogram", variant=1, image_list=1, preparation="", layer="conv", relu6=1,
            histogram=blob("q", 1), average_low=0, average_high=1.5),
        row("range_reason", variant=2, layer="conv", weights=0, reason="observer min-max"),
        row("speed_run", id=1, processor="cpu", images=64, batch_size=8, rounds=3, created="2026-01-01T00:00:00Z"),
        row("speed", run=1, variant=1, workers=1, median=100.5, lowest=90, highest=110),
        row("profile_run", id=1, processor="cpu", peak_fp32=1e9, peak_int8=4e9, created="2026-01-01T00:00:00Z"),
        row("profile", run=1, variant=1, batch=8, spread=0.1, curve='[]',
            steps='[{"layer": "conv", "kind": "3x3", "role": "stem", "implementation": "brgconv", "integers": false,'
                  ' "depthwise": false, "macs": 9, "bytes": 80, "seconds": 0.001}]'),
        row("clip", variant=1, layer="conv", target="activation", low=0, high=4.5),
        row("quant_recipe", name="mine", recipe='{"relu6": "observed"}'),
        row("quant_error_run", id=1, variant=1, image_list=1, recipe="{}"),
        row("quant_error_noise", run=1, position=0, layer="conv", kind="conv2d", weight_sqnr=30.5, activation_sqnr=20),
        row("quant_error_point", run=1, layer="conv", mode="both", count=2, correct=1, lost=1, gained=0),
        row("comparison", id=1, settings="{}"), row("compared_network", digest="c", model="m", parameters=1, macs=1),
        row("comparison_network", comparison=1, network="c", name="n"),
        row("comparison_result", network="c", measure="top1", settings="{}", level=0.5, result="{}"),
        row("parity", id=1, variant=2, image_list=1, engine="oneDNN", instruction_set="AVX2", report="{}"),
        "UPDATE variant SET parent=2 WHERE id=1", "DELETE FROM clip WHERE variant=1"])


def onnx_samples():
    """A channel shuffle by a computed shape, and a layer norm of channels that are last."""
    node = onnx_files.node
    integers = [onnx_files.tensor(name, [len(values)], values, onnx_files.INT64)
                for name, values in (("groups", [2, 2]), ("rest", [-1]), ("zero", [0]), ("two", [2]), ("end", [9]))]
    shuffle = [node("Shape", "s", ["images"], "shape"), node("Gather", "g", ["shape", "zero"], "batch"),
               node("Slice", "l", ["shape", "two", "end"], "side"),
               node("Concat", "c", ["batch", "groups", "side"], "five", axis=0),
               node("Reshape", "r", ["images", "five"], "x"),
               node("Transpose", "t", ["x"], "y", perm=[0, 2, 1, 3, 4]),
               node("Concat", "d", ["batch", "rest", "side"], "four", axis=0),
               node("Reshape", "q", ["y", "four"], "z"), node("GlobalAveragePool", "p", ["z"], "logits")]
    floats = [onnx_files.tensor(name, dims, values) for name, dims, values in (
        ("eps", [], [1e-6]), ("power", [], [2.0]), ("w", [4], [1.0, 2.0, 3.0, 4.0]), ("m", [4, 2], [0.5] * 8))]
    norm = [node("Transpose", "t", ["images"], "x", perm=[0, 2, 3, 1]),
            node("ReduceMean", "a", ["x"], "mean", axes=[-1]), node("Sub", "b", ["x", "mean"], "centred"),
            node("Pow", "c", ["centred", "power"], "squares"), node("ReduceMean", "d", ["squares"], "v", axes=[-1]),
            node("Add", "e", ["v", "eps"], "sum"), node("Sqrt", "f", ["sum"], "root"),
            node("Div", "g", ["centred", "root"], "y"), node("Mul", "h", ["y", "w"], "scaled"),
            node("Add", "i", ["scaled", "w"], "shifted"), node("MatMul", "j", ["shifted", "m"], "z"),
            node("ReduceMean", "k", ["z"], "logits", axes=[1, 2], keepdims=0)]
    images = [onnx_files.value_info("images", [1, 4, 2, 2])]
    logits = [onnx_files.value_info("logits", [1, 4])]
    return (("shuffle", onnx_files.model(shuffle, integers, images, logits)),
            ("norm", onnx_files.model(norm, floats, images, logits)))


def main():
    root = pathlib.Path(sys.argv[1])
    kinds = ("checkpoint", "safetensors", "graph_json", "model_file", "onnx", "idx", "png", "jpeg", "bmp", "tiff", "webp", "recipe",
             "study")
    folders = {kind: root / kind for kind in kinds}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    checkpoints(folders["checkpoint"])
    (folders["safetensors"] / "plain").write_bytes(safetensors(tensors(), {"format": "pt"}))
    (folders["safetensors"] / "sparse").write_bytes(sparse())
    for name, quantized in (("float", False), ("int8", True)):
        (folders["graph_json"] / name).write_text(json.dumps(graph(quantized)))
        (folders["model_file"] / name).write_bytes(model(quantized))
    (folders["onnx"] / "network").write_bytes(onnx_files.residual_network(1, 4, 2))
    for name, sample in onnx_samples():
        (folders["onnx"] / name).write_bytes(sample)
    for rank in (1, 3):
        (folders["idx"] / f"plain{rank}").write_bytes(idx(rank))
        (folders["idx"] / f"gz{rank}").write_bytes(gzip.compress(idx(rank), mtime=0))
    for kind, images in (("png", pngs()), ("bmp", bmps()), ("tiff", tiffs()), ("webp", WEBPS)):
        for number, image in enumerate(images):
            (folders[kind] / str(number)).write_bytes(image)
    (folders["jpeg"] / "0").write_bytes(tiny_data.JPEG)
    (folders["study"] / "rows.sql").write_text(study())
    for number, recipe in enumerate(RECIPES):
        (folders["recipe"] / str(number)).write_text(json.dumps(recipe))


if __name__ == "__main__":
    main()
