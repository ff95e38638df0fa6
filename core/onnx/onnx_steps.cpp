#include "core/onnx/onnx_steps.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/graph/silu_gate.h"
#include "core/onnx/onnx_attributes.h"

namespace secateur {

namespace {

bool ownDomain(const onnx::NodeProto& node) {
    return node.domain().empty() || node.domain() == "ai.onnx";
}

bool nearly(double a, double b) {
    return std::abs(a - b) <= 1e-4 * std::abs(b);
}

/// c times the product of values.
struct Product {
    double factor = 1;
    std::vector<std::string> terms;
};

/// Who gives which value, and what nodes mean together.
class NodePatterns {
 public:
    explicit NodePatterns(const OnnxFile& file) : m_file(file) {
        const onnx::GraphProto& graph = file.model.graph();
        for (const onnx::TensorProto& tensor : graph.initializer()) {
            m_constants[tensor.name()] = &tensor;
        }
        for (const onnx::NodeProto& node : graph.node()) {
            for (const std::string& output : node.output()) {
                if (!output.empty() && !m_producers.emplace(output, &node).second) {
                    throw Error(ErrorCode::CorruptData, "two ONNX nodes give the same value",
                                {node.name(), "", output});
                }
            }
        }
    }

    const onnx::NodeProto* producer(const std::string& value) const {
        const auto found = m_producers.find(value);
        return found == m_producers.end() ? nullptr : found->second;
    }
    bool isInitializer(const std::string& value) const { return m_constants.contains(value); }

    /// What the node is the end of.
    OnnxStep step(const onnx::NodeProto& node) const {
        OnnxStep plain{ownDomain(node) ? node.op_type() : node.domain() + "." + node.op_type(),
                       &node,
                       {node.input().begin(), node.input().end()},
                       0};
        if (!ownDomain(node) || node.output_size() != 1) {
            return plain;
        }
        for (const int64_t axis : {-1, 1}) {
            if (auto found = normalised(node, axis)) {
                return *found;
            }
        }
        if (auto found = activated(node)) {
            return *found;
        }
        return plain;
    }

 private:
    /// The operator that gives a value, if it is of this type.
    const onnx::NodeProto* made(const std::string& value, const char* type) const {
        const onnx::NodeProto* node = producer(value);
        return node != nullptr && ownDomain(*node) && node->op_type() == type ? node : nullptr;
    }

    /// A constant of one element.
    std::optional<double> number(const std::string& value) const {
        const auto constant = m_constants.find(value);
        const onnx::TensorProto* tensor =
            constant == m_constants.end() ? nullptr : constant->second;
        if (tensor == nullptr) {
            const onnx::NodeProto* node = made(value, "Constant");
            const onnx::AttributeProto* given =
                node == nullptr ? nullptr : OnnxAttributes(*node).find("value");
            if (given == nullptr) {
                const onnx::NodeProto* same = made(value, "Identity");
                return same != nullptr && same->input_size() == 1 && isInitializer(same->input(0))
                           ? number(same->input(0))
                           : std::nullopt;
            }
            tensor = &given->t();
        }
        for (const int64_t size : tensor->dims()) {
            if (size != 1) {
                return std::nullopt;
            }
        }
        return onnxTensor(*tensor, m_file.folder).item<double>();
    }

    /// A sum of a value and a number.
    struct Shifted {
        std::string value;
        double shift = 0;
    };
    std::optional<Shifted> shifted(const std::string& value) const {
        const onnx::NodeProto* node = made(value, "Add");
        for (int i = 0; node != nullptr && node->input_size() == 2 && i < 2; ++i) {
            if (const auto shift = number(node->input(i))) {
                return Shifted{node->input(1 - i), *shift};
            }
        }
        return std::nullopt;
    }

    /// The ways to see a value as a product, by looking ever deeper into Mul and Div.
    std::vector<Product> products(const std::string& value, int depth) const {
        if (const auto factor = number(value)) {
            return {{*factor, {}}};
        }
        std::vector<Product> ways{{1, {value}}};
        const onnx::NodeProto* node = producer(value);
        const bool goesOn = depth > 0 && node != nullptr && ownDomain(*node) &&
                            (node->op_type() == "Mul" || node->op_type() == "Div") &&
                            node->input_size() == 2;
        if (!goesOn) {
            return ways;
        }
        const std::vector<Product> right = products(node->input(1), depth - 1);
        for (const Product& a : products(node->input(0), depth - 1)) {
            for (const Product& b : right) {
                const bool quotient = node->op_type() == "Div";
                if (quotient && (!b.terms.empty() || b.factor == 0)) {
                    continue;
                }
                Product whole{quotient ? a.factor / b.factor : a.factor * b.factor, a.terms};
                whole.terms.insert(whole.terms.end(), b.terms.begin(), b.terms.end());
                ways.push_back(std::move(whole));
            }
        }
        return ways;
    }

