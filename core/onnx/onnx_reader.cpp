#include "core/onnx/onnx_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/graph/blocks.h"
#include "core/graph/shapes.h"
#include "core/io/safetensors.h"
#include "core/onnx/onnx_call.h"
#include "core/onnx/onnx_constants.h"
#include "core/onnx/onnx_elementwise.h"
#include "core/onnx/onnx_file.h"
#include "core/onnx/onnx_integers.h"
#include "core/onnx/onnx_layers.h"
#include "core/onnx/onnx_moves.h"

namespace secateur {

namespace {

constexpr int64_t kUsualSide = 224;
constexpr int64_t kLargestSide = 1 << 16;
/// The batch where the file leaves it open: a number that no size of a network is likely to be a
/// multiple of, so that a shape which holds it can only mean the batch.
constexpr int64_t kOpenBatch = 10007;

const std::map<std::string, OnnxHandler>& onnxHandlers() {
    static const std::map<std::string, OnnxHandler> handlers{
        {"Conv", readConv},
        {"Gemm", readGemm},
        {"MatMul", readMatMul},
        {"BatchNormalization", readBatchNorm},
        {"LayerNormalization", readLayerNorm},
        {"LayerNorm", readLayerNorm},
        {"MaxPool", readMaxPool},
        {"AveragePool", readAveragePool},
        {"GlobalAveragePool", readGlobalAveragePool},
        {"GlobalMaxPool", readGlobalMaxPool},
        {"ReduceMean", readReduceMean},
        {"Pad", readPad},
        {"Resize", readResize},
        {"Upsample", readResize},
        {"Relu", readActivation},
        {"Sigmoid", readActivation},
        {"HardSwish", readActivation},
        {"Tanh", readActivation},
        {"Silu", readActivation},
        {"HardSigmoid6", readActivation},
        {"GeluTanh", readActivation},
        {"Gelu", readGelu},
        {"LeakyRelu", readLeakyRelu},
        {"HardSigmoid", readHardSigmoid},
        {"Clip", readClip},
        {"Add", readAdd},
        {"Sub", readSub},
        {"Mul", readMul},
        {"Div", readDiv},
        {"Neg", readNeg},
        {"Identity", readSame},
        {"Cast", readCast},
        {"Dropout", readDropout},
        {"Reshape", readReshape},
        {"Flatten", readFlatten},
        {"Squeeze", readSqueeze},
        {"Unsqueeze", readUnsqueeze},
        {"Transpose", readTranspose},
        {"Expand", readExpand},
        {"Shape", readShape},
        {"Concat", readConcat},
        {"Split", readSplit},
        {"Slice", readSlice},
        {"Gather", readGather},
        {"QuantizeLinear", readQuantize},
        {"DequantizeLinear", readDequantize},
    };
    return handlers;
}

/// Operators that compute on integers themselves.
bool isOtherQuantization(const std::string& type) {
    static const std::set<std::string> kOthers{"ConvInteger", "MatMulInteger",
                                               "DynamicQuantizeLinear", "com.microsoft.QGemm"};
    return type.starts_with("QLinear") || type.starts_with("com.microsoft.QLinear") ||
           kOthers.contains(type);
}

/// Steps that give integers where they are given integers.
bool viewsValues(const std::string& type) {
    static const std::set<std::string> kViews{"Identity", "Reshape",   "Flatten",
                                              "Squeeze",  "Unsqueeze", "Transpose"};
    return kViews.contains(type);
}

bool isRounding(const std::string& type) {
    return type == "QuantizeLinear" || type == "DequantizeLinear";
}

/// Steps that cannot be read, gathered before anything is said.
class UnreadSteps {
 public:
    void add(const OnnxStep& step, const std::string& reason) {
        Kind& kind = m_kinds[step.type + (reason.empty() ? "" : " " + reason)];
        if (kind.count++ == 0) {
            kind.first = step.node->name().empty() ? step.node->output(0) : step.node->name();
        }
        m_otherForm = m_otherForm || isOtherQuantization(step.type);
    }

