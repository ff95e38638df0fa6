"""Writes PyTorch checkpoints of every form into a folder and prints what is in them as JSON.

usage: io_make_checkpoints.py FOLDER
The peer of core/io/pytorch_checkpoint: {file: {"tensors": {name: {shape, dtype, sum}}, "metadata": {...}}};
"sum" is the sum over the flat index i of value * (i % 7 + 1), so that the order matters.
"""
import argparse
import collections
import datetime
import enum
import functools
import json
import os
import pathlib
import pickle
import sys
import zipfile

import numpy
import torch

FOLDER = sys.argv[1]
EXPECTED = {}


class Stage(enum.Enum):
    FIRST = 1
    SECOND = 2


def digest(tensor):
    flat = tensor.detach().contiguous().reshape(-1).to(torch.float64)
    weights = (torch.arange(flat.numel()) % 7 + 1).to(torch.float64)
    return {"shape": list(tensor.shape), "dtype": str(tensor.dtype).replace("torch.", ""),
            "sum": float((flat * weights).sum())}


def save(name, value, state, metadata=None, **kwargs):
    for suffix, zipped in (("zip", True), ("legacy", False)):
        file = f"{name}.{suffix}.pth"
        torch.save(value, os.path.join(FOLDER, file), _use_new_zipfile_serialization=zipped, **kwargs)
        EXPECTED[file] = {"tensors": {k: digest(v) for k, v in state.items()}, "metadata": metadata or {}}


def network():
    torch.manual_seed(7)
    return torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))


def containers():
    state = network().state_dict()
    assert hasattr(state, "_metadata")
    save("ordered", state, state)
    save("plain", dict(state), state)
    save("net", {"net": state, "acc": 86.5, "epoch": 12, "done": True, "note": "caf\u00e9", "nothing": None},
         state, {"acc": "86.5", "epoch": "12", "done": "true", "note": "caf\u00e9"})
    save("state_dict", {"epoch": 3, "state_dict": state}, state, {"epoch": "3"})
    save("model", {"model": state, "best": -1}, state, {"best": "-1"})
    prefixed = collections.OrderedDict(("module." + k, v) for k, v in state.items())
    save("module", {"net": prefixed}, prefixed)
    save("parameters", dict(network().named_parameters()), dict(network().named_parameters()))
    for protocol in (3, 4, 5):
        save(f"protocol{protocol}", {"net": state, "big": 1 << 80, "negative": -(1 << 40)}, state,
             {"negative": str(-(1 << 40))}, pickle_protocol=protocol)
    optimizer = torch.optim.SGD(network().parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [3, 5])
    save("optimizer", {"net": state, "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(),
                       "size": torch.Size([1, 2]), "device": torch.device("cpu"), "dtype": torch.float16,
                       "set": {1, 2}, "frozen": frozenset([3]), "history": [0.5, (1, 2), {"a": [None]}]},
         state, {"device": "cpu"})


def tensors():
    base = torch.arange(60, dtype=torch.float32).reshape(3, 4, 5)
    views = {"base": base, "transposed": base.transpose(0, 2), "sliced": base[1:, ::2, 1:4], "row": base[2],
             "expanded": torch.tensor([1.5, 2.5]).unsqueeze(1).expand(2, 3), "reshaped": base.reshape(60)[7:11],
             "channels_last": torch.rand(2, 3, 4, 5).to(memory_format=torch.channels_last),
             "scalar": torch.tensor(2.75), "empty": torch.zeros(0, 3)}
    save("views", views, views)
    numbers = torch.tensor([[1, 0, 3], [4, 5, 100]])
    types = {str(t).replace("torch.", ""): numbers.to(t) for t in (
        torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16,
        torch.int8, torch.uint8, torch.bool)}
    save("types", types, types)
    scalars = {"f8": numpy.float64(3.5), "f4": numpy.float32(0.25), "f2": numpy.float16(1.5), "i8": numpy.int64(-7),
               "i4": numpy.int32(70000), "u1": numpy.uint8(200), "b1": numpy.bool_(True)}
    big = {"be": numpy.array([2.5], dtype=">f8")[0]}
    metadata = {"f8": "3.5", "f4": "0.25", "f2": "1.5", "i8": "-7", "i4": "70000", "u1": "200", "b1": "true",
                "be": "2.5"}
    save("numpy", {"net": {"w": torch.ones(2)}, **scalars, **big, "text": numpy.str_("abc")},
         {"w": torch.ones(2)}, metadata)


