#include "core/io/model_file.h"

#include <set>

#include "core/base/digest.h"
#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/base/json_text.h"
#include "core/io/graph_json.h"
#include "core/io/int8_file.h"
#include "core/io/safetensors.h"
#include "core/io/sparse_encoding.h"
#include "core/io/tensor_bytes.h"

namespace secateur {

namespace {

constexpr const char* kGraphKey = "secateur.graph";
constexpr const char* kEncodingKey = "secateur.encoding";
constexpr const char* kChecksumKey = "secateur.checksum";

/// Of the graph and of every stored tensor with its name.
std::string checksumOf(const StateDict& state) {
    Digest digest;
    for (const char* key : {kGraphKey, kEncodingKey}) {
        const auto text = state.metadata.find(key);
        digest.addText(text == state.metadata.end() ? "" : text->second);
    }
    for (const auto& [name, tensor] : state.tensors) {
        addTensor(digest, name, tensor);
    }
    return digest.hex();
}

std::vector<uint8_t> serializeChecked(StateDict state) {
    state.metadata[kChecksumKey] = checksumOf(state);
    return serializeSafetensors(state);
}

/// Files of the first version have no checksum.
void verifyChecksum(const StateDict& state, const std::string& source) {
    const auto stored = state.metadata.find(kChecksumKey);
    if (stored != state.metadata.end() && stored->second != checksumOf(state)) {
        throw Error(ErrorCode::CorruptData, "the file is damaged: its content has changed",
                    {source, "checksum " + stored->second, checksumOf(state)});
    }
}

StateDict plainState(const Graph& graph) {
    StateDict state;
    bool quantized = graph.quantized();
    for (const auto& [name, tensor] : graph.stateDict()) {
        if (tensor.is_quantized()) {
            quantized = true;
            appendQuantized(name, tensor, state);
        } else {
            state.tensors.emplace_back(name, tensor);
        }
    }
    state.metadata = {{"format", "pt"},
                      {kEncodingKey, quantized ? "int8" : "float"},
                      {kGraphKey, graphToJson(graph).dump()}};
    return state;
}

Graph graphOf(const StateDict& state, const std::string& source) {
    const auto text = state.metadata.find(kGraphKey);
    if (text == state.metadata.end()) {
        throw Error(ErrorCode::Unsupported,
                    "the file holds weights but not the network they are of",
                    {source, "a model file of Secateur", ""});
    }
    return graphFromJson(parseJson(text->second, source + ", graph"), source);
}

/// The stored value for a placeholder of graphFromJson.
at::Tensor storedValue(const std::string& name, const at::Tensor& placeholder,
                       const NamedTensors& tensors, const std::string& source,
                       std::set<std::string>& used) {
    used.insert(name);
    const auto found = tensors.find(name);
    const at::Tensor* stored = found == tensors.end() ? nullptr : &found->second;
    if (stored == nullptr || stored->sizes() != placeholder.sizes() ||
        stored->scalar_type() != placeholder.scalar_type()) {
        throw Error(ErrorCode::CorruptData, "a tensor is missing or not what the graph says",
                    {source + ", tensor \"" + name + "\"",
                     shapeText(placeholder.sizes()) + " " + at::toString(placeholder.scalar_type()),
                     stored == nullptr
                         ? "none"
                         : shapeText(stored->sizes()) + " " + at::toString(stored->scalar_type())});
    }
    if (placeholder.scalar_type() != at::kChar && placeholder.scalar_type() != at::kInt) {
        return *stored;
    }
    used.insert(scaleName(name));
    used.insert(zeroPointName(name));
    return readQuantized(name, tensors, source);
}

Graph assemble(const StateDict& state, const std::string& source, Values values) {
    Graph graph = graphOf(state, source);
    const NamedTensors tensors = namedTensors(state);
    std::set<std::string> used;
    for (NodeId id = 0; id < graph.size(); ++id) {
        Node& node = graph.node(id);
        for (Parameter& parameter : node.parameters) {
            parameter.value = storedValue(node.name + "." + parameter.slot, parameter.value,
                                          tensors, source, used);
        }
    }
    for (const auto& [name, tensor] : state.tensors) {
        if (!used.contains(name)) {
            throw Error(ErrorCode::CorruptData, "a tensor belongs to no layer of the graph",
                        {source + ", tensor \"" + name + "\"", "", ""});
        }
    }
    if (values == Values::Sound) {
        requireSoundValues(graph, source);
    }
    return graph;
}

}  // namespace

std::vector<uint8_t> serializeModel(const Graph& graph) {
    return serializeChecked(plainState(graph));
}

std::vector<uint8_t> serializeSparseModel(const Graph& graph) {
    return serializeChecked(encodeSparse(plainState(graph)));
}

int64_t writeModel(const std::string& path, const Graph& graph) {
    const std::vector<uint8_t> bytes = serializeModel(graph);
    writeFile(path, bytes.data(), bytes.size());
    return static_cast<int64_t>(bytes.size());
}

bool holdsGraph(const StateDict& state) {
    return state.metadata.contains(kGraphKey);
}

Graph modelOf(const StateDict& state, const std::string& source, Values values) {
    try {
        // First what can say which layer is damaged.
        Graph graph = assemble(decodeSparse(state, source), source, values);
        verifyChecksum(state, source);
        return graph;
    } catch (...) {
        rethrowNaming(source);
    }
}

Graph parseModel(std::vector<uint8_t> bytes, const std::string& source, Values values) {
    return modelOf(parseSafetensors(std::move(bytes), source), source, values);
}

Graph readModel(const std::string& path, Values values) {
    return parseModel(readFile(path), path, values);
}

}  // namespace secateur