    /// Error(Unsupported) that lists them, if there are any.
    void refuse(const std::string& source) const {
        if (m_kinds.empty()) {
            return;
        }
        constexpr size_t kLines = 10;
        std::string text = source +
                           (m_otherForm ? " is quantized in another form than QDQ "
                                          "(QuantizeLinear, DequantizeLinear of 8 bits) and "
                                        : " ") +
                           "has operators that are not read:";
        for (const auto& [type, kind] : m_kinds) {
            text += fmt::format("\n{}: {}, first {}", type.substr(0, 100), kind.count,
                                kind.first.substr(0, 120));
            if (std::count(text.begin(), text.end(), '\n') == kLines) {
                break;
            }
        }
        if (m_kinds.size() > kLines) {
            text += fmt::format("\n... and {} more", m_kinds.size() - kLines);
        }
        throw Error(ErrorCode::Unsupported, text);
    }

 private:
    struct Kind {
        int64_t count = 0;
        std::string first;
    };
    std::map<std::string, Kind> m_kinds;
    bool m_otherForm = false;
};

/// What the file says of the images, and what is assumed where it leaves it open.
struct OnnxInput {
    std::string name;
    int64_t batch = kOpenBatch;
    FeatureShape shape{};
    bool channelsLast = false;
    std::vector<std::string> notes;
};

[[noreturn]] void refuseInput(const std::string& got) {
    throw Error(ErrorCode::Unsupported, "the ONNX network's input is not one batch of images",
                {"", "float [N, channels, height, width]", got});
}

const onnx::ValueInfoProto& imageInput(const onnx::GraphProto& graph) {
    std::unordered_set<std::string> stored;
    for (const onnx::TensorProto& tensor : graph.initializer()) {
        stored.insert(tensor.name());
    }
    const onnx::ValueInfoProto* found = nullptr;
    for (const onnx::ValueInfoProto& input : graph.input()) {
        if (stored.contains(input.name())) {
            continue;
        }
        if (found != nullptr) {
            refuseInput(fmt::format("also '{}'", input.name().substr(0, 80)));
        }
        found = &input;
    }
    if (found == nullptr) {
        refuseInput("none");
    }
    return *found;
}

/// 0: the file leaves it open.
int64_t givenSize(const onnx::TensorShapeProto::Dimension& dim, int64_t most) {
    const int64_t size =
        dim.value_case() == onnx::TensorShapeProto::Dimension::kDimValue ? dim.dim_value() : 0;
    if (size > most) {
        refuseInput(fmt::format("a size of {}", size));
    }
    return std::max<int64_t>(size, 0);
}

OnnxInput inputOf(const onnx::GraphProto& graph, const std::optional<ImageForm>& images) {
    const onnx::ValueInfoProto& info = imageInput(graph);
    const onnx::TypeProto::Tensor& type = info.type().tensor_type();
    if (type.elem_type() != onnx::TensorProto::FLOAT &&
        type.elem_type() != onnx::TensorProto::FLOAT16) {
        refuseInput(fmt::format("'{}' of another type", info.name().substr(0, 80)));
    }
    if (type.shape().dim_size() != 4) {
        refuseInput(fmt::format("{} dimensions", type.shape().dim_size()));
    }
    OnnxInput input;
    input.name = info.name();
    std::array<int64_t, 4> sizes{};
    for (size_t i = 0; i < 4; ++i) {
        sizes[i] = givenSize(type.shape().dim(static_cast<int>(i)), kLargestSide);
    }
    constexpr int64_t kMostImageChannels = 4;
    input.channelsLast =
        sizes[1] > kMostImageChannels && sizes[3] > 0 && sizes[3] <= kMostImageChannels;
    if (input.channelsLast) {
        sizes = {sizes[0], sizes[3], sizes[1], sizes[2]};
    }
    input.batch = sizes[0] > 0 ? sizes[0] : kOpenBatch;
    if (sizes[1] == 0) {
        sizes[1] = images ? images->channels : 3;
        input.notes.push_back(fmt::format("images of {} channels assumed", sizes[1]));
    }
    if (sizes[2] == 0 || sizes[3] == 0) {
        sizes[2] = sizes[2] > 0 ? sizes[2] : images ? images->height : kUsualSide;
        sizes[3] = sizes[3] > 0 ? sizes[3] : images ? images->width : kUsualSide;
        if (!images) {
            input.notes.push_back(fmt::format(
                "images of {}x{} assumed: the file leaves their size open", sizes[2], sizes[3]));
        }
    }
    input.shape = {sizes[1], sizes[2], sizes[3]};
    return input;
}

class OnnxReader {
 public:
    OnnxReader(const OnnxFile& file, const std::optional<ImageForm>& images)
        : m_file(file),
          m_graph(file.model.graph()),
          m_input(inputOf(m_graph, images)),
          m_constants(file.opset, file.folder),
          m_names(m_graph),
          m_build(m_input.shape, m_input.batch) {
        for (const onnx::TensorProto& tensor : m_graph.initializer()) {
            m_stored[tensor.name()] = &tensor;
        }
        OnnxValue images0 = m_build.map(0);
        if (m_input.channelsLast) {
            images0.layout = images0.layout.transposed({0, 2, 3, 1});
        }
        m_values[m_input.name] = {images0, true};
    }