class Evil:
    def __reduce__(self):
        return os.system, ("touch " + os.path.join(FOLDER, "executed"),)


class Recipe(dict):
    """A configuration of a project that this program does not know."""


def objects():
    """Python objects beside the weights, and whole modules: all inert."""
    state = network().state_dict()
    beside = {"args": argparse.Namespace(lr=.1, path=pathlib.PosixPath("/data")), "when": datetime.datetime(2026, 1, 2),
              "counts": collections.defaultdict(list, {"a": [1]}), "stage": Stage.SECOND, "recipe": Recipe(depth=3),
              "array": numpy.arange(3000.0), "part": functools.partial(int, base=2), "lr": .1}
    for protocol in (1, 2, 4):
        save(f"objects{protocol}", {"model": state, **beside}, state, {"lr": "0.1"}, pickle_protocol=protocol)
    save("whole_module", network(), state)
    save("parallel_module", {"model": torch.nn.DataParallel(network()), "epoch": 1},
         {"module." + k: v for k, v in state.items()}, {"epoch": "1"})
    save("deep", {"run": {"best": {"weights": state, "acc": 91.5}}}, state, {"acc": "91.5"})
    tagged = torch.nn.Parameter(torch.ones(3))
    tagged.note = "an attribute"
    save("tagged", {"w": tagged}, {"w": tagged})
    torch.jit.save(torch.jit.script(network()), os.path.join(FOLDER, "script_module.pt"))
    EXPECTED["script_module.pt"] = {"tensors": {k: digest(v) for k, v in state.items()}, "metadata": {}}
    several = {"state_dict_ema": {"0.weight": torch.full((2, 3), 1.)}, "acc": 91.5,
               "optimizer": {"state": {0: {"momentum_buffer": torch.ones(2)}}},
               "ckpt": {"model": {"0.weight": torch.full((2, 3), 2.)}}}
    torch.save(several, os.path.join(FOLDER, "several.zip.pth"))
    torch.save({"w": torch.quantize_per_tensor(torch.ones(2, 2), .1, 0, torch.qint8)},
               os.path.join(FOLDER, "quantized.zip.pth"))


def refused():
    for suffix, zipped in (("zip", True), ("legacy", False)):
        path = os.path.join(FOLDER, f"evil.{suffix}.pth")
        torch.save({"net": {"w": torch.ones(1)}, "x": Evil()}, path, _use_new_zipfile_serialization=zipped)
    torch.save([1, 2, 3], os.path.join(FOLDER, "list.zip.pth"))
    nested = b"\x80\x02" + b"]" * 100000 + b"a" * 99999 + b"."
    marks = b"\x80\x02" + b"(" * 100000 + b"."
    for name, data in (("nested", nested), ("marks", marks)):
        with zipfile.ZipFile(os.path.join(FOLDER, name + ".zip.pth"), "w") as archive:
            archive.writestr("archive/data.pkl", data)
    torch.jit.save(torch.jit.script(torch.nn.ReLU()), os.path.join(FOLDER, "script.zip.pth"))
    with open(os.path.join(FOLDER, "garbage.pth"), "wb") as file:
        file.write(b"not a checkpoint at all")


def deflated():
    """The same archive, packed again with deflate by a zip program."""
    state = network().state_dict()
    torch.save(state, os.path.join(FOLDER, "source.pth"))
    with zipfile.ZipFile(os.path.join(FOLDER, "source.pth")) as source, \
            zipfile.ZipFile(os.path.join(FOLDER, "deflated.zip.pth"), "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    EXPECTED["deflated.zip.pth"] = {"tensors": {k: digest(v) for k, v in state.items()}, "metadata": {}}


containers()
tensors()
objects()
refused()
deflated()
print(json.dumps(EXPECTED))
