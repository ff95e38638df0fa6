#include "core/io/python_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cfloat>
#include <memory>

namespace secateur {

namespace {

/// A number or a pair of them, as PyTorch takes both.
std::string pair(const std::array<int64_t, 2>& values) {
    return values[0] == values[1] ? std::to_string(values[0])
                                  : fmt::format("({}, {})", values[0], values[1]);
}

std::string window(const std::array<int64_t, 2>& kernel, const std::array<int64_t, 2>& stride,
                   const std::array<int64_t, 2>& padding) {
    const std::array<int64_t, 2> one{1, 1};
    const std::array<int64_t, 2> none{0, 0};
    return pair(kernel) + (stride == one ? "" : ", stride=" + pair(stride)) +
           (padding == none ? "" : ", padding=" + pair(padding));
}

std::string constructor(const Node& node) {
    if (const auto* conv = std::get_if<Conv2d>(&node.op)) {
        return fmt::format(
            "nn.Conv2d({}, {}, {}{}{})", conv->inChannels, conv->outChannels,
            window(conv->kernel, conv->stride, conv->padding),
            (conv->groups == 1 ? "" : fmt::format(", groups={}", conv->groups)) +
                (conv->dilation == Conv2d().dilation ? "" : ", dilation=" + pair(conv->dilation)),
            conv->bias ? "" : ", bias=False");
    }
    if (const auto* norm = std::get_if<BatchNorm2d>(&node.op)) {
        const BatchNorm2d usual;
        const auto unless = [](const char* name, double value, double expected) {
            return value == expected ? "" : fmt::format(", {}={}", name, value);
        };
        return fmt::format("nn.BatchNorm2d({}{}{})", norm->channels,
                           unless("eps", norm->eps, usual.eps),
                           unless("momentum", norm->momentum, usual.momentum));
    }
    if (const auto* affine = std::get_if<ChannelAffine>(&node.op)) {
        return fmt::format("ChannelAffine({})", affine->channels);
    }
    if (const auto* norm = std::get_if<LayerNorm2d>(&node.op)) {
        return fmt::format("LayerNorm2d({}, eps={})", norm->channels, norm->eps);
    }
    const auto& linear = std::get<Linear>(node.op);
    return fmt::format("nn.Linear({}, {}{})", linear.inFeatures, linear.outFeatures,
                       linear.bias ? "" : ", bias=False");
}

/// Submodules by name, in the order of the network; without any it is a layer.
class Part {
 public:
    std::string layer;

    Part& make(const std::string& name) {
        if (const Part* known = find(name)) {
            return const_cast<Part&>(*known);
        }
        m_parts.emplace_back(name, std::make_unique<Part>());
        return *m_parts.back().second;
    }
    const Part* find(const std::string& name) const {
        const auto place = std::find_if(m_parts.begin(), m_parts.end(),
                                        [&](const auto& part) { return part.first == name; });
        return place == m_parts.end() ? nullptr : place->second.get();
    }
    /// An expression that makes it; its lines after the first are indented by `indent` and more.
    std::string made(const std::string& indent) const {
        if (m_parts.empty()) {
            return layer;
        }
        static constexpr const char* kOpen[] = {"Part(\n", "nn.ModuleList([\n",
                                                "nn.ModuleDict({\n"};
        static constexpr const char* kClose[] = {")", "])", "})"};
        const auto kind = static_cast<size_t>(this->kind());
        std::string text = kOpen[kind];
        for (const auto& [name, part] : m_parts) {
            const std::string key[] = {name + "=", "", "\"" + name + "\": "};
            text += indent + "    " + key[kind] + part->made(indent + "    ") + ",\n";
        }
        return text + indent + kClose[kind];
    }
    /// What follows the expression of this part to give one of its own.
    std::string access(const std::string& name) const {
        const std::string text[] = {"." + name, "[" + name + "]", "[\"" + name + "\"]"};
        return text[static_cast<size_t>(kind())];
    }
    const auto& parts() const { return m_parts; }

 private:
    enum class Kind { Attributes, List, Dictionary };

    Kind kind() const {
        bool counted = true;
        bool named = true;
        for (size_t i = 0; i < m_parts.size(); ++i) {
            const std::string& name = m_parts[i].first;
            counted = counted && name == std::to_string(i);
            named = named && !(name.front() >= '0' && name.front() <= '9');
        }
        return counted ? Kind::List : named ? Kind::Attributes : Kind::Dictionary;
    }

