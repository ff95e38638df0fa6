#include "core/io/graph_json.h"

#include <fmt/format.h>

#include <array>
#include <cfloat>
#include <set>

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/graph/shapes.h"
#include "core/io/json_defaults.h"
#include "core/io/tensor_bytes.h"

namespace secateur {

namespace {

using nlohmann::json;

constexpr int64_t kVersion = 2;
/// Had every field written out.
constexpr int64_t kOldestVersion = 1;
/// Far above any network for images, and small enough that products of three do not overflow.
constexpr int64_t kMaxSize = int64_t{1} << 20;
constexpr double kLargestScale = 1e30;

struct TypeName {
    at::ScalarType type;
    at::ScalarType placeholder;
    const char* name;
};

constexpr std::array<TypeName, 5> kTypes{{{at::kFloat, at::kFloat, "float32"},
                                          {at::kDouble, at::kDouble, "float64"},
                                          {at::kLong, at::kLong, "int64"},
                                          {at::kQInt8, at::kChar, "qint8"},
                                          {at::kQInt32, at::kInt, "qint32"}}};

json fusedToJson(const std::optional<ActivationKind>& fused) {
    return fused ? json(enumName(*fused)) : json(nullptr);
}

template <class Window>
json windowToJson(const Window& op) {
    return {{"kernel", op.kernel}, {"stride", op.stride}, {"padding", op.padding}};
}

template <class Pool>
json poolToJson(const Pool& op) {
    json result = windowToJson(op);
    result["ceil_mode"] = op.ceilMode;
    return result;
}

json convToJson(const Conv2d& op) {
    json result = windowToJson(op);
    result["in_channels"] = op.inChannels;
    result["out_channels"] = op.outChannels;
    result["groups"] = op.groups;
    result["bias"] = op.bias;
    result["dilation"] = op.dilation;
    result["fused"] = fusedToJson(op.fused);
    return result;
}

json attributesToJson(const Op& op) {
    return std::visit(
        Overloaded{
            [](const Input& o) -> json {
                return {{"channels", o.channels}, {"height", o.height}, {"width", o.width}};
            },
            [](const Conv2d& o) { return convToJson(o); },
            [](const BatchNorm2d& o) -> json {
                json result{{"channels", o.channels}, {"eps", o.eps}, {"momentum", o.momentum}};
                if (o.fused) {  // else the field is left out, as in files from before there was one
                    result["fused"] = fusedToJson(o.fused);
                }
                return result;
            },
            [](const Linear& o) -> json {
                return {{"in_features", o.inFeatures},
                        {"out_features", o.outFeatures},
                        {"bias", o.bias},
                        {"fused", fusedToJson(o.fused)}};
            },
            [](const Activation& o) -> json {
                return {{"kind", enumName(o.kind)},
                        {"slope", o.slope},
                        {"low", o.low},
                        {"high", o.high}};
            },
            [](const Add& o) -> json {
                return {{"fused", fusedToJson(o.fused)}};
            },
            [](const MaxPool2d& o) { return poolToJson(o); },
            [](const AvgPool2d& o) {
                json result = poolToJson(o);
                result["count_include_pad"] = o.countIncludePad;
                return result;
            },
            [](const Dropout& o) -> json {
                return {{"p", o.p}};
            },
            [](const Pad2d& o) -> json {
                return {{"sides", o.sides}, {"value", o.value}};
            },
            [](const SelectChannels& o) -> json {
                return {{"channels", o.channels}};
            },
            [](const ChannelAffine& o) -> json {
                return {{"channels", o.channels}};
            },
            [](const LayerNorm2d& o) -> json {
                return {{"channels", o.channels}, {"eps", o.eps}};
            },
            [](const Upsample2d& o) -> json {
                return {{"scale", o.scale}};
            },
            [](const auto&) { return json::object(); },
        },
        op);
}

json parameterToJson(const Node& node, const Parameter& parameter) {
    for (const TypeName& known : kTypes) {
        if (parameter.value.defined() && parameter.value.scalar_type() == known.type) {
            return {{"slot", parameter.slot},
                    {"shape", parameter.value.sizes().vec()},
                    {"dtype", known.name},
                    {"trainable", parameter.trainable}};
        }
    }
    throw Error(ErrorCode::Unsupported, "a parameter has a type that model files do not hold",
                {node.name + "." + parameter.slot, "", ""});
}

/// What is written can be read again.
void requireScale(const Node& node) {
    if (const double scale = node.quant->scale; !(scale > 0 && scale <= kLargestScale)) {
        throw Error(ErrorCode::InvalidArgument, "a range cannot be divided into 8-bit steps",
                    {node.name, fmt::format("steps above 0 and up to {:g}", kLargestScale),
                     fmt::format("{:g}", scale)});
    }
}

json nodeToJson(const Node& node) {
    json result{{"name", node.name},
                {"op", opName(node.op)},
                {"attributes", attributesToJson(node.op)},
                {"inputs", node.inputs},
                {"block", node.block},
                {"role", node.role},
                {"parameters", json::array()}};
    for (const Parameter& parameter : node.parameters) {
        result["parameters"].push_back(parameterToJson(node, parameter));
    }
    if (node.quant) {
        requireScale(node);
        result["quant"] = {{"scale", node.quant->scale},
                           {"zero_point", node.quant->zeroPoint},
                           {"quant_min", node.quant->quantMin},
                           {"quant_max", node.quant->quantMax}};
    }
    return result;
}

ActivationKind activationField(const JsonFields& fields, const char* key) {
    try {
        return enumFromName<ActivationKind>(fields.text(key));
    } catch (const Error& error) {
        if (error.code() != ErrorCode::InvalidArgument) {
            throw;
        }
        throw Error(ErrorCode::Unsupported, "unknown activation",
                    {fields.where(), "", fields.text(key)});
    }
}

std::optional<ActivationKind> fusedField(const JsonFields& fields) {
    return fields.isNull("fused") ? std::nullopt : std::optional(activationField(fields, "fused"));
}

template <class Window>
Window windowFrom(const JsonFields& fields) {
    Window op;
    op.kernel = fields.pair("kernel", 1, kMaxSize);
    op.stride = fields.pair("stride", 1, kMaxSize);
    op.padding = fields.pair("padding", 0, kMaxSize);
    return op;
}

Conv2d convFrom(const JsonFields& fields) {
    auto op = windowFrom<Conv2d>(fields);
    op.inChannels = fields.integer("in_channels", 1, kMaxSize);
    op.outChannels = fields.integer("out_channels", 1, kMaxSize);
    op.groups = fields.integer("groups", 1, kMaxSize);
    op.bias = fields.flag("bias");
    op.fused = fusedField(fields);
    op.dilation = fields.pair("dilation", 1, kMaxSize);
    if (op.inChannels % op.groups != 0 || op.outChannels % op.groups != 0) {
        fields.corrupt("groups", "a divisor of both channel counts");
    }
    return op;
}

/// Infinities are no numbers of JSON.
constexpr double kMaxConstant = 1e30;

Op poolFrom(const std::string& name, const JsonFields& fields) {
    if (name == "max_pool2d") {
        auto op = windowFrom<MaxPool2d>(fields);
        op.ceilMode = fields.flag("ceil_mode");
        return op;
    }
    auto op = windowFrom<AvgPool2d>(fields);
    op.ceilMode = fields.flag("ceil_mode");
    op.countIncludePad = fields.flag("count_include_pad");
    return op;
}

Pad2d padFrom(const JsonFields& fields) {
    const std::vector<int64_t> sides = fields.integers("sides", 0, kMaxSize);
    Pad2d op;
    if (sides.size() != op.sides.size()) {
        fields.corrupt("sides", "four sides");
    }
    std::copy(sides.begin(), sides.end(), op.sides.begin());
    op.value = fields.number("value", -kMaxConstant, kMaxConstant);
    return op;
}

SelectChannels selectionFrom(const JsonFields& fields) {
    SelectChannels op{fields.integers("channels", 0, kMaxSize)};
    if (op.channels.empty() || static_cast<int64_t>(op.channels.size()) > kMaxSize) {
        fields.corrupt("channels", fmt::format("1 to {} channels", kMaxSize));
    }
    return op;
}

Op opFrom(const std::string& name, const JsonFields& f) {
    const auto size = [&](const char* key) { return f.integer(key, 1, kMaxSize); };
    if (name == "input") {
        return Input{size("channels"), size("height"), size("width")};
    }
    if (name == "conv2d") {
        return convFrom(f);
    }
    if (name == "batch_norm2d") {
        return BatchNorm2d{size("channels"), f.number("eps", 0, 1), f.number("momentum", 0, 1),
                           f.has("fused") ? fusedField(f) : std::nullopt};
    }
    if (name == "linear") {
        return Linear{size("in_features"), size("out_features"), f.flag("bias"), fusedField(f)};
    }
    if (name == "activation") {
        const auto bound = [&](const char* key) { return f.number(key, -FLT_MAX, FLT_MAX); };
        return Activation{activationField(f, "kind"),
                          f.number("slope", -kMaxConstant, kMaxConstant), bound("low"),
                          bound("high")};
    }
    if (name == "add") {
        return Add{fusedField(f)};
    }
    if (name == "max_pool2d" || name == "avg_pool2d") {
        return poolFrom(name, f);
    }
    if (name == "dropout") {
        return Dropout{f.number("p", 0, 1)};
    }
    if (name == "pad2d") {
        return padFrom(f);
    }
    if (name == "select_channels") {
        return selectionFrom(f);
    }
    if (name == "channel_affine") {
        return ChannelAffine{size("channels")};
    }
    if (name == "upsample2d") {
        return Upsample2d{f.pair("scale", 1, kMaxSize)};
    }
    if (name == "layer_norm2d") {
        return LayerNorm2d{size("channels"), f.number("eps", 0, 1)};
    }
    for (const Op& plain : {Op{Multiply{}}, Op{Concat{}}, Op{GlobalAvgPool{}}, Op{Flatten{}}}) {
        if (name == opName(plain)) {
            return plain;
        }
    }
    throw Error(ErrorCode::Unsupported, "unknown operation", {f.where(), "", name.substr(0, 80)});
}

QuantParams quantFrom(const JsonFields& fields) {
    constexpr int64_t kMin = -128;
    constexpr int64_t kMax = 255;
    QuantParams quant;
    quant.scale = fields.number("scale", 0, kLargestScale);
    quant.zeroPoint = fields.integer("zero_point", kMin, kMax);
    quant.quantMin = fields.integer("quant_min", kMin, kMax);
    quant.quantMax = fields.integer("quant_max", quant.quantMin, kMax);
    if (quant.scale <= 0) {
        fields.corrupt("scale", "a positive number");
    }
    return quant;
}

Parameter parameterFrom(const JsonFields& fields) {
    const std::string type = fields.text("dtype");
    const std::vector<int64_t> shape = fields.integers("shape", 0, kMaxSize);
    for (const TypeName& known : kTypes) {
        if (type == known.name) {
            if (!tensorBytes(shape, known.placeholder)) {
                fields.corrupt("shape", "a shape that fits into memory");
            }
            const auto options = at::TensorOptions().dtype(known.placeholder);
            return {fields.text("slot"), at::zeros({}, options).expand(shape),
                    fields.flag("trainable")};
        }
    }
    throw Error(ErrorCode::Unsupported, "unknown parameter type",
                {fields.where(), "", type.substr(0, 80)});
}

/// What the operation itself says about its parameters.
std::vector<std::pair<std::string, std::vector<int64_t>>> requiredParameters(const Op& op) {
    if (const auto* conv = std::get_if<Conv2d>(&op)) {
        std::vector<std::pair<std::string, std::vector<int64_t>>> result{
            {"weight",
             {conv->outChannels, conv->inChannels / conv->groups, conv->kernel[0],
              conv->kernel[1]}}};
        if (conv->bias) {
            result.push_back({"bias", {conv->outChannels}});
        }
        return result;
    }
    if (const auto* linear = std::get_if<Linear>(&op)) {
        std::vector<std::pair<std::string, std::vector<int64_t>>> result{
            {"weight", {linear->outFeatures, linear->inFeatures}}};
        if (linear->bias) {
            result.push_back({"bias", {linear->outFeatures}});
        }
        return result;
    }
    if (const auto* norm = std::get_if<BatchNorm2d>(&op)) {
        return {{"weight", {norm->channels}},
                {"bias", {norm->channels}},
                {"running_mean", {norm->channels}},
                {"running_var", {norm->channels}}};
    }
    if (const auto* affine = std::get_if<ChannelAffine>(&op)) {
        return {{"weight", {affine->channels}}, {"bias", {affine->channels}}};
    }
    if (const auto* norm = std::get_if<LayerNorm2d>(&op)) {
        return {{"weight", {norm->channels}}, {"bias", {norm->channels}}};
    }
    return {};
}

void checkParameters(const Node& node, const JsonFields& fields) {
    std::set<std::string> slots;
    for (const Parameter& parameter : node.parameters) {
        if (!slots.insert(parameter.slot).second) {
            fields.corrupt("parameters", "each slot once");
        }
    }
    for (const auto& [slot, shape] : requiredParameters(node.op)) {
        if (!node.hasParameter(slot) || node.parameter(slot).sizes() != at::IntArrayRef(shape)) {
            fields.corrupt("parameters", slot + " " + shapeText(shape));
        }
    }
}

Node nodeFrom(const JsonFields& fields, NodeId id) {
    Node node;
    node.name = fields.text("name");
    node.op = opFrom(fields.text("op"), fields.child("attributes"));
    if (std::holds_alternative<Input>(node.op) != (id == 0)) {
        fields.corrupt("op", "an input first, and only there");
    }
    for (const int64_t input : fields.integers("inputs", 0, id - 1)) {
        node.inputs.push_back(static_cast<NodeId>(input));
    }
    node.block = fields.text("block");
    node.role = fields.text("role");
    for (const JsonFields& parameter : fields.children("parameters")) {
        node.parameters.push_back(parameterFrom(parameter));
    }
    if (fields.has("quant")) {
        node.quant = quantFrom(fields.child("quant"));
    }
    checkParameters(node, fields);
    return node;
}

ModelSpec specFrom(const JsonFields& fields) {
    ModelSpec spec;
    spec.name = fields.text("name");
    spec.channels = fields.integer("channels", 1, kMaxSize);
    spec.classes = fields.integer("classes", 1, kMaxSize);
    spec.height = fields.integer("height", 1, kMaxSize);
    spec.width = fields.integer("width", 1, kMaxSize);
    spec.activation = fields.text("activation");
    if (fields.has("strides")) {
        spec.strides = fields.text("strides");
    }
    if (fields.has("width_multiple")) {
        spec.widthMultiple = fields.number("width_multiple", 0.05, 10);
    }
    if (fields.has("hidden")) {
        spec.hidden = fields.integers("hidden", 1, kMaxSize);
    }
    return spec;
}

/// What only some networks have is written where they have it: so files of older programs, and
/// their digests, are those of this one.
json specToJson(const ModelSpec& spec) {
    json result{{"name", spec.name},       {"channels", spec.channels},
                {"classes", spec.classes}, {"height", spec.height},
                {"width", spec.width},     {"activation", spec.activation}};
    if (!spec.strides.empty()) {
        result["strides"] = spec.strides;
    }
    if (spec.widthMultiple != 1) {
        result["width_multiple"] = spec.widthMultiple;
    }
    if (!spec.hidden.empty()) {
        result["hidden"] = spec.hidden;
    }
    return result;
}

}  // namespace

json graphToJson(const Graph& graph) {
    json nodes = json::array();
    for (const Node& node : graph.nodes()) {
        nodes.push_back(nodeToJson(node));
    }
    json result{
        {"version", kVersion}, {"spec", specToJson(graph.spec)}, {"nodes", std::move(nodes)}};
    dropDefaults(result);
    return result;
}

Graph graphFromJson(const json& value, const std::string& source) {
    json whole = value;
    addDefaults(whole);
    const JsonFields fields(whole, source + ", graph");
    const int64_t version = fields.integer("version", 0, kMaxSize);
    if (version < kOldestVersion || version > kVersion) {
        throw Error(
            ErrorCode::Unsupported, "a model file of another version",
            {source, fmt::format("{} to {}", kOldestVersion, kVersion), std::to_string(version)});
    }
    Graph graph;
    graph.spec = specFrom(fields.child("spec"));
    for (const JsonFields& node : fields.children("nodes")) {
        Node parsed = nodeFrom(node, graph.size());
        if (graph.find(parsed.name)) {
            node.corrupt("name", "a name that no other node has");
        }
        graph.add(std::move(parsed));
    }
    if (graph.size() == 0) {
        fields.corrupt("nodes", "at least one node");
    }
    try {
        inferShapes(graph);
    } catch (const Error& error) {
        throw Error(ErrorCode::CorruptData, "the graph contradicts itself",
                    {source, "", error.what()});
    }
    return graph;
}

}  // namespace secateur
