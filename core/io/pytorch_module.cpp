#include "core/io/pytorch_module.h"

#include <caffe2/serialize/inline_container.h>
#include <fmt/format.h>
#include <torch/csrc/jit/serialization/pickler.h>

#include "core/base/error.h"
#include "core/io/python_names.h"
#include "core/io/python_source.h"

namespace secateur {

namespace {

/// As torch.save: a pickle in which tensors are records of the archive.
std::vector<uint8_t> savedState(const Graph& graph, const PythonNames& names) {
    c10::impl::GenericDict state(c10::StringType::get(), c10::TensorType::get());
    for (const Node& node : graph.nodes()) {
        for (const Parameter& p : node.parameters) {
            // A view would bring the whole of what it is a view of, and be written from its middle.
            state.insert(names.stateName(node.name) + "." + p.slot,
                         p.value.detach().clone(at::MemoryFormat::Contiguous));
        }
    }
    std::string pickle;
    torch::jit::Pickler pickler([&](const char* bytes, size_t size) { pickle.append(bytes, size); },
                                nullptr, nullptr, nullptr, nullptr, false);
    pickler.protocol();
    pickler.pushIValue(state);
    pickler.stop();

    std::vector<uint8_t> file;
    caffe2::serialize::PyTorchStreamWriter writer([&](const void* bytes, size_t size) {
        const auto* first = static_cast<const uint8_t*>(bytes);
        file.insert(file.end(), first, first + size);
        return size;
    });
    writer.writeRecord("data.pkl", pickle.data(), pickle.size());
    int64_t number = 0;
    for (const at::Tensor& tensor : pickler.tensorData()) {
        writer.writeRecord("data/" + std::to_string(number), tensor.data_ptr(),
                           tensor.storage().nbytes());
        ++number;
    }
    writer.writeEndOfFile();
    return file;
}

}  // namespace

PytorchModule pytorchModule(const Graph& graph, const std::vector<std::string>& notes) {
    if (graph.quantized()) {
        throw Error(ErrorCode::Unsupported, "an INT8 network has no PyTorch module",
                    {graph.spec.name, "an FP32 network, or ONNX", "INT8"});
    }
    const PythonNames names(graph);
    return {pythonSource(graph, names, notes), savedState(graph, names)};
}

}  // namespace secateur
