#include "core/graph/blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "core/graph/shapes.h"

namespace secateur {

namespace {

constexpr const char* kStem = "stem";
constexpr const char* kHead = "head";
/// A module with as many layers is no block: its own modules are.
constexpr int64_t kLargeBlock = 12;

/// "features.3" and "features.12" are both "features.#".
std::string patternOf(const std::string& module) {
    std::string pattern;
    for (const unsigned char c : module) {
        if (std::isdigit(c) == 0) {
            pattern += static_cast<char>(c);
        } else if (pattern.empty() || pattern.back() != '#') {
            pattern += '#';
        }
    }
    return pattern;
}

/// The modules around a node, the outermost first: "layer1", "layer1.0".
std::vector<std::string> modulesOf(const std::string& name) {
    std::vector<std::string> modules;
    for (size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1)) {
        modules.push_back(name.substr(0, dot));
    }
    return modules;
}

bool isJoin(const Node& node) {
    return node.inputs.size() > 1 &&
           (std::holds_alternative<Add>(node.op) || std::holds_alternative<Concat>(node.op));
}

bool isPool(const Node& node) {
    return std::holds_alternative<MaxPool2d>(node.op) || std::holds_alternative<AvgPool2d>(node.op);
}

/// Nodes from `first` to `last` between two that all values pass through.
struct Section {
    NodeId first = 0;
    NodeId last = 0;
};

/// Finds which block each node is in; keys are modules, or numbers of sections.
class BlockKeys {
 public:
    explicit BlockKeys(const Graph& graph) : m_graph(graph) {
        setupCounts();
        setupSections();
        setupModules();
    }

    std::vector<std::string> keys() const {
        std::vector<std::string> keys(static_cast<size_t>(m_graph.size()));
        for (NodeId id = 1; id < m_graph.size(); ++id) {
            keys[static_cast<size_t>(id)] = moduleOf(m_graph.node(id).name);
        }
        for (const Section& section : m_sections) {
            fill(section, keys);
        }
        for (NodeId id = 1; id < m_graph.size(); ++id) {
            const Node& node = m_graph.node(id);
            std::string& key = keys[static_cast<size_t>(id)];
            if (key.empty() && std::holds_alternative<Activation>(node.op)) {
                key = keys[static_cast<size_t>(node.inputs.front())];
            }
        }
        return keys;
    }

 private:
    void setupCounts() {
        for (const NodeId id : m_graph.weightedNodes()) {
            for (const std::string& module : modulesOf(m_graph.node(id).name)) {
                ++m_counts[module];
            }
        }
    }

    /// Those with layers in which values meet again that parted in them.
    void setupSections() {
        const std::vector<NodeId> lastUse = m_graph.lastUse();
        NodeId reach = 0;
        NodeId cut = 0;
        bool joins = false;
        bool weighted = false;
        for (NodeId id = 0; id < m_graph.size(); ++id) {
            joins = joins || isJoin(m_graph.node(id));
            weighted = weighted || m_graph.node(id).isWeighted();
            if (reach <= id) {
                if (joins && weighted) {
                    m_sections.push_back({cut + 1, id});
                }
                cut = id;
                joins = weighted = false;
            }
            reach = std::max(reach, lastUse[static_cast<size_t>(id)]);
        }
    }

    int64_t countOf(const std::string& module) const {
        const auto found = m_counts.find(module);
        return found == m_counts.end() ? 0 : found->second;
    }

    /// The innermost module that holds all layers of a section, and what joins them; empty: none.
    std::string commonModule(const Section& section) const {
        std::optional<std::vector<std::string>> common;
        for (NodeId id = section.first; id <= section.last; ++id) {
            const Node& node = m_graph.node(id);
            const std::vector<std::string> modules = modulesOf(node.name);
            if (!node.isWeighted() && (!isJoin(node) || modules.empty())) {
                continue;
            }
            if (!common) {
                common = modules;
                continue;
            }
            const auto differs =
                std::mismatch(common->begin(), common->end(), modules.begin(), modules.end());
            common->erase(differs.first, common->end());
        }
        return common && !common->empty() ? common->back() : "";
    }

    void setupModules() {
        std::set<std::string> patterns;
        for (const Section& section : m_sections) {
            const std::string module = commonModule(section);
            const std::set<std::string> parts =
                countOf(module) >= kLargeBlock ? partsOf(module) : std::set<std::string>();
            if (!parts.empty()) {
                patterns.insert(parts.begin(), parts.end());
            } else if (!module.empty()) {
                patterns.insert(patternOf(module));
            }
        }
        if (m_sections.empty()) {
            patterns = repeated();
        }
        for (const auto& [module, count] : m_counts) {
            if (count > 1 && patterns.contains(patternOf(module))) {
                m_modules.insert(module);
            }
        }
    }