    std::vector<std::pair<std::string, std::unique_ptr<Part>>> m_parts;
};

/// A bound that is none is left out.
std::string clamped(const std::string& x, const Activation& clip) {
    std::string bounds;
    if (clip.low > -FLT_MAX) {
        bounds += fmt::format(", min={}", clip.low);
    }
    if (clip.high < FLT_MAX) {
        bounds += fmt::format(", max={}", clip.high);
    }
    return bounds.empty() ? x : "torch.clamp(" + x + bounds + ")";
}

std::string activated(const Activation& activation, const std::string& x) {
    switch (activation.kind) {
        case ActivationKind::Relu:
            return "F.relu(" + x + ")";
        case ActivationKind::Relu6:
            return "F.relu6(" + x + ")";
        case ActivationKind::Silu:
            return "F.silu(" + x + ")";
        case ActivationKind::Sigmoid:
            return "torch.sigmoid(" + x + ")";
        case ActivationKind::HardSigmoid:
            return "F.hardsigmoid(" + x + ")";
        case ActivationKind::HardSwish:
            return "F.hardswish(" + x + ")";
        case ActivationKind::LeakyRelu:
            return fmt::format("F.leaky_relu({}, {})", x, activation.slope);
        case ActivationKind::Gelu:
            return "F.gelu(" + x + ")";
        case ActivationKind::GeluTanh:
            return "F.gelu(" + x + ", approximate=\"tanh\")";
        case ActivationKind::Tanh:
            return "torch.tanh(" + x + ")";
        case ActivationKind::Clip:
            return clamped(x, activation);
    }
    return x;
}

class Source {
 public:
    Source(const Graph& graph, const PythonNames& names)
        : m_graph(graph), m_names(names), m_readers(graph.consumers()) {
        for (const Node& node : graph.nodes()) {
            if (!node.parameters.empty()) {
                Part* part = &m_root;
                for (const std::string& name : names.path(node.name)) {
                    part = &part->make(name);
                }
                part->layer = constructor(node);
            }
        }
    }

    std::string layers() const {
        std::string text;
        for (const auto& [name, part] : m_root.parts()) {
            text += "        self." + name + " = " + part->made("        ") + "\n";
        }
        return text;
    }

    std::string forward() const {
        std::vector<std::string> values(static_cast<size_t>(m_graph.size()));
        // Where x is overwritten while the images are still to be read they have another name.
        values[0] = passesOn(0) ? "x" : m_names.variable(m_graph.node(0).name);
        std::string text = values[0] == "x" ? "" : "        " + values[0] + " = x\n";
        std::string block = m_graph.node(0).block;
        for (NodeId id = 1; id < m_graph.size(); ++id) {
            const Node& node = m_graph.node(id);
            std::vector<std::string> inputs;
            for (const NodeId input : node.inputs) {
                inputs.push_back(values[static_cast<size_t>(input)]);
            }
            std::string& value = values[static_cast<size_t>(id)];
            value = computed(node, inputs);
            if (node.block != block && !node.block.empty()) {
                block = node.block;
                text += "        # " + commented(block) + "\n";
            }
            if (!goesOn(id)) {
                const std::string variable = passesOn(id) ? "x" : m_names.variable(node.name);
                text += "        " + variable + " = " + value + "\n";
                value = variable;
            }
        }
        return text + "        return " + values.back() + "\n";
    }

