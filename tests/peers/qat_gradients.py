#!/usr/bin/python3
"""Loss, gradients and running statistics of one pass of a small network with torch.nn.intrinsic.qat.ConvBn2d and
torch.fake_quantize_per_tensor_affine: one tensor a line, NAME VALUE...

usage: qat_gradients.py batch|frozen   (BN by the batch, or by frozen running statistics)
"""
import sys
import warnings

import torch
from torch import nn
from torch.ao.quantization import FakeQuantize, PerChannelMinMaxObserver, QConfig

warnings.simplefilter("ignore")
import torch.nn.intrinsic.qat as nniqat  # noqa: E402  (warns when it is imported)
import torch.nn.qat as nnqat  # noqa: E402


def wave(shape, scale, offset=0.0, phase=0.0):
    count = 1
    for size in shape:
        count *= size
    return (torch.arange(count, dtype=torch.float32).add(phase).sin() * scale + offset).reshape(shape)


weight = FakeQuantize.with_args(observer=PerChannelMinMaxObserver, quant_min=-127, quant_max=127, dtype=torch.qint8,
                                qscheme=torch.per_channel_symmetric, ch_axis=0)
qconfig = QConfig(activation=nn.Identity, weight=weight)


def conv_bn(inputs, outputs, groups, phase):
    conv = nniqat.ConvBn2d(inputs, outputs, 3, padding=1, groups=groups, bias=False, qconfig=qconfig)
    with torch.no_grad():
        conv.weight.copy_(wave(conv.weight.shape, 0.7, 0.05, phase))
        conv.bn.weight.copy_(wave([outputs], 0.5, 0.3, phase))
        conv.bn.bias.copy_(wave([outputs], 0.4, 0.1, phase + 1))
        conv.bn.running_mean.copy_(wave([outputs], 0.3, 0.0, phase + 2))
        conv.bn.running_var.copy_(wave([outputs], 0.4, 1.0, phase + 3))
    return conv


first = conv_bn(3, 4, 1, 0.0)
second = conv_bn(4, 4, 4, 7.0)
linear = nnqat.Linear(4, 3, qconfig=qconfig)
with torch.no_grad():
    linear.weight.copy_(wave([3, 4], 0.9, 0.0, 5.0))
    linear.bias.copy_(wave([3], 0.2))
for module in (first, second, linear):
    module.train()
if sys.argv[1] == "frozen":
    first.freeze_bn_stats()
    second.freeze_bn_stats()


def rounded(x, scale, zero_point):
    return torch.fake_quantize_per_tensor_affine(x, scale, zero_point, 0, 127)


images = rounded(wave([2, 3, 6, 6], 1.5, 0.1, 0.5), 0.02, 60)
x = rounded(nn.functional.hardtanh(first(images), 0.0, 6.0), 0.01, 0)
y = rounded(second(x), 0.015, 64)
z = rounded(x + y, 0.02, 50)
logits = rounded(linear(z.mean([2, 3])), 0.025, 60)
loss = (logits * wave([2, 3], 1.0, 0.2, 3.0)).sum()
loss.backward()

print("loss", repr(loss.item()))
for name, module in (("conv1", first), ("conv2", second)):
    for slot, tensor in (("weight", module.weight.grad), ("norm.weight", module.bn.weight.grad),
                         ("norm.bias", module.bn.bias.grad), ("norm.running_mean", module.bn.running_mean),
                         ("norm.running_var", module.bn.running_var)):
        print(f"{name}.{slot}", *(repr(v) for v in tensor.flatten().tolist()))
print("linear.weight", *(repr(v) for v in linear.weight.grad.flatten().tolist()))
print("linear.bias", *(repr(v) for v in linear.bias.grad.flatten().tolist()))
