#include "core/io/weight_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "core/base/error.h"
#include "core/io/tensor_bytes.h"

namespace secateur {

namespace {

constexpr const char* kBatchCounter = "num_batches_tracked";

std::string moduleOf(const std::string& name) {
    const size_t dot = name.find_last_of('.');
    return dot == std::string::npos ? "" : name.substr(0, dot);
}

std::string slotOf(const std::string& name) {
    return name.substr(name.find_last_of('.') + 1);
}

std::string parameterName(const Node& node, const Parameter& parameter) {
    return node.name + "." + parameter.slot;
}

std::vector<std::string> wordsOf(const std::string& name) {
    std::vector<std::string> words;
    std::istringstream in(name);
    for (std::string word; std::getline(in, word, '.');) {
        words.push_back(word);
    }
    return words;
}

/// Why `given` cannot become `parameter`.
std::string disagreement(const Parameter& parameter, const at::Tensor& given) {
    if (parameter.value.is_floating_point() && !given.is_floating_point()) {
        return fmt::format("expected a floating-point tensor, got {}",
                           at::toString(given.scalar_type()));
    }
    return fmt::format("expected {}, got {}", shapeText(parameter.value.sizes()),
                       shapeText(given.sizes()));
}

class Matcher {
 public:
    Matcher(const Graph& graph, const StateDict& outline) : m_graph(graph), m_outline(outline) {
        for (const Node& node : graph.nodes()) {
            for (const Parameter& parameter : node.parameters) {
                if (!parameter.value.defined() || parameter.value.is_quantized()) {
                    throw Error(ErrorCode::Internal,
                                "the network has no float parameter to load into",
                                {parameterName(node, parameter), "", ""});
                }
                m_parameters[parameterName(node, parameter)] = &parameter;
            }
        }
        for (const auto& [name, tensor] : outline.tensors) {
            m_tensors[name] = &tensor;
        }
    }

    NameMatch match() {
        matchByName();
        matchByOrder();
        findProblems();
        sortOutUnused();
        return std::move(m_match);
    }

 private:
    using Names = std::map<std::string, std::string>;  // parameter -> tensor

    /// What is gained by reading the names after `prefix`, or (without one) without foreign words.
    Names mapped(const std::string* prefix) const {
        Names names;
        for (const auto& [name, tensor] : m_outline.tensors) {
            const std::string plain = prefix == nullptr           ? withoutForeignWords(name)
                                      : name.starts_with(*prefix) ? name.substr(prefix->size())
                                                                  : name;
            if (m_parameters.contains(plain)) {
                names.try_emplace(plain, name);
            }
        }
        return names;
    }

    std::string withoutForeignWords(const std::string& name) const {
        std::string plain;
        for (const std::string& word : wordsOf(name)) {
            if (m_words.contains(word)) {
                plain += (plain.empty() ? "" : ".") + word;
            }
        }
        return plain;
    }

    size_t agreeing(const Names& names) const {
        return static_cast<size_t>(std::ranges::count_if(names, [&](const auto& pair) {
            return fitsParameter(*m_parameters.at(pair.first), *m_tensors.at(pair.second));
        }));
    }

    /// The prefix after which most names are those of the network.
    std::string commonPrefix() const {
        std::map<std::string, int> found;
        for (const auto& [name, tensor] : m_outline.tensors) {
            for (size_t start = 0; start != std::string::npos;) {
                if (m_parameters.contains(name.substr(start))) {
                    ++found[name.substr(0, start)];
                }
                const size_t dot = name.find('.', start);
                start = dot == std::string::npos ? dot : dot + 1;
            }
        }
        std::string best;
        for (const auto& [prefix, count] : found) {
            if (count > found[best]) {
                best = prefix;
            }
        }
        return best;
    }

    void matchByName() {
        for (const auto& [name, parameter] : m_parameters) {
            for (const std::string& word : wordsOf(name)) {
                m_words.insert(word);
            }
        }
        const std::string prefix = commonPrefix();
        Names names = mapped(&prefix);
        if (names.size() < m_parameters.size()) {
            Names without = mapped(nullptr);
            if (agreeing(without) > agreeing(names)) {
                names = std::move(without);
            }
        }
        for (const auto& [parameter, tensor] : names) {
            take(parameter, tensor);
        }
    }

    void take(const std::string& parameter, const std::string& tensor) {
        m_match.inFile[parameter] = tensor;
        m_used.insert(tensor);
    }

    struct Module {
        std::string name;
        std::vector<std::pair<std::string, const at::Tensor*>> tensors;  // by slot

        const at::Tensor* find(const std::string& slot) const {
            const auto found =
                std::ranges::find(tensors, slot, [](const auto& t) { return t.first; });
            return found == tensors.end() ? nullptr : found->second;
        }
        bool fits(const Node& node) const {
            return std::ranges::all_of(node.parameters, [&](const Parameter& parameter) {
                const at::Tensor* tensor = find(parameter.slot);
                return tensor == nullptr ? parameter.slot == kBatchCounter
                                         : fitsParameter(parameter, *tensor);
            });
        }
    };

