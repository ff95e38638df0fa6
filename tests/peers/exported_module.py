"""Logits of an exported network.py with its network.pth; then one step of training from it.

usage: exported_module.py FOLDER COUNT CHANNELS SIDE [SHARE]   (SHARE of the parameters must move, 0.9)

Input value i (in NCHW order) is ((i * 37) mod 255) / 127 - 1, times (n + 1) / 2 for image n. Prints one logit a line,
image by image.
"""
import sys

import torch

folder, shape = sys.argv[1], (int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[4]))
sys.path.insert(0, folder)
from network import Network  # noqa: E402  (found by the line above)

torch.set_num_threads(1)
model = Network()
model.load_state_dict(torch.load(folder + "/network.pth", weights_only=True))
model.eval()
flat = torch.arange(shape[0] * shape[1] * shape[2] * shape[3]) * 37 % 255
contrast = (torch.arange(1, shape[0] + 1).float() / 2).view(-1, 1, 1, 1)
images = (flat.float() / 127 - 1).view(shape) * contrast
with torch.no_grad():
    for logit in model(images).flatten():
        print(repr(float(logit)))

model.train()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
before = [p.clone() for p in model.parameters()]
logits = model(images)
torch.nn.functional.cross_entropy(logits, torch.arange(shape[0]) % logits.shape[1]).backward()
optimizer.step()
moved = sum(not torch.equal(a, b) for a, b in zip(before, model.parameters()))
assert moved > (float(sys.argv[5]) if len(sys.argv) > 5 else 0.9) * len(before), f"{moved} of {len(before)} parameters moved"