    /// x where the value is relu6(x + 3).
    std::optional<std::string> clippedShift(const std::string& value) const {
        const onnx::NodeProto* clip = made(value, "Clip");
        if (clip == nullptr || clip->input_size() < 1) {
            return std::nullopt;
        }
        const OnnxAttributes attributes(*clip);
        const auto bound = [&](int index, const char* name) -> std::optional<double> {
            if (m_file.opset < 11) {
                return attributes.number(name, NAN);
            }
            return clip->input_size() > index ? number(clip->input(index)) : std::nullopt;
        };
        const auto sum = shifted(clip->input(0));
        return bound(1, "min") == 0.0 && bound(2, "max") == 6.0 && sum && sum->shift == 3
                   ? std::optional(sum->value)
                   : std::nullopt;
    }

    std::optional<std::string> hardSigmoid(const std::string& value) const {
        const onnx::NodeProto* node = made(value, "HardSigmoid");
        if (node == nullptr || node->input_size() != 1) {
            return std::nullopt;
        }
        const OnnxAttributes attributes(*node);
        return nearly(attributes.number("alpha", 0.2), 1.0 / 6) &&
                       nearly(attributes.number("beta", 0.5), 0.5)
                   ? std::optional(node->input(0))
                   : std::nullopt;
    }

    /// y where the value is 1 + f(y).
    std::optional<std::string> onePlus(const std::string& value, const char* f) const {
        const auto sum = shifted(value);
        const onnx::NodeProto* node = sum && sum->shift == 1 ? made(sum->value, f) : nullptr;
        return node != nullptr && node->input_size() == 1 ? std::optional(node->input(0))
                                                          : std::nullopt;
    }

    bool isScaled(const std::string& value, const std::string& x, double factor) const {
        for (const Product& way : products(value, 2)) {
            if (way.terms == std::vector{x} && nearly(way.factor, factor)) {
                return true;
            }
        }
        return false;
    }

    /// 0.044715 x^3, as Pow or by products.
    bool isCubeTerm(const std::string& value, const std::string& x) const {
        for (const Product& way : products(value, 3)) {
            if (!nearly(way.factor, 0.044715)) {
                continue;
            }
            if (way.terms == std::vector{x, x, x}) {
                return true;
            }
            const onnx::NodeProto* power =
                way.terms.size() == 1 ? made(way.terms[0], "Pow") : nullptr;
            if (power != nullptr && power->input_size() == 2 && power->input(0) == x &&
                number(power->input(1)) == 3.0) {
                return true;
            }
        }
        return false;
    }

