"""How many of torchvision's convolutional classification networks open from ONNX, and what can be done with them.

usage: /usr/bin/python3 tests/peers/onnx_zoo.py [--build build/release] [--opset 13] [--all] [NAME...]

Each network is exported by torch.onnx with random weights and ten classes, opened by the program beside this script
(build/release/bin/network_facts), and run on two images. A line a network: largest difference of its logits from
onnxruntime's (PyTorch's where onnxruntime is not installed) relative to the largest logit, the mean difference of
the INT8 network's, the channel groups that can be cut, the largest difference between the network with 30 % of the
channels of each cut and the one with them masked, and otherwise why it does not open.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

import torch
import torchvision
from torchvision.models import resnet

SOURCE = pathlib.Path(__file__).resolve().parents[2]
NOT_CONVOLUTIONAL = ("vit_", "swin_", "maxvit_", "get_", "list_")
# Gigabytes of weights: left out unless --all.
LARGEST = ("regnet_y_128gf", "regnet_x_32gf", "regnet_y_32gf", "convnext_large")
SIDES = {"inception_v3": 96, "alexnet": 64, "squeezenet1_0": 64, "squeezenet1_1": 64}
IMAGES = 2


def names():
    found = [name for name, value in sorted(vars(torchvision.models).items())
             if name.islower() and callable(value) and not name.startswith(NOT_CONVOLUTIONAL)]
    return found


def side_of(name):
    # VGG's and AlexNet's adaptive pooling is exported where it is a plain one.
    return 224 if name.startswith(("vgg", "alexnet")) else SIDES.get(name, 64)


def network(name, side, **options):
    """With normalisations that have seen images: their activations neither fade nor grow. ResNets' blocks add little to
    what goes around them: else rounding alone moves the logits of the deep ones by 5e-4, PyTorch's from float64's too."""
    torch.manual_seed(1)
    if name in ("googlenet", "inception_v3"):
        options |= {"init_weights": False, "transform_input": True, "aux_logits": False}
    net = getattr(torchvision.models, name)(weights=None, num_classes=10, **options)
    norms = [m for m in net.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    if norms:
        for norm in norms:
            norm.momentum = None
            torch.nn.init.uniform_(norm.weight, 0.3, 0.7)
        for module in net.modules():
            if isinstance(module, (resnet.BasicBlock, resnet.Bottleneck)):
                last = module.bn3 if isinstance(module, resnet.Bottleneck) else module.bn2
                torch.nn.init.uniform_(last.weight, 0.1, 0.2)
        net.train()
        with torch.no_grad():
            net(torch.randn(4, 3, max(side, 75), max(side, 75)))
        for norm in norms:
            norm.running_mean += 0.1 * torch.randn_like(norm.running_mean) * norm.running_var.sqrt()
    return net.eval()


def export(name, folder, opset):
    side = side_of(name)
    net = network(name, side)
    images = torch.randn(IMAGES, 3, side, side)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        expected = net(images)
        torch.onnx.export(net, images[:1], str(folder / "net.onnx"), input_names=["images"], output_names=["logits"],
                          dynamic_axes={"images": {0: "N"}, "logits": {0: "N"}}, opset_version=opset)
    (folder / "images").write_bytes(images.numpy().tobytes())
    return expected, side


def from_onnxruntime(build, folder, side):
    peers = pathlib.Path(build).resolve() / "peers/node_modules"
    done = subprocess.run(["node", SOURCE / "tests/peers/onnx_run.js", folder / "net.onnx", folder / "images",
                           f"3,{side},{side}", folder / "theirs"], env=os.environ | {"NODE_PATH": str(peers)},
                          capture_output=True, check=False)
    return read(folder / "theirs") if done.returncode == 0 else None


def read(path):
    return torch.frombuffer(bytearray(path.read_bytes()), dtype=torch.float32).view(IMAGES, -1)


def row(name, build, opset):
    with tempfile.TemporaryDirectory(prefix="onnx-zoo-") as temporary:
        folder = pathlib.Path(temporary)
        try:
            expected, side = export(name, folder, opset)
        except Exception as error:  # pylint: disable=broad-except  (whatever the exporter throws)
            return {"error": f"PyTorch does not export it: {str(error).splitlines()[0]}"}
        facts = json.loads(subprocess.run(
            [pathlib.Path(build) / "bin/network_facts", folder / "net.onnx", folder / "images", str(IMAGES),
             folder / "ours"], stdout=subprocess.PIPE, check=True, text=True).stdout)
        theirs = from_onnxruntime(build, folder, side)
        facts["reference"] = "onnxruntime" if theirs is not None else "PyTorch"
        if (folder / "ours").exists():
            theirs = expected if theirs is None else theirs
            facts["difference"] = ((read(folder / "ours") - theirs).abs().max() / theirs.abs().max()).item()
        return facts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(SOURCE / "build/release"))
    parser.add_argument("--opset", type=int, default=13)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    torch.set_num_threads(1)
    wanted = given.names or [name for name in names() if given.all or name not in LARGEST]
    opened = 0
    print(f"{'network':<20} {'parameters':>11} {'difference':>11} {'INT8':>8} {'groups':>7} {'cut':>8}")
    for name in wanted:
        facts = row(name, given.build, given.opset)
        good = "error" not in facts and facts["difference"] < 1e-4 and facts["cut_difference"] < 1e-4
        opened += good
        if "difference" in facts:
            print(f"{name:<20} {facts['parameters']:>11} {facts['difference']:>11.1e} "
                  f"{facts.get('int8_distance', float('nan')):>8.3f} {facts.get('groups', '-'):>7} "
                  f"{facts.get('cut_difference', float('nan')):>8.1e}", end="")
            print(f"  {facts['error']}" if "error" in facts else "", flush=True)
        else:
            print(f"{name:<20} {facts['error']}", flush=True)
    print(f"{opened} of {len(wanted)} open, their logits within 1e-4 of the largest, cut and masked, too")
    return 0 if opened == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
