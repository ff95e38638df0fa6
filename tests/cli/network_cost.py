"""Parameters and multiply-accumulates of pytorch-cifar's MobileNetV2, from its table alone."""

# expansion, output channels, blocks, stride of the first block
TABLE = [(1, 16, 1, 1), (6, 24, 2, 1), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
         (6, 320, 1, 1)]


class Cost:
    def __init__(self):
        self.parameters = 0
        self.macs = 0

    def convolution(self, inputs, outputs, kernel, side):
        """kernel * kernel * inputs weights an output channel, each used once an output pixel; then
        batch normalisation with a scale and a shift a channel, which costs no MACs."""
        weights = kernel * kernel * inputs * outputs
        self.parameters += weights + 2 * outputs
        self.macs += weights * side * side


def mobilenet_v2(channels, classes, side):
    """Stem 3x3 with stride 1; blocks of 1x1, depthwise 3x3 and 1x1, with a 1x1 shortcut where the
    stride is 1 and the width changes; head 1x1 to 1280 channels, mean, linear layer with bias."""
    cost = Cost()
    cost.convolution(channels, 32, 3, side)
    width = 32
    for expansion, outputs, blocks, first_stride in TABLE:
        for block in range(blocks):
            stride = first_stride if block == 0 else 1
            hidden = expansion * width
            cost.convolution(width, hidden, 1, side)
            side = (side + stride - 1) // stride
            cost.convolution(1, hidden, 3, side)
            cost.convolution(hidden, outputs, 1, side)
            if stride == 1 and width != outputs:
                cost.convolution(width, outputs, 1, side)
            width = outputs
    cost.convolution(width, 1280, 1, side)
    cost.parameters += 1280 * classes + classes
    cost.macs += 1280 * classes
    return cost