    /// The patterns of the modules within a module that hold several layers each, if there are
    /// several of these.
    std::set<std::string> partsOf(const std::string& module) const {
        int64_t parts = 0;
        std::set<std::string> patterns;
        for (const auto& [name, count] : m_counts) {
            const bool within = name.starts_with(module + ".") &&
                                name.find('.', module.size() + 1) == std::string::npos;
            if (within && count > 1) {
                ++parts;
                patterns.insert(patternOf(name));
            }
        }
        return parts > 1 ? patterns : std::set<std::string>();
    }

    /// The pattern of most layers, among those of several modules with a few layers each.
    std::set<std::string> repeated() const {
        struct Found {
            int64_t modules = 0;
            int64_t layers = 0;
        };
        std::map<std::string, Found> patterns;
        for (const auto& [module, count] : m_counts) {
            if (count > 1 && count < kLargeBlock) {
                Found& found = patterns[patternOf(module)];
                ++found.modules;
                found.layers += count;
            }
        }
        std::string best;
        for (const auto& [pattern, found] : patterns) {
            if (found.modules > 2 && found.layers > patterns[best].layers) {
                best = pattern;
            }
        }
        return best.empty() ? std::set<std::string>() : std::set<std::string>{best};
    }

    std::string moduleOf(const std::string& name) const {
        std::string found;
        for (const std::string& module : modulesOf(name)) {
            if (m_modules.contains(module)) {
                found = module;
            }
        }
        return found;
    }

    /// A section that no module covers is a block itself; one that a single module covers is all
    /// of that module's.
    void fill(const Section& section, std::vector<std::string>& keys) const {
        std::set<std::string> found;
        for (NodeId id = section.first; id <= section.last; ++id) {
            found.insert(keys[static_cast<size_t>(id)]);
        }
        found.erase("");
        if (found.size() > 1) {
            return;
        }
        const std::string key =
            found.empty() ? "#" + std::to_string(section.first) : *found.begin();
        for (NodeId id = section.first; id <= section.last; ++id) {
            keys[static_cast<size_t>(id)] = key;
        }
    }

    const Graph& m_graph;
    std::map<std::string, int64_t> m_counts;  ///< layers with weights in each module
    std::vector<Section> m_sections;
    std::set<std::string> m_modules;  ///< that are blocks
};

/// Nodes one after the other that are in one block.
struct Run {
    std::string key;
    std::vector<NodeId> nodes;
    int64_t layers = 0;
};

std::vector<Run> runsOf(const Graph& graph, const std::vector<std::string>& keys) {
    std::vector<Run> runs;
    for (NodeId id = 0; id < graph.size(); ++id) {
        const std::string& key = keys[static_cast<size_t>(id)];
        if (runs.empty() || runs.back().key != key) {
            runs.push_back({key, {}, 0});
        }
        runs.back().nodes.push_back(id);
        runs.back().layers += graph.node(id).isWeighted() ? 1 : 0;
    }
    return runs;
}

void name(Graph& graph, const Run& run, const std::string& block) {
    for (const NodeId id : run.nodes) {
        graph.node(id).block = block;
    }
}

/// What is in no block is the stem before the first, the head after the last, and between them a
/// transition, or what the block before ends with.
void nameBlocks(Graph& graph, const std::vector<Run>& runs) {
    int64_t blocks = 0;
    int64_t transitions = 0;
    for (size_t i = 0; i < runs.size(); ++i) {
        const Run& run = runs[i];
        if (run.key.empty() && i == 0) {
            name(graph, run, kStem);
        } else if (run.key.empty() && i + 1 == runs.size()) {
            name(graph, run, kHead);
        } else if (run.key.empty() && run.layers == 0) {
            name(graph, run, graph.node(run.nodes.front() - 1).block);
        } else if (run.key.empty() && run.layers == 1) {
            name(graph, run, fmt::format("transition {}", ++transitions));
        } else {
            name(graph, run, fmt::format("block {}", ++blocks));
        }
    }
}

/// A plain chain: each pooling ends a block, and the head begins where pixels end.
void namePlain(Graph& graph) {
    int64_t blocks = 1;
    bool head = false;
    for (NodeId id = 0; id < graph.size(); ++id) {
        Node& node = graph.node(id);
        head = head || std::holds_alternative<Flatten>(node.op) ||
               std::holds_alternative<GlobalAvgPool>(node.op) ||
               std::holds_alternative<Linear>(node.op);
        node.block = head ? kHead : fmt::format("block {}", blocks);
        blocks += isPool(node) ? 1 : 0;
    }
}

/// The layers of one block, and what each is for.
class BlockRoles {
 public:
    BlockRoles(Graph& graph, const std::vector<FeatureShape>& shapes, std::vector<NodeId> nodes)
        : m_graph(graph), m_shapes(shapes), m_nodes(std::move(nodes)) {
        for (const NodeId id : m_nodes) {
            if (const auto* conv = std::get_if<Conv2d>(&graph.node(id).op)) {
                m_layers.push_back(id);
                m_depthwise = m_depthwise || conv->depthwise();
            }
            m_adds = m_adds || std::holds_alternative<Add>(graph.node(id).op);
            m_joins = m_joins || isJoin(graph.node(id));
        }
    }