    /// sqrt(2 / pi) (x + 0.044715 x^3)
    bool isTanhGate(const std::string& value, const std::string& x) const {
        for (const Product& way : products(value, 2)) {
            const onnx::NodeProto* sum =
                way.terms.size() == 1 && nearly(way.factor, std::sqrt(2 / M_PI))
                    ? made(way.terms[0], "Add")
                    : nullptr;
            for (int i = 0; sum != nullptr && sum->input_size() == 2 && i < 2; ++i) {
                if (sum->input(i) == x && isCubeTerm(sum->input(1 - i), x)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The gate of an INT8 SiLU before it is rounded, as onnx_writer.h rounds it.
    std::string unrounded(const std::string& x, const std::string& gate) const {
        const onnx::NodeProto* real = made(gate, "DequantizeLinear");
        const onnx::NodeProto* rounded =
            real == nullptr ? nullptr : made(real->input(0), "QuantizeLinear");
        const bool known = rounded != nullptr && made(x, "DequantizeLinear") != nullptr &&
                           rounded->input_size() == 3 &&
                           number(rounded->input(1)) == kSiluGate.scale &&
                           number(rounded->input(2)) == static_cast<double>(kSiluGate.zeroPoint) &&
                           real->input_size() == 3 && real->input(1) == rounded->input(1) &&
                           real->input(2) == rounded->input(2);
        return known ? rounded->input(0) : gate;
    }

    /// What gate(x) times x is, x and gate in either order.
    const char* gated(const std::string& x, const std::string& gate, double factor) const {
        const onnx::NodeProto* sigmoid = made(unrounded(x, gate), "Sigmoid");
        if (factor == 1 && sigmoid != nullptr && sigmoid->input_size() == 1 &&
            sigmoid->input(0) == x) {
            return "Silu";
        }
        if ((factor == 1 && hardSigmoid(gate) == x) ||
            (nearly(factor, 1.0 / 6) && clippedShift(gate) == x)) {
            return "HardSwish";
        }
        if (nearly(factor, 0.5)) {
            const auto erf = onePlus(gate, "Erf");
            if (erf && isScaled(*erf, x, std::sqrt(0.5))) {
                return "Gelu";
            }
            const auto tanh = onePlus(gate, "Tanh");
            if (tanh && isTanhGate(*tanh, x)) {
                return "GeluTanh";
            }
        }
        return nullptr;
    }

    std::optional<OnnxStep> activated(const onnx::NodeProto& node) const {
        if (node.op_type() != "Mul" && node.op_type() != "Div") {
            return std::nullopt;
        }
        for (const Product& way : products(node.output(0), 3)) {
            if (way.terms.size() == 1 && nearly(way.factor, 1.0 / 6)) {
                if (const auto x = clippedShift(way.terms[0])) {
                    return OnnxStep{"HardSigmoid6", &node, {*x}, 0};
                }
            }
            for (size_t i = 0; way.terms.size() == 2 && i < 2; ++i) {
                const std::string& x = way.terms[i];
                if (const char* type = gated(x, way.terms[1 - i], way.factor)) {
                    return OnnxStep{type, &node, {x}, 0};
                }
            }
        }
        return std::nullopt;
    }

    /// x where the value is its mean over this axis.
    std::optional<std::string> meanOver(const std::string& value, int64_t wanted) const {
        const onnx::NodeProto* node = made(value, "ReduceMean");
        if (node == nullptr || node->input_size() < 1) {
            return std::nullopt;
        }
        std::vector<int64_t> axes = OnnxAttributes(*node).integers("axes");
        if (node->input_size() > 1) {
            const auto axis = number(node->input(1));
            axes = {axis ? static_cast<int64_t>(*axis) : 0};
        }
        return axes == std::vector<int64_t>{wanted} ? std::optional(node->input(0)) : std::nullopt;
    }

    /// x where the value is x - mean(x).
    std::optional<std::string> centred(const std::string& value, int64_t axis) const {
        const onnx::NodeProto* node = made(value, "Sub");
        return node != nullptr && node->input_size() == 2 &&
                       meanOver(node->input(1), axis) == node->input(0)
                   ? std::optional(node->input(0))
                   : std::nullopt;
    }

    /// (x - mean) / sqrt(mean((x - mean)^2) + eps): x and eps.
    std::optional<Shifted> standardised(const std::string& value, int64_t axis) const {
        const onnx::NodeProto* quotient = made(value, "Div");
        const auto x = quotient != nullptr && quotient->input_size() == 2
                           ? centred(quotient->input(0), axis)
                           : std::nullopt;
        const onnx::NodeProto* root = x ? made(quotient->input(1), "Sqrt") : nullptr;
        const auto sum =
            root != nullptr && root->input_size() == 1 ? shifted(root->input(0)) : std::nullopt;
        const auto squares = sum ? meanOver(sum->value, axis) : std::nullopt;
        if (!squares) {
            return std::nullopt;
        }
        const onnx::NodeProto* power = made(*squares, "Pow");
        const onnx::NodeProto* square = made(*squares, "Mul");
        const bool isPower = power != nullptr && power->input_size() == 2 &&
                             centred(power->input(0), axis) == x && number(power->input(1)) == 2.0;
        const bool isSquare = square != nullptr && square->input_size() == 2 &&
                              square->input(0) == square->input(1) &&
                              centred(square->input(0), axis) == x;
        return isPower || isSquare ? std::optional(Shifted{*x, sum->shift}) : std::nullopt;
    }

    /// An initializer, or one under another name.
    bool isStored(const std::string& value) const {
        const onnx::NodeProto* same = made(value, "Identity");
        return isInitializer(value) || made(value, "Constant") != nullptr ||
               (same != nullptr && same->input_size() == 1 && isInitializer(same->input(0)));
    }

    /// A stored value and the other operand of a node.
    std::optional<std::pair<std::string, std::string>> withStored(
        const onnx::NodeProto* node) const {
        for (int i = 0; node != nullptr && node->input_size() == 2 && i < 2; ++i) {
            if (isStored(node->input(i))) {
                return std::pair{node->input(i), node->input(1 - i)};
            }
        }
        return std::nullopt;
    }

    std::optional<OnnxStep> normalised(const onnx::NodeProto& node, int64_t axis) const {
        if (node.op_type() == "Add") {
            const auto shift = withStored(&node);
            const auto scale = shift ? withStored(made(shift->second, "Mul")) : std::nullopt;
            const auto x = scale ? standardised(scale->second, axis) : std::nullopt;
            return x ? std::optional(OnnxStep{"LayerNorm",
                                              &node,
                                              {x->value, scale->first, shift->first},
                                              x->shift,
                                              axis})
                     : std::nullopt;
        }
        const auto x =
            node.op_type() == "Div" ? standardised(node.output(0), axis) : std::optional<Shifted>();
        return x ? std::optional(OnnxStep{"LayerNorm", &node, {x->value, "", ""}, x->shift, axis})
                 : std::nullopt;
    }

    const OnnxFile& m_file;
    std::unordered_map<std::string, const onnx::NodeProto*> m_producers;
    std::unordered_map<std::string, const onnx::TensorProto*> m_constants;
};

/// The Softmax that only views follow, if there is one.
const onnx::NodeProto* lastSoftmax(const NodePatterns& patterns, std::string value) {
    static const std::set<std::string> kViews{"Identity", "Reshape",   "Flatten", "Squeeze",
                                              "Cast",     "Unsqueeze", "Dropout"};
    for (int i = 0; i < 16; ++i) {
        const onnx::NodeProto* node = patterns.producer(value);
        if (node == nullptr || !ownDomain(*node) || node->input_size() < 1) {
            return nullptr;
        }
        if (node->op_type() == "Softmax" || node->op_type() == "LogSoftmax") {
            return node;
        }
        if (!kViews.contains(node->op_type())) {
            return nullptr;
        }
        value = node->input(0);
    }
    return nullptr;
}

/// Depth first without recursion: a step follows all that it reads.
class StepOrder {
 public:
    StepOrder(const OnnxFile& file, const NodePatterns& patterns) : m_patterns(patterns) {
        for (const onnx::ValueInfoProto& input : file.model.graph().input()) {
            m_given.insert(input.name());
        }
    }

    OnnxSteps of(const std::string& result) {
        OnnxSteps order;
        const onnx::NodeProto* softmax = lastSoftmax(m_patterns, result);
        order.softmax = softmax == nullptr ? "" : softmax->op_type();
        push(result, softmax);
        while (!m_open.empty()) {
            Open& open = m_open.back();
            if (open.next < open.step.inputs.size()) {
                const std::string value = open.step.inputs[open.next++];
                push(value, softmax);
                continue;
            }
            m_done.insert(open.step.node);
            m_opened.erase(open.step.node);
            order.steps.push_back(std::move(open.step));
            m_open.pop_back();
        }
        return order;
    }

 private:
    struct Open {
        OnnxStep step;
        size_t next = 0;
    };

    void push(const std::string& value, const onnx::NodeProto* softmax) {
        if (value.empty() || m_given.contains(value) || m_patterns.isInitializer(value)) {
            return;
        }
        const onnx::NodeProto* node = m_patterns.producer(value);
        if (node == nullptr) {
            throw Error(ErrorCode::CorruptData, "an ONNX value that nothing gives",
                        {m_open.empty() ? "" : m_open.back().step.node->name(),
                         "an initializer or a node", value});
        }
        if (m_done.contains(node)) {
            return;
        }
        if (!m_opened.insert(node).second) {
            throw Error(ErrorCode::CorruptData, "the ONNX nodes form a cycle",
                        {node->name(), "", ""});
        }
        OnnxStep step = m_patterns.step(*node);
        if (node == softmax) {
            step = {"Identity", node, {node->input(0)}, 0};
        }
        m_open.push_back({std::move(step), 0});
    }

    const NodePatterns& m_patterns;
    std::unordered_set<std::string> m_given;
    std::unordered_set<const onnx::NodeProto*> m_done, m_opened;
    std::vector<Open> m_open;
};

}  // namespace

OnnxSteps onnxSteps(const OnnxFile& file, const std::string& result) {
    const NodePatterns patterns(file);
    return StepOrder(file, patterns).of(result);
}

}  // namespace secateur
