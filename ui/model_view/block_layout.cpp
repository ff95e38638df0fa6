#include "ui/model_view/block_layout.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace secateur {

namespace {

/// Drawn as a strip beside the layer that it belongs to.
bool isSmall(const LayerCost& layer) {
    return std::holds_alternative<BatchNorm2d>(layer.op) ||
           std::holds_alternative<Activation>(layer.op) ||
           std::holds_alternative<Dropout>(layer.op) || std::holds_alternative<Flatten>(layer.op) ||
           std::holds_alternative<Pad2d>(layer.op) ||
           std::holds_alternative<ChannelAffine>(layer.op) ||
           std::holds_alternative<LayerNorm2d>(layer.op);
}

size_t at(NodeId id) {
    return static_cast<size_t>(id);
}

std::vector<std::vector<size_t>> consumersOf(const GraphCost& cost) {
    std::vector<std::vector<size_t>> consumers(cost.layers.size());
    for (size_t i = 0; i < cost.layers.size(); ++i) {
        for (const NodeId input : cost.layers[i].inputs) {
            consumers[at(input)].push_back(i);
        }
    }
    return consumers;
}

/// Finds the columns of one block and takes them apart into main path and branches.
class BlockBuilder {
 public:
    /// `previousExit` < 0: there is no block before it.
    BlockBuilder(const GraphCost& cost, const std::vector<std::vector<size_t>>& consumers,
                 DrawnBlock& block, int previousExit)
        : m_cost(cost), m_consumers(consumers), m_block(block), m_previousExit(previousExit) {}

    /// Gives the layer whose output the next block reads.
    size_t build() {
        setupHosts();
        setupColumns();
        const size_t exit = exitLayer();
        setupMain(m_columnOf.at(exit));
        setupChains();
        setupIdentities();
        setupExternals();
        assignLanes();
        return exit;
    }

 private:
    static constexpr int kFromEntry = -1;
    static constexpr int kFromElsewhere = -2;

    bool soleConsumer(size_t layer, size_t consumer) const {
        return m_consumers[layer].size() == 1 && m_consumers[layer].front() == consumer;
    }

    /// The layer beside which a small layer is drawn: the producer, if nobody else reads it;
    /// else the only reader (pre-activation), unless that is a join; else itself.
    size_t hostOf(size_t layer) const {
        size_t back = layer;
        while (isSmall(m_cost.layers[back]) && !m_cost.layers[back].inputs.empty()) {
            const size_t producer = at(m_cost.layers[back].inputs.front());
            if (!m_block.contains(producer) || !soleConsumer(producer, back)) {
                break;
            }
            back = producer;
        }
        if (!isSmall(m_cost.layers[back])) {
            return back;
        }
        size_t front = back;
        while (isSmall(m_cost.layers[front]) && m_consumers[front].size() == 1 &&
               m_block.contains(m_consumers[front].front())) {
            front = m_consumers[front].front();
        }
        const bool usable = !isSmall(m_cost.layers[front]) && !isJoin(m_cost.layers[front]);
        return usable ? front : back;
    }

    void setupHosts() {
        for (const size_t layer : m_block.layers) {
            m_hosts[layer] = isSmall(m_cost.layers[layer]) ? hostOf(layer) : layer;
        }
    }

    void setupColumns() {
        for (const size_t layer : m_block.layers) {
            if (m_hosts[layer] == layer) {
                m_columnOf[layer] = static_cast<int>(m_columns.size());
                m_columns.push_back({layer, {}, {}});
            }
        }
        for (const size_t layer : m_block.layers) {
            const size_t host = m_hosts[layer];
            m_columnOf[layer] = m_columnOf.at(host);
            if (host != layer) {
                DrawnColumn& column = m_columns[static_cast<size_t>(m_columnOf[layer])];
                (layer < host ? column.before : column.after).push_back(layer);
            }
        }
        m_depth.assign(m_columns.size(), 0);
        m_inputs.resize(m_columns.size());
        m_sources.resize(m_columns.size());
        for (size_t i = 0; i < m_columns.size(); ++i) {
            setupInputs(i);
        }
    }

    /// A column before this one, or kFromEntry, or kFromElsewhere.
    int sourceColumn(size_t producer) const {
        if (m_block.contains(producer)) {
            return m_columnOf.at(producer);
        }
        return static_cast<int>(producer) == m_previousExit ? kFromEntry : kFromElsewhere;
    }

