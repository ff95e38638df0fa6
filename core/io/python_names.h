#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace secateur {

/// What the nodes of a graph are called in Python: "layers.0.conv1" is the path of a submodule
/// where all of its parts can be attributes or indices and no other node is inside of it, else one
/// identifier.
class PythonNames {
 public:
    explicit PythonNames(const Graph& graph);

    /// Of a node with parameters: the submodule's place, part by part.
    const std::vector<std::string>& path(const std::string& node) const { return m_paths.at(node); }
    /// The path with dots, as in a state_dict.
    std::string stateName(const std::string& node) const;
    /// A local variable for the node's output; every node has another one.
    const std::string& variable(const std::string& node) const { return m_variables.at(node); }

 private:
    std::map<std::string, std::vector<std::string>> m_paths;
    std::map<std::string, std::string> m_variables;
};

}  // namespace secateur