    OnnxNetwork read(const std::string& source) {
        if (m_graph.output_size() < 1) {
            throw Error(ErrorCode::CorruptData, "the ONNX network has no output");
        }
        const std::string& result = m_graph.output(0).name();
        const OnnxSteps steps = onnxSteps(m_file, result);
        countUses(steps, result);
        for (const OnnxStep& step : steps.steps) {
            take(step);
        }
        m_unread.refuse(source);
        const OnnxValue output = valueOf(result);
        if (!output.isFeature()) {
            throw Error(ErrorCode::Unsupported,
                        "the ONNX network's output does not depend on "
                        "the images");
        }
        OnnxNetwork network{m_build.finish(output), m_input.notes};
        describe(network.graph);
        note(network, steps);
        return network;
    }

 private:
    struct Known {
        OnnxValue value;
        bool read = true;  ///< false: a step that is not read would have given it
    };

    void countUses(const OnnxSteps& steps, const std::string& result) {
        for (const OnnxStep& step : steps.steps) {
            for (size_t i = 0; i < step.inputs.size(); ++i) {
                // Who rounds a value as another one does is no second reader.
                if (i > 0 || step.type != "QuantizeLinear" ||
                    m_roundings.insert(step.inputs).second) {
                    ++m_uses[step.inputs[i]];
                }
            }
        }
        ++m_uses[result];
    }

    const Known& known(const std::string& name) {
        const auto found = m_values.find(name);
        if (found != m_values.end()) {
            return found->second;
        }
        Known& value = m_values[name];
        if (!name.empty()) {
            const auto stored = m_stored.find(name);
            if (stored == m_stored.end()) {
                throw Error(ErrorCode::CorruptData, "an ONNX value that nothing gives",
                            {"", "an initializer or a node", name});
            }
            value.value.constant = onnxTensor(*stored->second, m_file.folder);
            value.value.type = stored->second->data_type();
        }
        return value;
    }
    OnnxValue valueOf(const std::string& name) {
        OnnxValue value = known(name).value;
        value.sole = value.sole && m_uses[name] == 1;
        return value;
    }

    void take(const OnnxStep& step) {
        std::vector<OnnxValue> inputs;
        bool readable = true;
        bool features = false;
        for (const std::string& input : step.inputs) {
            readable = readable && known(input).read;
            inputs.push_back(valueOf(input));
            features = features || inputs.back().isFeature();
        }
        OnnxResults results;
        if (readable) {
            try {
                results = features || isRounding(step.type) ? computed(step, inputs)
                                                            : folded(step, inputs);
            } catch (const OnnxUnread& unread) {
                m_unread.add(step, unread.what());
                readable = false;
            }
        }
        for (int i = 0; i < step.node->output_size(); ++i) {
            const auto index = static_cast<size_t>(i);
            m_values[step.node->output(i)] = index < results.size()
                                                 ? Known{results[index], true}
                                                 : Known{{}, readable && index > 0};
        }
    }

    OnnxResults folded(const OnnxStep& step, const std::vector<OnnxValue>& inputs) {
        std::vector<at::Tensor> constants;
        for (const OnnxValue& input : inputs) {
            constants.push_back(input.constant);
        }
        const bool own = step.node->domain().empty() || step.node->domain() == "ai.onnx";
        auto constant = own ? m_constants.fold(*step.node, constants) : std::nullopt;
        if (!constant) {
            throw OnnxUnread(onnxHandlers().contains(step.type) ? "of constants" : "");
        }
        OnnxValue value;
        value.constant = std::move(*constant);
        value.type = foldedType(*step.node, inputs);
        return {value};
    }

