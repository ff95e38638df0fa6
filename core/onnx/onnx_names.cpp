#include "core/onnx/onnx_names.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace secateur {

namespace {

constexpr size_t kLongestName = 200;

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Letters, digits, dots, underscores and dashes; the rest becomes underscores.
std::string plainName(const std::string& text) {
    std::string name;
    for (const unsigned char c : text.substr(0, kLongestName)) {
        const bool fits = c < 128 && (std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-');
        name += fits ? static_cast<char>(c) : '_';
    }
    return name;
}

std::vector<std::string> splitAt(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::string part;
    for (const char c : text + separator) {
        if (c != separator) {
            part += c;
        } else if (!part.empty()) {
            parts.push_back(std::move(part));
            part.clear();
        }
    }
    return parts;
}

}  // namespace

std::string onnxModulePath(const std::string& nodeName) {
    std::vector<std::string> parts = splitAt(nodeName, '/');
    if (parts.size() < 2) {
        return "";
    }
    parts.pop_back();  // the operator
    std::vector<std::string> modules;
    for (const std::string& part : parts) {
        // A Sequential's parts are named with the Sequential: layer1, layer1.0.
        if (!modules.empty() && part.starts_with(modules.back() + ".")) {
            modules.back() = part;
        } else {
            modules.push_back(part);
        }
    }
    std::string path;
    for (const std::string& module : modules) {
        path += (path.empty() ? "" : ".") + module;
    }
    return plainName(path);
}

OnnxNames::OnnxNames(const onnx::GraphProto& graph) {
    for (const onnx::NodeProto& node : graph.node()) {
        const std::string path = onnxModulePath(node.name());
        for (size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1)) {
            m_containers.insert(path.substr(0, dot));
        }
    }
}

std::string OnnxNames::wanted(const onnx::NodeProto& node, const std::string& weight) const {
    const std::string type = lowered(node.op_type());
    const std::string path = onnxModulePath(node.name());
    if (!path.empty()) {
        return m_containers.contains(path) ? path + "." + type : path;
    }
    const size_t dot = weight.rfind('.');
    if (dot != std::string::npos && dot > 0 && weight.find(':') == std::string::npos) {
        return plainName(weight.substr(0, dot));
    }
    const std::vector<std::string> parts = splitAt(node.name(), '/');
    return parts.empty() ? type : lowered(plainName(parts.back()));
}

std::string OnnxNames::next(const onnx::NodeProto& node, const std::string& weight) {
    const std::string name = wanted(node, weight);
    std::string result = name;
    for (int number = 2; !m_taken.insert(result).second; ++number) {
        result = name + "_" + std::to_string(number);
    }
    return result;
}

}  // namespace secateur
