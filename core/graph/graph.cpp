#include "core/graph/graph.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"

namespace secateur {

bool Node::hasParameter(const std::string& slot) const {
    return std::any_of(parameters.begin(), parameters.end(),
                       [&](const Parameter& p) { return p.slot == slot; });
}

const at::Tensor& Node::parameter(const std::string& slot) const {
    for (const Parameter& p : parameters) {
        if (p.slot == slot) {
            return p.value;
        }
    }
    throw Error(ErrorCode::Internal, "no such parameter", {name + "." + slot, "", ""});
}

void Node::setParameter(const std::string& slot, at::Tensor value) {
    for (Parameter& p : parameters) {
        if (p.slot == slot) {
            p.value = std::move(value);
            return;
        }
    }
    parameters.push_back({slot, std::move(value), true});
}

bool Node::isWeighted() const {
    return std::holds_alternative<Conv2d>(op) || std::holds_alternative<Linear>(op);
}

bool Node::hasIntegerWeight() const {
    return isWeighted() && parameter("weight").is_quantized();
}

Node Node::dequantized() const {
    Node real = *this;
    for (Parameter& p : real.parameters) {
        if (p.value.is_quantized()) {
            p.value = p.value.dequantize();
        }
    }
    return real;
}

const Input& Graph::input() const {
    if (m_nodes.empty() || !std::holds_alternative<Input>(m_nodes.front().op)) {
        throw Error(ErrorCode::Internal, "the graph does not start with an input");
    }
    return std::get<Input>(m_nodes.front().op);
}

NodeId Graph::add(Node node) {
    if (m_byName.contains(node.name)) {
        throw Error(ErrorCode::Internal, "duplicate node name", {node.name, "", ""});
    }
    for (const NodeId input : node.inputs) {
        if (input < 0 || input >= size()) {
            throw Error(
                ErrorCode::Internal, "a node reads one that is not before it",
                {node.name, fmt::format("an index below {}", size()), std::to_string(input)});
        }
    }
    const NodeId id = size();
    m_byName.emplace(node.name, id);
    m_nodes.push_back(std::move(node));
    return id;
}

std::optional<NodeId> Graph::find(const std::string& name) const {
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? std::nullopt : std::optional(found->second);
}

NodeId Graph::require(const std::string& name) const {
    if (const auto id = find(name)) {
        return *id;
    }
    std::string candidates;
    for (const NodeId id : weightedNodes()) {
        if (node(id).name.starts_with(name.substr(0, name.find_last_of('.')))) {
            candidates += (candidates.empty() ? "" : ", ") + node(id).name;
        }
    }
    throw Error(ErrorCode::NotFound, "the network has no such layer",
                {"", candidates.empty() ? "a name that `inspect` lists" : "one of " + candidates,
                 "'" + name + "'"});
}

NodeId Graph::requireWeighted(const std::string& name) const {
    const NodeId id = require(name);
    if (!node(id).isWeighted()) {
        throw Error(ErrorCode::InvalidArgument, "this layer has no weights",
                    {name, "a convolution or a linear layer", opLabel(node(id).op)});
    }
    return id;
}

std::vector<NodeId> Graph::weightedNodes() const {
    std::vector<NodeId> ids;
    for (NodeId id = 0; id < size(); ++id) {
        if (node(id).isWeighted()) {
            ids.push_back(id);
        }
    }
    return ids;
}

std::vector<std::vector<NodeId>> Graph::consumers() const {
    std::vector<std::vector<NodeId>> readers(m_nodes.size());
    for (NodeId id = 0; id < size(); ++id) {
        for (const NodeId input : node(id).inputs) {
            readers[static_cast<size_t>(input)].push_back(id);
        }
    }
    return readers;
}

std::vector<NodeId> Graph::lastUse() const {
    std::vector<NodeId> last(m_nodes.size());
    for (NodeId id = 0; id < size(); ++id) {
        last[static_cast<size_t>(id)] = id;
        for (const NodeId input : node(id).inputs) {
            last[static_cast<size_t>(input)] = id;
        }
    }
    return last;
}

Graph Graph::clone() const {
    Graph copy = *this;
    for (Node& node : copy.m_nodes) {
        for (Parameter& p : node.parameters) {
            p.value = p.value.detach().clone();
        }
    }
    return copy;
}

bool Graph::quantized() const {
    return std::any_of(m_nodes.begin(), m_nodes.end(),
                       [](const Node& node) { return node.quant.has_value(); });
}

std::vector<std::pair<std::string, at::Tensor>> Graph::stateDict() const {
    std::vector<std::pair<std::string, at::Tensor>> state;
    for (const Node& node : m_nodes) {
        for (const Parameter& p : node.parameters) {
            state.emplace_back(node.name + "." + p.slot, p.value);
        }
    }
    return state;
}

}  // namespace secateur
