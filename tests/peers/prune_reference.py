#!/usr/bin/python3
"""Expected values of tests/core/prune and tests/core/analysis/test_paired_interval.cpp.

Masks come from torch.nn.utils.prune (Debian: python3-torch). Tango's interval is found without his closed form: the
likelihood under the restriction is maximised numerically, then the score equation is solved by bisection.
"""
import math

import torch
import torch.nn.utils.prune as prune


def weights(count, shift):
    """Deterministic weights with many ties; tests/core/prune/test_unstructured.cpp computes the same."""
    i = torch.arange(count, dtype=torch.int64) + shift
    return ((i * 7919) % 1000 - 500).to(torch.float32) / 500


def show(label, mask):
    pruned = (mask.reshape(-1) == 0).nonzero().reshape(-1)
    checksum = sum((int(k) * int(k) + 1) % 1000003 for k in pruned)
    print(f"{label}: pruned {len(pruned)}, checksum {checksum}")


def modules():
    conv = torch.nn.Conv2d(8, 16, 3, bias=False)
    depthwise = torch.nn.Conv2d(16, 16, 3, groups=16, bias=False)
    linear = torch.nn.Linear(16, 7)
    for shift, module in enumerate((conv, depthwise, linear)):
        module.weight.data = weights(module.weight.numel(), shift * 37).reshape(module.weight.shape)
    return conv, depthwise, linear


def masks():
    for amount in (0.0, 0.25, 0.3, 0.5, 0.77, 0.999):
        for name, module in zip(("conv", "depthwise", "linear"), modules()):
            show(f"layer {amount} {name}", prune.l1_unstructured(module, "weight", amount).weight_mask)
        chosen = modules()
        prune.global_unstructured([(m, "weight") for m in chosen], prune.L1Unstructured, amount=amount)
        for name, module in zip(("conv", "depthwise", "linear"), chosen):
            show(f"global {amount} {name}", module.weight_mask)
    for count in (5, 7):  # 2.5 and 3.5: halves go to the even neighbour
        module = torch.nn.Linear(count, 1)
        module.weight.data = weights(count, 0).reshape(1, count)
        show(f"half of {count}", prune.l1_unstructured(module, "weight", 0.5).weight_mask)


def score(lost, gained, count, delta):
    """(observed - expected) / standard deviation under P(lost) - P(gained) = delta."""
    def log_likelihood(p):
        total = 0.0
        for seen, probability in ((lost, p + delta), (gained, p), (count - lost - gained, 1 - delta - 2 * p)):
            if seen:
                total += seen * math.log(max(probability, 1e-300))
        return total

    low, high = max(0.0, -delta), (1 - delta) / 2
    for _ in range(300):  # the likelihood is concave: ternary search
        a, b = low + (high - low) / 3, high - (high - low) / 3
        if log_likelihood(a) < log_likelihood(b):
            low = a
        else:
            high = b
    p = (low + high) / 2
    return (lost - gained - count * delta) / math.sqrt(max(count * (2 * p + delta - delta * delta), 1e-300))


def upper(lost, gained, count):
    inside, outside = (lost - gained) / count, 1.0
    for _ in range(60):
        middle = (inside + outside) / 2
        if score(lost, gained, count, middle) >= -1.959963984540054:
            inside = middle
        else:
            outside = middle
    return inside


def intervals():
    for lost, gained, count in ((0, 1, 44), (9, 3, 32), (12, 4, 1000), (4, 12, 1000), (3, 0, 500), (250, 10, 512),
                                (40, 38, 5000)):
        print(f"tango {lost} {gained} {count}: {-upper(gained, lost, count):.7f} {upper(lost, gained, count):.7f}")


masks()
intervals()
