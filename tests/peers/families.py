"""Checkpoints of torchvision's families with random weights, opened without saying which network they are of.

usage: /usr/bin/python3 tests/peers/families.py [--build build/release] [--small] [NAME...]

A name is one of torchvision's, for MobileNetV2 with its width: mobilenet_v2:0.35. Each state_dict goes through torch.save
and the recognition of the program beside this script (build/release/bin/network_facts), and two images through the
network. A line a network: what it was recognised as, parameters of both, the largest difference of the logits relative
to the largest logit. `--small`: one of each family, as ctest runs it.
"""
import argparse
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
SMALL = ["mobilenet_v2:0.35", "resnet18", "resnet50", "densenet121", "efficientnet_b0", "efficientnet_b1"]
ALL = ([f"mobilenet_v2:{width}" for width in (0.35, 0.5, 0.75, 1.0, 1.4)] +
       [f"vgg{depth}{norm}" for depth in (11, 13, 16, 19) for norm in ("", "_bn")] +
       [f"resnet{depth}" for depth in (18, 34, 50, 101, 152)] + [f"densenet{depth}" for depth in (121, 161, 169, 201)] +
       [f"efficientnet_b{i}" for i in range(8)])


def row(name, build):
    import onnx_zoo
    import torch
    base, _, width = name.partition(":")
    net = onnx_zoo.network(base, onnx_zoo.side_of(base), **({"width_mult": float(width)} if width else {}))
    images = torch.randn(onnx_zoo.IMAGES, 3, onnx_zoo.side_of(base), onnx_zoo.side_of(base))
    with torch.no_grad():
        expected = net(images)
    with tempfile.TemporaryDirectory(prefix="families-") as temporary:
        folder = pathlib.Path(temporary)
        torch.save(net.state_dict(), folder / "net.pth")
        (folder / "images").write_bytes(images.numpy().tobytes())
        facts = json.loads(subprocess.run(
            [pathlib.Path(build) / "bin/network_facts", folder / "net.pth", folder / "images", str(onnx_zoo.IMAGES),
             folder / "ours"], stdout=subprocess.PIPE, check=True, text=True).stdout)
        facts["theirs"] = sum(p.numel() for p in net.parameters())
        if (folder / "ours").exists():
            facts["difference"] = ((onnx_zoo.read(folder / "ours") - expected).abs().max() / expected.abs().max()).item()
        return facts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(pathlib.Path(__file__).resolve().parents[2] / "build/release"))
    parser.add_argument("--small", action="store_true")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    if importlib.util.find_spec("torchvision") is None:
        print("python3-torchvision is not installed; the families were not compared")
        return SKIPPED
    wanted = given.names or (SMALL if given.small else ALL)
    good = 0
    print(f"{'checkpoint':<18} {'recognised as':<18} {'parameters':>11} {'PyTorch':>11} {'difference':>11}")
    for name in wanted:
        facts = row(name, given.build)
        if "difference" not in facts:
            print(f"{name:<18} {facts['error']}", flush=True)
            continue
        good += facts["difference"] < 1e-4 and facts["parameters"] == facts["theirs"]
        print(f"{name:<18} {facts['network']:<18} {facts['parameters']:>11} {facts['theirs']:>11} "
              f"{facts['difference']:>11.1e}", flush=True)
    print(f"{good} of {len(wanted)} have as many parameters and the same logits within 1e-4 of the largest")
    return 0 if good == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