    void setupInputs(size_t i) {
        const DrawnColumn& column = m_columns[i];
        const size_t first = column.before.empty() ? column.layer : column.before.front();
        int deepest = 0;
        for (const NodeId id : m_cost.layers[first].inputs) {
            const int source = sourceColumn(at(id));
            if (source == kFromElsewhere) {
                const LayerCost& other = m_cost.layers[at(id)];
                m_sources[i].push_back(
                    other.block.empty() || other.block == m_block.name ? other.name : other.block);
                continue;
            }
            m_block.readsPrevious = m_block.readsPrevious || source == kFromEntry;
            if (std::find(m_inputs[i].begin(), m_inputs[i].end(), source) == m_inputs[i].end()) {
                m_inputs[i].push_back(source);
            }
            if (source >= 0) {
                deepest = std::max(deepest, m_depth[static_cast<size_t>(source)]);
            }
        }
        constexpr int kWeighted = 1000;  // layers with weights make a path long, others only decide
        m_depth[i] = deepest + (isWeighted(m_cost.layers[column.layer]) ? kWeighted : 1);
    }

    size_t exitLayer() const {
        for (auto layer = m_block.layers.rbegin(); layer != m_block.layers.rend(); ++layer) {
            for (const size_t consumer : m_consumers[*layer]) {
                if (!m_block.contains(consumer)) {
                    return *layer;
                }
            }
        }
        return m_block.layers.back();
    }

    int64_t areaOf(int source) const {
        const size_t layer = source >= 0 ? m_columns[static_cast<size_t>(source)].layer
                                         : static_cast<size_t>(m_previousExit);
        return m_cost.layers[layer].output[1] * m_cost.layers[layer].output[2];
    }

    /// The input along which the path goes on backwards, among those that `usable` allows.
    template <class Usable>
    int preferredInput(int column, Usable usable) const {
        const LayerCost& layer = m_cost.layers[m_columns[static_cast<size_t>(column)].layer];
        const bool product = std::holds_alternative<Multiply>(layer.op);
        int best = kFromElsewhere;
        std::pair<int64_t, int> bestRank;
        for (const int input : m_inputs[static_cast<size_t>(column)]) {
            if (!usable(input)) {
                continue;
            }
            const std::pair<int64_t, int> rank{
                product ? areaOf(input) : 0, input >= 0 ? m_depth[static_cast<size_t>(input)] : 0};
            if (best == kFromElsewhere || rank > bestRank) {
                best = input;
                bestRank = rank;
            }
        }
        return best;
    }

    std::vector<int> pathTo(int last) const {
        std::vector<int> path;
        const auto free = [&](int input) { return input < 0 || !m_places.contains(input); };
        for (int column = last; column >= 0; column = preferredInput(column, free)) {
            path.insert(path.begin(), column);
        }
        return path;
    }

    void place(const std::vector<int>& path, int branch) {
        for (size_t i = 0; i < path.size(); ++i) {
            m_places[path[i]] = {branch, static_cast<int>(i)};
            if (i > 0) {
                m_drawn.insert({path[i - 1], path[i]});
            }
        }
    }

    std::vector<DrawnColumn> columnsOf(const std::vector<int>& path) const {
        std::vector<DrawnColumn> columns;
        for (const int column : path) {
            columns.push_back(m_columns[static_cast<size_t>(column)]);
        }
        return columns;
    }

    void setupMain(int exit) {
        const std::vector<int> path = pathTo(exit);
        place(path, Anchor::kMain);
        m_block.main = columnsOf(path);
        const std::vector<int>& inputs = m_inputs[static_cast<size_t>(path.front())];
        if (std::find(inputs.begin(), inputs.end(), kFromEntry) != inputs.end()) {
            m_drawn.insert({kFromEntry, path.front()});
        }
    }

    Anchor anchorOf(int column) const {
        return column >= 0 ? m_places.at(column) : Anchor{Anchor::kMain, Anchor::kEntry};
    }

    /// Latest first, so that whoever reads the end of a chain has its place already. So has the
    /// input of its first column: were that free, the path would go on into it.
    void setupChains() {
        for (int last = static_cast<int>(m_columns.size()) - 1; last >= 0; --last) {
            if (m_places.contains(last)) {
                continue;
            }
            const std::vector<int> path = pathTo(last);
            BlockBranch branch;
            branch.columns = columnsOf(path);
            const int source = preferredInput(path.front(), [](int) { return true; });
            if (source == kFromElsewhere) {
                branch.from = {Anchor::kMain, Anchor::kExternal};
                branch.sources = std::exchange(m_sources[static_cast<size_t>(path.front())], {});
            } else {
                branch.from = anchorOf(source);
                m_drawn.insert({source, path.front()});
            }
            branch.to = {Anchor::kMain, Anchor::kExit};
            for (int reader = last + 1; reader < static_cast<int>(m_columns.size()); ++reader) {
                const auto& inputs = m_inputs[static_cast<size_t>(reader)];
                if (std::find(inputs.begin(), inputs.end(), last) != inputs.end()) {
                    branch.to = anchorOf(reader);
                    m_drawn.insert({last, reader});
                    break;
                }
            }
            place(path, static_cast<int>(m_block.branches.size()));
            m_block.branches.push_back(std::move(branch));
        }
    }