    void assign() {
        if (m_layers.empty()) {
            return;
        }
        const std::string& block = m_graph.node(m_nodes.front()).block;
        if (block == kStem || block == kHead || block.starts_with("transition")) {
            for (const NodeId id : m_layers) {
                m_graph.node(id).role = block.substr(0, block.find(' '));
            }
            return;
        }
        if (m_joins && !m_adds && !m_depthwise) {
            nameBranches();
            return;
        }
        findShortcuts();
        int64_t number = 0;
        bool passed = false;  // the depthwise convolution
        for (const NodeId id : m_layers) {
            Node& node = m_graph.node(id);
            const auto& conv = std::get<Conv2d>(node.op);
            if (gates(id)) {
                node.role = m_squeezed ? "excite" : "squeeze";
                m_squeezed = !m_squeezed;
            } else if (m_shortcuts.contains(id)) {
                node.role = "shortcut";
            } else if (m_depthwise) {
                passed = passed || conv.depthwise();
                node.role = inverted(conv, passed);
            } else {
                node.role = fmt::format("conv{}", ++number);
            }
        }
    }

 private:
    static std::string inverted(const Conv2d& conv, bool passed) {
        if (conv.depthwise()) {
            return "depthwise";
        }
        const bool wider = conv.outChannels > conv.inChannels;
        const bool expands = conv.outChannels == conv.inChannels ? !passed : wider;
        return expands ? "expand" : "project";
    }

    /// Branches that are put together have names in their module: "branch3x3", "expand1x1".
    void nameBranches() {
        const std::string& first = m_graph.node(m_layers.front()).name;
        size_t common = first.size();
        for (const NodeId id : m_layers) {
            const std::string& name = m_graph.node(id).name;
            common = std::min<size_t>(
                common, std::mismatch(first.begin(), first.end(), name.begin(), name.end()).first -
                            first.begin());
        }
        const size_t dot = first.substr(0, common).rfind('.');
        const size_t start = dot == std::string::npos ? 0 : dot + 1;
        for (const NodeId id : m_layers) {
            const std::string part = m_graph.node(id).name.substr(start);
            const bool wrapped = part.ends_with(".conv");
            m_graph.node(id).role = wrapped ? part.substr(0, part.size() - 5) : part;
        }
    }

    bool within(NodeId id) const { return std::binary_search(m_nodes.begin(), m_nodes.end(), id); }

    /// Computes on one pixel, where the block's maps have more.
    bool gates(NodeId id) const {
        const auto onePixel = [](const FeatureShape& shape) {
            return shape[1] == 1 && shape[2] == 1;
        };
        const NodeId input = m_graph.node(id).inputs.front();
        return onePixel(m_shapes[static_cast<size_t>(input)]) &&
               !onePixel(m_shapes[static_cast<size_t>(m_nodes.back())]);
    }

    /// The convolutions on the way from a node back to where the block begins, on its first inputs.
    std::vector<NodeId> wayBack(NodeId id) const {
        std::vector<NodeId> layers;
        while (within(id)) {
            if (m_graph.node(id).isWeighted()) {
                layers.push_back(id);
            }
            if (m_graph.node(id).inputs.empty()) {
                break;
            }
            id = m_graph.node(id).inputs.front();
        }
        return layers;
    }

    /// Of the two ways to an addition one has a single convolution, the other more.
    void findShortcuts() {
        for (const NodeId id : m_nodes) {
            const Node& node = m_graph.node(id);
            if (!std::holds_alternative<Add>(node.op)) {
                continue;
            }
            const std::vector<NodeId> a = wayBack(node.inputs[0]);
            const std::vector<NodeId> b = wayBack(node.inputs[1]);
            if (a.size() == 1 && b.size() > 1) {
                m_shortcuts.insert(a.front());
            }
            if (b.size() == 1 && a.size() > 1) {
                m_shortcuts.insert(b.front());
            }
        }
    }

    Graph& m_graph;
    const std::vector<FeatureShape>& m_shapes;
    std::vector<NodeId> m_nodes;
    std::vector<NodeId> m_layers;
    std::set<NodeId> m_shortcuts;
    bool m_depthwise = false;
    bool m_joins = false;
    bool m_adds = false;
    bool m_squeezed = false;
};

}  // namespace

void assignBlocks(Graph& graph) {
    const std::vector<Run> runs = runsOf(graph, BlockKeys(graph).keys());
    if (runs.size() > 1) {
        nameBlocks(graph, runs);
    } else {
        namePlain(graph);
    }
    const std::vector<FeatureShape> shapes = inferShapes(graph);
    std::map<std::string, std::vector<NodeId>> blocks;
    for (NodeId id = 0; id < graph.size(); ++id) {
        blocks[graph.node(id).block].push_back(id);
    }
    for (auto& [block, nodes] : blocks) {
        BlockRoles(graph, shapes, std::move(nodes)).assign();
    }
}

}  // namespace secateur
