#include "core/io/python_names.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <sstream>

namespace secateur {

namespace {

/// Keywords, attributes of nn.Module, and what the written code itself uses.
constexpr const char* kReserved =
    "False None True and as assert async await break class continue def del elif else except "
    "finally for from global if import in is lambda nonlocal not or pass raise return try "
    "while with yield add_module apply bfloat16 buffers call_super_init children compile cpu "
    "cuda double dump_patches eval extra_repr float forward get_buffer get_extra_state "
    "get_parameter get_submodule half ipu load_state_dict modules mtia named_buffers "
    "named_children named_modules named_parameters parameters register_backward_hook "
    "register_buffer register_forward_hook register_forward_pre_hook "
    "register_full_backward_hook register_module register_parameter requires_grad_ "
    "set_extra_state set_submodule share_memory state_dict to to_empty train training type "
    "xpu zero_grad F Network Part nn self torch x ";

const std::set<std::string>& reserved() {
    static const std::set<std::string> words = [] {
        std::istringstream text(kReserved);
        return std::set<std::string>(std::istream_iterator<std::string>(text), {});
    }();
    return words;
}

bool isNumber(const std::string& text) {
    return !text.empty() && text.size() < 6 && (text == "0" || text.front() != '0') &&
           std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return c >= '0' && c <= '9'; });
}

bool isIdentifier(const std::string& text) {
    const auto fits = [](unsigned char c) { return c < 128 && (std::isalnum(c) || c == '_'); };
    return !text.empty() && !std::isdigit(static_cast<unsigned char>(text.front())) &&
           text.front() != '_' && std::all_of(text.begin(), text.end(), fits) &&
           !reserved().count(text);
}

std::vector<std::string> partsOf(const std::string& name) {
    std::vector<std::string> parts;
    std::istringstream stream(name);
    for (std::string part; std::getline(stream, part, '.');) {
        parts.push_back(part);
    }
    return parts;
}

/// An identifier that `taken` does not have, and then has.
std::string identifier(const std::string& name, std::set<std::string>& taken) {
    std::string text;
    for (const unsigned char c : name) {
        text += c < 128 && std::isalnum(c) ? static_cast<char>(c) : '_';
    }
    if (!isIdentifier(text)) {
        text = "n_" + text;
    }
    while (!taken.insert(text).second) {
        text += "_";
    }
    return text;
}

bool canBePath(const std::vector<std::string>& parts) {
    return !parts.empty() && isIdentifier(parts.front()) &&
           std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
               return isNumber(part) || isIdentifier(part);
           });
}

}  // namespace

PythonNames::PythonNames(const Graph& graph) {
    std::set<std::string> variables;
    std::set<std::string> inside;  // what has modules inside of it, and so is none of the layers
    for (const Node& node : graph.nodes()) {
        m_variables[node.name] = identifier(node.name, variables);
        if (!node.parameters.empty()) {
            for (size_t dot = node.name.find('.'); dot != std::string::npos;
                 dot = node.name.find('.', dot + 1)) {
                inside.insert(node.name.substr(0, dot));
            }
        }
    }
    std::set<std::string> attributes;
    for (const std::string& name : inside) {
        attributes.insert(partsOf(name).front());
    }
    for (const Node& node : graph.nodes()) {
        if (node.parameters.empty()) {
            continue;
        }
        std::vector<std::string> parts = partsOf(node.name);
        const bool alone = parts.size() == 1 && !attributes.count(node.name);
        if (inside.count(node.name) || !canBePath(parts) || (parts.size() == 1 && !alone)) {
            parts = {identifier(node.name, attributes)};
        }
        m_paths[node.name] = std::move(parts);
    }
}

std::string PythonNames::stateName(const std::string& node) const {
    std::string name;
    for (const std::string& part : path(node)) {
        name += (name.empty() ? "" : ".") + part;
    }
    return name;
}

}  // namespace secateur