    /// Those of the file, in its order, of which nothing is used yet.
    std::vector<Module> freeModules() const {
        std::set<std::string> used{""};
        for (const std::string& name : m_used) {
            used.insert(moduleOf(name));
        }
        std::vector<Module> modules;
        std::map<std::string, size_t> places;
        for (const auto& [name, tensor] : m_outline.tensors) {
            const std::string module = moduleOf(name);
            if (used.contains(module)) {
                continue;
            }
            const auto [place, isNew] = places.try_emplace(module, modules.size());
            if (isNew) {
                modules.push_back({module, {}});
            }
            modules[place->second].tensors.emplace_back(slotOf(name), &tensor);
        }
        return modules;
    }

    /// Equal for nodes that the same modules fit.
    static std::string formOf(const Node& node) {
        std::string form;
        for (const Parameter& parameter : node.parameters) {
            form += fmt::format("{} {} {},", parameter.slot, shapeText(parameter.value.sizes()),
                                parameter.value.is_floating_point());
        }
        return form;
    }

    bool isFree(const Node& node) const {
        return !node.parameters.empty() &&
               std::ranges::none_of(node.parameters, [&](const Parameter& parameter) {
                   return m_match.inFile.contains(parameterName(node, parameter));
               });
    }

    /// Whole modules only, each with the next one of the file that it fits.
    void matchByOrder() {
        const std::vector<Module> modules = freeModules();
        std::set<std::string> missing;  // forms that no module has from `next` on
        auto next = modules.begin();
        for (const Node& node : m_graph.nodes()) {
            if (!isFree(node) || missing.contains(formOf(node))) {
                continue;
            }
            const auto found = std::find_if(
                next, modules.end(), [&](const Module& module) { return module.fits(node); });
            if (found == modules.end()) {
                missing.insert(formOf(node));
                continue;
            }
            for (const Parameter& parameter : node.parameters) {
                if (found->find(parameter.slot) != nullptr) {
                    take(parameterName(node, parameter), found->name + "." + parameter.slot);
                }
            }
            m_match.byOrder.push_back(fmt::format("{} is {}", node.name, found->name));
            next = found + 1;
        }
    }

    void findProblems() {
        for (const Node& node : m_graph.nodes()) {
            for (const Parameter& parameter : node.parameters) {
                const std::string name = parameterName(node, parameter);
                const auto found = m_match.inFile.find(name);
                if (found == m_match.inFile.end()) {
                    if (parameter.slot != kBatchCounter) {
                        m_match.problems.push_back(fmt::format("{}: missing, expected {}", name,
                                                               shapeText(parameter.value.sizes())));
                    }
                } else if (!fitsParameter(parameter, *m_tensors.at(found->second))) {
                    m_match.problems.push_back(fmt::format(
                        "{}: {}", name, disagreement(parameter, *m_tensors.at(found->second))));
                }
            }
        }
    }

    /// Whether a tensor that is left over shows that the file is of another network.
    bool belongsToLarger(const std::string& name, const at::Tensor& tensor) const {
        if (tensor.dim() < 2) {
            return false;
        }
        const std::string plain = withoutForeignWords(name);
        const std::string first = plain.substr(0, plain.find('.'));
        return !m_match.byOrder.empty() ||
               std::ranges::any_of(m_parameters, [&](const auto& parameter) {
                   return parameter.first.starts_with(first + ".");
               });
    }

    void sortOutUnused() {
        for (const auto& [name, tensor] : m_outline.tensors) {
            if (m_used.contains(name)) {
                continue;
            }
            // Where parameters are missing, a name that is left over tells what they are called.
            if (!m_match.problems.empty() || belongsToLarger(name, tensor)) {
                m_match.problems.push_back(
                    fmt::format("{}: not in the network, got {}", name, shapeText(tensor.sizes())));
            } else if (slotOf(name) != kBatchCounter) {
                m_match.unused.push_back(name);
            }
        }
    }

    const Graph& m_graph;
    const StateDict& m_outline;
    std::map<std::string, const Parameter*> m_parameters;
    std::map<std::string, const at::Tensor*> m_tensors;
    std::set<std::string> m_words;  // of which the network's names are made
    std::set<std::string> m_used;   // tensors
    NameMatch m_match;
};

}  // namespace

bool fitsParameter(const Parameter& parameter, const at::Tensor& given) {
    // Old files keep the counter as a tensor of one element; only there is the shape no matter.
    const bool shapes = parameter.slot == kBatchCounter ? given.numel() == 1
                                                        : parameter.value.sizes() == given.sizes();
    return shapes && (given.is_floating_point() || !parameter.value.is_floating_point());
}

NameMatch matchNames(const Graph& graph, const StateDict& outline) {
    return Matcher(graph, outline).match();
}

void refuseMisfit(const std::string& source, const std::string& network, const NameMatch& match,
                  size_t lines) {
    std::string text = fmt::format("{} does not fit the network {}:", source, network);
    const size_t shown = match.problems.size() <= lines ? match.problems.size()
                         : lines > 0                    ? lines - 1
                                                        : 0;
    for (size_t i = 0; i < shown; ++i) {
        text += "\n" + match.problems[i];
    }
    if (shown < match.problems.size()) {
        text += fmt::format("\n... and {} more", match.problems.size() - shown);
    }
    throw Error(ErrorCode::Mismatch, text);
}

}  // namespace secateur