    void setupIdentities() {
        for (int column = 0; column < static_cast<int>(m_columns.size()); ++column) {
            for (const int input : m_inputs[static_cast<size_t>(column)]) {
                if (!m_drawn.contains({input, column})) {
                    m_block.branches.push_back({anchorOf(input), anchorOf(column), {}, 1, {}});
                }
            }
        }
    }

    void setupExternals() {
        for (size_t column = 0; column < m_columns.size(); ++column) {
            if (!m_sources[column].empty()) {
                m_block.branches.push_back({{Anchor::kMain, Anchor::kExternal},
                                            anchorOf(static_cast<int>(column)),
                                            {},
                                            1,
                                            m_sources[column]});
            }
        }
    }

    /// Along the main path: a branch that hangs on another one counts as long as that one.
    std::pair<int, int> spanOf(const BlockBranch& branch) const {
        const int length = static_cast<int>(m_block.main.size());
        const auto along = [&](const Anchor& anchor, bool start) {
            if (anchor.branch != Anchor::kMain) {
                const auto parent = spanOf(m_block.branches[static_cast<size_t>(anchor.branch)]);
                return start ? parent.first : parent.second;
            }
            return anchor.column == Anchor::kExit ? length : anchor.column;
        };
        const int to = along(branch.to, false);
        const bool external = branch.from.column == Anchor::kExternal;
        return {external ? to - 1 : along(branch.from, true), to};
    }

    void assignLanes() {
        std::vector<size_t> order(m_block.branches.size());
        for (size_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        const auto length = [&](size_t i) {
            const auto [from, to] = spanOf(m_block.branches[i]);
            return to - from;
        };
        std::stable_sort(order.begin(), order.end(),
                         [&](size_t a, size_t b) { return length(a) < length(b); });
        for (size_t k = 0; k < order.size(); ++k) {
            BlockBranch& branch = m_block.branches[order[k]];
            const auto span = spanOf(branch);
            branch.lane = 1;
            for (size_t j = 0; j < k; ++j) {
                const BlockBranch& below = m_block.branches[order[j]];
                const auto other = spanOf(below);
                if (std::max(span.first, other.first) < std::min(span.second, other.second)) {
                    branch.lane = std::max(branch.lane, below.lane + 1);
                }
            }
        }
    }

    const GraphCost& m_cost;
    const std::vector<std::vector<size_t>>& m_consumers;
    DrawnBlock& m_block;
    const int m_previousExit;
    std::map<size_t, size_t> m_hosts;
    std::map<size_t, int> m_columnOf;
    std::vector<DrawnColumn> m_columns;
    std::vector<std::vector<int>> m_inputs;
    std::vector<std::vector<std::string>> m_sources;
    std::vector<int> m_depth;
    std::map<int, Anchor> m_places;
    std::set<std::pair<int, int>> m_drawn;
};

/// The layers of every block.
std::vector<DrawnBlock> grouped(const GraphCost& cost,
                                const std::vector<std::vector<size_t>>& consumers) {
    std::vector<DrawnBlock> blocks;
    for (size_t i = 0; i < cost.layers.size(); ++i) {
        const LayerCost& layer = cost.layers[i];
        bool joins = !blocks.empty() && blocks.back().name == layer.block;
        if (joins && layer.block.empty()) {
            joins = isSmall(layer) && layer.inputs.size() == 1 &&
                    blocks.back().layers.back() == at(layer.inputs.front()) &&
                    consumers[at(layer.inputs.front())].size() == 1;
        }
        if (!joins) {
            DrawnBlock block;
            block.name = layer.block;
            block.title = layer.block.empty() ? layer.name : layer.block;
            blocks.push_back(std::move(block));
        }
        blocks.back().layers.push_back(i);
    }
    return blocks;
}

}  // namespace

int DrawnBlock::lanes() const {
    int lanes = 0;
    for (const BlockBranch& branch : branches) {
        lanes = std::max(lanes, branch.lane);
    }
    return lanes;
}

bool DrawnBlock::contains(size_t layer) const {
    return std::binary_search(layers.begin(), layers.end(), layer);
}

bool isWeighted(const LayerCost& layer) {
    return std::holds_alternative<Conv2d>(layer.op) || std::holds_alternative<Linear>(layer.op);
}

bool isJoin(const LayerCost& layer) {
    return std::holds_alternative<Add>(layer.op) || std::holds_alternative<Multiply>(layer.op) ||
           std::holds_alternative<Concat>(layer.op);
}

std::vector<DrawnBlock> blocksOf(const GraphCost& cost) {
    const auto consumers = consumersOf(cost);
    std::vector<DrawnBlock> blocks = grouped(cost, consumers);
    int exit = -1;
    for (DrawnBlock& block : blocks) {
        exit = static_cast<int>(BlockBuilder(cost, consumers, block, exit).build());
    }
    return blocks;
}

}  // namespace secateur