 private:
    /// Only the next node reads it, and nothing else.
    bool passesOn(NodeId id) const {
        return id == m_graph.output() ||
               (m_readers[static_cast<size_t>(id)] == std::vector<NodeId>{id + 1} &&
                m_graph.node(id + 1).inputs.size() == 1);
    }
    /// Convolution, batch normalisation and activation stand in one line.
    bool goesOn(NodeId id) const {
        if (id == m_graph.output() || !passesOn(id)) {
            return false;
        }
        const bool layer = !m_graph.node(id).parameters.empty();
        const Op& next = m_graph.node(id + 1).op;
        return layer && (std::holds_alternative<BatchNorm2d>(next) ||
                         std::holds_alternative<Activation>(next));
    }
    std::string module(const Node& node) const {
        std::string text = "self";
        const Part* part = &m_root;
        for (const std::string& name : m_names.path(node.name)) {
            text += part == &m_root ? "." + name : part->access(name);
            part = part->find(name);
        }
        return text;
    }
    std::string computed(const Node& node, const std::vector<std::string>& in) const {
        const std::string all = fmt::format("{}", fmt::join(in, ", "));
        const std::string plain = std::visit(
            Overloaded{
                [&](const Activation& op) { return activated(op, all); },
                [&](const Add&) { return in[0] + " + " + in[1]; },
                [&](const Multiply&) { return in[0] + " * " + in[1]; },
                [&](const Concat&) { return "torch.cat([" + all + "], 1)"; },
                [&](const MaxPool2d& op) {
                    return fmt::format("F.max_pool2d({}, {}{})", all, pool(op),
                                       op.ceilMode ? ", ceil_mode=True" : "");
                },
                [&](const AvgPool2d& op) {
                    return fmt::format("F.avg_pool2d({}, {}{}{})", all, pool(op),
                                       op.ceilMode ? ", ceil_mode=True" : "",
                                       op.countIncludePad ? "" : ", count_include_pad=False");
                },
                [&](const GlobalAvgPool&) { return "F.adaptive_avg_pool2d(" + all + ", 1)"; },
                [&](const Flatten&) { return "torch.flatten(" + all + ", 1)"; },
                [&](const Pad2d& op) {
                    return fmt::format("F.pad({}, ({}), value={})", all, fmt::join(op.sides, ", "),
                                       op.value);
                },
                [&](const Upsample2d& op) {
                    return fmt::format("F.interpolate({}, scale_factor={}, mode=\"nearest\")", all,
                                       pair(op.scale));
                },
                [&](const SelectChannels& op) { return all + selection(op.channels); },
                [&](const Dropout& op) {
                    return fmt::format("F.dropout({}, {}, self.training)", all, op.p);
                },
                [&](const auto&) { return module(node) + "(" + all + ")"; },
            },
            node.op);
        const auto fused = fusedActivation(node.op);
        return fused ? activated({*fused}, plain) : plain;
    }
    /// A slice where the channels are neighbours, else a list of them.
    static std::string selection(const std::vector<int64_t>& channels) {
        const int64_t size = channels.back() - channels.front() + 1;
        const bool run = std::is_sorted(channels.begin(), channels.end()) &&
                         size == static_cast<int64_t>(channels.size());
        return run ? fmt::format("[:, {}:{}]", channels.front(), channels.back() + 1)
                   : fmt::format("[:, [{}]]", fmt::join(channels, ", "));
    }
    /// A stride that is not given would be the kernel.
    template <class Pool>
    static std::string pool(const Pool& op) {
        return fmt::format("{}, stride={}, padding={}", pair(op.kernel), pair(op.stride),
                           pair(op.padding));
    }
    /// A block's name comes from a file: it stays in its line.
    static std::string commented(std::string text) {
        std::replace_if(
            text.begin(), text.end(), [](unsigned char c) { return c < 32 || c > 126; }, '_');
        return text;
    }

    const Graph& m_graph;
    const PythonNames& m_names;
    const std::vector<std::vector<NodeId>> m_readers;
    Part m_root;
};

/// A line of a docstring.
std::string quoted(std::string line) {
    std::replace_if(
        line.begin(), line.end(),
        [](unsigned char c) { return c < 32 || c > 126 || c == '"' || c == '\\'; }, '_');
    return line;
}

constexpr const char* kHead = R"py(import torch
import torch.nn.functional as F
from torch import nn


class Part(nn.Module):
    """Layers under names of their own."""

    def __init__(self, **layers):
        super().__init__()
        for name, layer in layers.items():
            setattr(self, name, layer)


)py";

constexpr const char* kChannelAffine = R"py(class ChannelAffine(nn.Module):
    """x * weight + bias, channel by channel."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        shape = (1, -1) + (1,) * (x.dim() - 2)
        return x * self.weight.view(shape) + self.bias.view(shape)


)py";

constexpr const char* kLayerNorm2d = R"py(class LayerNorm2d(nn.LayerNorm):
    """Over the channels of each place."""

    def forward(self, x):
        if x.dim() == 2:
            return super().forward(x)
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


)py";

template <class Kind>
bool holds(const Graph& graph) {
    return std::any_of(graph.nodes().begin(), graph.nodes().end(),
                       [](const Node& node) { return std::holds_alternative<Kind>(node.op); });
}

}  // namespace

std::string pythonSource(const Graph& graph, const PythonNames& names,
                         const std::vector<std::string>& notes) {
    const Source source(graph, names);
    std::string text = kHead;
    text += holds<ChannelAffine>(graph) ? kChannelAffine : "";
    text += holds<LayerNorm2d>(graph) ? kLayerNorm2d : "";
    text += "class Network(nn.Module):\n";
    text += "    \"\"\"" + quoted(notes.empty() ? graph.spec.name : notes.front()) + "\n";
    for (size_t i = 1; i < notes.size(); ++i) {
        text += (i == 1 ? "\n    " : "    ") + quoted(notes[i]) + "\n";
    }
    text += "    \"\"\"\n\n    def __init__(self):\n        super().__init__()\n";
    return text + source.layers() + "\n    def forward(self, x):\n" + source.forward();
}

}  // namespace secateur
