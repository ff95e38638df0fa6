"""Writes small ONNX models, byte by byte: tests need no onnx package."""
import random
import struct

FLOAT, INT64 = 1, 7
INT, FLOATS, TEXT, INTS = 2, 1, 3, 7  # AttributeProto.type


def varint(value):
    value &= (1 << 64) - 1
    result = bytearray()
    while value > 127:
        result.append(value & 127 | 128)
        value >>= 7
    return bytes(result) + bytes([value])


def field(number, value):
    """An integer, text, or the bytes of a message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def tensor(name, dims, values, kind=FLOAT):
    letter = "f" if kind == FLOAT else "q"
    return b"".join(field(1, dim) for dim in dims) + field(2, kind) + field(8, name) + field(
        9, struct.pack(f"<{len(values)}{letter}", *values))


def noise(name, dims, generator):
    count = fan = 1
    for place, dim in enumerate(dims):
        count *= dim
        fan *= dim if place else 1
    return tensor(name, dims, [generator.uniform(-1, 1) * (3 / fan) ** 0.5 for _ in range(count)])


def attribute(name, value):
    if isinstance(value, float):
        return field(1, name) + varint(2 << 3 | 5) + struct.pack("<f", value) + field(20, FLOATS)
    if isinstance(value, int):
        return field(1, name) + field(3, value) + field(20, INT)
    if isinstance(value, str):
        return field(1, name) + field(4, value) + field(20, TEXT)
    return field(1, name) + b"".join(field(8, v) for v in value) + field(20, INTS)


def node(kind, name, inputs, output, **attributes):
    return b"".join(field(1, i) for i in inputs) + field(2, output) + field(3, name) + field(4, kind) + b"".join(
        field(5, attribute(key, value)) for key, value in attributes.items())


def value_info(name, sizes):
    dims = b"".join(field(1, field(1, size)) for size in sizes)
    return field(1, name) + field(2, field(1, field(1, FLOAT) + field(2, dims)))


def model(nodes, tensors, inputs, outputs, opset=13):
    graph = b"".join(field(1, n) for n in nodes) + field(2, "net") + b"".join(field(5, t) for t in tensors)
    graph += b"".join(field(11, i) for i in inputs) + b"".join(field(12, o) for o in outputs)
    return field(1, 7) + field(2, "tests") + field(7, graph) + field(8, field(2, opset))


def residual_network(channels=1, side=28, classes=10):
    """A stem, an inverted residual with squeeze and excitation, a plain block of half the size, and a head."""
    generator = random.Random(3)
    tensors = []

    def weight(name, *dims):
        tensors.append(noise(name, dims, generator))
        return name

    def conv(path, x, out, into, kernel=1, group=1, stride=1):
        name = f"/{path.replace('.', '/')}/Conv"
        nodes.append(node("Conv", name, [x, weight(f"{path}.weight", out, into // group, kernel, kernel),
                                         weight(f"{path}.bias", out)], name, group=group,
                          kernel_shape=[kernel, kernel], pads=[kernel // 2] * 4, strides=[stride, stride]))
        return name

    def simple(kind, path, *inputs, **attributes):
        name = f"/{path.replace('.', '/')}/{kind}" if path else f"/{kind}"
        nodes.append(node(kind, name, inputs, name, **attributes))
        return name

    nodes = []
    x = simple("Relu", "stem.act", conv("stem.conv", "images", 8, channels, 3, 1, 2))
    y = simple("HardSwish", "blocks.0.act1", conv("blocks.0.expand", x, 16, 8))
    y = simple("Relu", "blocks.0.act2", conv("blocks.0.dw", y, 16, 16, 3, 16))
    gate = simple("GlobalAveragePool", "blocks.0.se.pool", y)
    gate = simple("Relu", "blocks.0.se.act", conv("blocks.0.se.fc1", gate, 4, 16))
    gate = simple("HardSigmoid", "blocks.0.se.gate", conv("blocks.0.se.fc2", gate, 16, 4), alpha=1 / 6, beta=0.5)
    y = simple("Mul", "blocks.0.se", gate, y)
    x = simple("Add", "blocks.0", conv("blocks.0.project", y, 8, 16), x)
    y = simple("Relu", "blocks.1.act1", conv("blocks.1.expand", x, 16, 8))
    y = simple("Relu", "blocks.1.act2", conv("blocks.1.dw", y, 16, 16, 3, 16, 2))
    x = conv("blocks.1.project", y, 12, 16)
    x = simple("Flatten", "", simple("GlobalAveragePool", "pool", x))
    nodes.append(node("Gemm", "/head/Gemm", [x, weight("head.weight", classes, 12), weight("head.bias", classes)],
                      "scores", transB=1))
    nodes.append(node("Softmax", "/Softmax", ["scores"], "classes", axis=-1))
    return model(nodes, tensors, [value_info("images", [1, channels, side, side])],
                 [value_info("classes", [1, classes])], 14)