    OnnxResults computed(const OnnxStep& step, const std::vector<OnnxValue>& inputs) {
        const auto handler = onnxHandlers().find(step.type);
        if (handler == onnxHandlers().end()) {
            throw OnnxUnread("");
        }
        const bool integers = std::any_of(inputs.begin(), inputs.end(), [](const OnnxValue& value) {
            return value.rounding.has_value();
        });
        const bool view = integers && viewsValues(step.type);
        if (integers && !view && step.type != "Clip" && step.type != "DequantizeLinear") {
            throw OnnxUnread("of integers");
        }
        OnnxResults results = handler->second({m_build, m_names, step, inputs, m_file.opset});
        if (view) {
            results.front().rounding = inputs.front().rounding;
        }
        return results;
    }

    /// Of what is only moved or named; 0 where it is not known.
    static int32_t foldedType(const onnx::NodeProto& node, const std::vector<OnnxValue>& inputs) {
        const OnnxAttributes attributes(node);
        if (node.op_type() == "Constant") {
            const auto* value = attributes.find("value");
            return value == nullptr ? 0 : value->t().data_type();
        }
        if (node.op_type() == "Cast") {
            return static_cast<int32_t>(attributes.integer("to", 0));
        }
        return viewsValues(node.op_type()) ? inputs.front().type : 0;
    }

    void describe(Graph& graph) const {
        const FeatureShape& shape = m_input.shape;
        graph.spec.name = kImportedModel;
        graph.spec.channels = shape[0];
        graph.spec.height = shape[1];
        graph.spec.width = shape[2];
        graph.spec.activation = "";
        graph.spec.classes = inferShapes(graph).back()[0];
        assignBlocks(graph);
    }

    void note(OnnxNetwork& network, const OnnxSteps& steps) const {
        std::vector<std::string>& notes = network.notes;
        if (!steps.softmax.empty()) {
            notes.push_back(steps.softmax + " at the end left out: the network gives logits");
        }
        if (m_graph.output_size() > 1) {
            notes.push_back(fmt::format("of {} outputs the first is taken, '{}'",
                                        m_graph.output_size(), m_graph.output(0).name()));
        }
        bool normalised = false;
        bool biased = false;
        for (const Node& node : network.graph.nodes()) {
            const auto* conv = std::get_if<Conv2d>(&node.op);
            normalised = normalised || std::holds_alternative<BatchNorm2d>(node.op) ||
                         std::holds_alternative<LayerNorm2d>(node.op);
            biased = biased || (conv != nullptr && conv->bias);
        }
        if (biased && !normalised && !network.graph.quantized()) {
            notes.push_back(
                "batch normalisation is folded into the convolutions (or there was none): layers "
                "cannot be ranked by its scales");
        }
    }

    const OnnxFile& m_file;
    const onnx::GraphProto& m_graph;
    OnnxInput m_input;
    OnnxConstants m_constants;
    OnnxNames m_names;
    OnnxBuilder m_build;
    UnreadSteps m_unread;
    std::unordered_map<std::string, const onnx::TensorProto*> m_stored;
    std::unordered_map<std::string, Known> m_values;
    std::unordered_map<std::string, int64_t> m_uses;
    std::set<std::vector<std::string>> m_roundings;
};

}  // namespace

bool looksLikeOnnx(const std::string& path) {
    std::string extension = std::filesystem::path(path).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (extension == ".onnx") {
        return true;
    }
    constexpr std::array<uint8_t, 7> kFields{0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42};
    const std::vector<uint8_t> start = readFileStart(path, 3);
    return start.size() == 3 && start[0] == 0x08 && start[1] > 0 && start[1] < 32 &&
           std::find(kFields.begin(), kFields.end(), start[2]) != kFields.end() &&
           !looksLikeSafetensors(path);
}

OnnxNetwork parseOnnx(const std::vector<uint8_t>& bytes, const std::string& folder,
                      const std::optional<ImageForm>& images, Values values,
                      const std::string& source) {
    try {
        const OnnxFile file = parseOnnxFile(bytes, folder);
        OnnxNetwork network = OnnxReader(file, images).read(source);
        if (values == Values::Sound) {
            requireSoundValues(network.graph, source);
        }
        return network;
    } catch (...) {
        rethrowNaming(source);
    }
}

OnnxNetwork readOnnx(const std::string& path, const std::optional<ImageForm>& images,
                     Values values) {
    const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
    return parseOnnx(readFile(path, INT32_MAX), folder.string(), images, values, path);
}

}  // namespace secateur
