#include "core/exec/onnx_session.h"

#include "core/base/error.h"

#ifdef SECATEUR_ONNXRUNTIME

#include <dlfcn.h>

#define ORT_API_MANUAL_INIT
#include <fmt/format.h>
#include <onnxruntime_cxx_api.h>

#include <iostream>

namespace secateur {

namespace {

/// Opens the library that this program was built for, once.
const OrtApiBase& library() {
    static const OrtApiBase* const base = [] {
        void* handle = dlopen(SECATEUR_ONNXRUNTIME, RTLD_NOW | RTLD_LOCAL);
        const char* failure = handle == nullptr ? dlerror() : nullptr;
        if (failure != nullptr) {
            throw Error(ErrorCode::Unsupported, "onnxruntime cannot be opened",
                        {SECATEUR_ONNXRUNTIME, "the package of this library", failure});
        }
        const auto entry =
            reinterpret_cast<const OrtApiBase* (*)()>(dlsym(handle, "OrtGetApiBase"));
        const OrtApiBase* found = entry == nullptr ? nullptr : entry();
        const OrtApi* api = found == nullptr ? nullptr : found->GetApi(ORT_API_VERSION);
        if (api == nullptr) {
            throw Error(ErrorCode::Unsupported, "onnxruntime cannot be opened",
                        {SECATEUR_ONNXRUNTIME, fmt::format("API {}", ORT_API_VERSION),
                         found == nullptr ? "none" : found->GetVersionString()});
        }
        Ort::InitApi(api);
        return found;
    }();
    return *base;
}

/// Debian's libonnx has one list of operators, which LibTorch has filled already: of each that
/// onnxruntime would add libonnx says on std::cerr that it is there, and keeps it.
class QuietErrors {
 public:
    QuietErrors() : m_before(std::cerr.rdbuf(nullptr)) {}
    ~QuietErrors() {
        std::cerr.rdbuf(m_before);  // and forgets what failed meanwhile
    }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;

 private:
    std::streambuf* const m_before;
};

Ort::Env* makeEnvironment() {
    const QuietErrors quiet;
    return new Ort::Env(ORT_LOGGING_LEVEL_ERROR, "secateur");
}

/// One for the process, never destroyed: onnxruntime's own threads end with it.
Ort::Env& environment() {
    library();
    static Ort::Env& env = *makeEnvironment();
    return env;
}

}  // namespace

std::string OnnxSession::runtimeName() {
    return std::string("onnxruntime ") + library().GetVersionString();
}

struct OnnxSession::State {
    Ort::Session session;
    std::string input;
    std::string output;
};

OnnxSession::OnnxSession(const std::vector<uint8_t>& model) {
    Ort::Env& env = environment();
    try {
        Ort::SessionOptions options;
        options.SetIntraOpNumThreads(1);
        options.SetInterOpNumThreads(1);
        Ort::Session session(env, model.data(), model.size(), options);
        Ort::AllocatorWithDefaultOptions names;
        std::string input = session.GetInputNameAllocated(0, names).get();
        std::string output = session.GetOutputNameAllocated(0, names).get();
        m_state =
            std::make_unique<State>(State{std::move(session), std::move(input), std::move(output)});
    } catch (const Ort::Exception& refusal) {
        throw Error(ErrorCode::Unsupported, "onnxruntime refuses the network",
                    {"", "", refusal.what()});
    }
}

OnnxSession::~OnnxSession() = default;

at::Tensor OnnxSession::run(const at::Tensor& images) const {
    const at::Tensor dense = images.contiguous();
    const auto shape = dense.sizes();
    const char* const input = m_state->input.c_str();
    const char* const output = m_state->output.c_str();
    try {
        const auto memory = Ort::MemoryInfo::CreateCpu(OrtDeviceAllocator, OrtMemTypeCPU);
        const Ort::Value given = Ort::Value::CreateTensor<float>(memory, dense.data_ptr<float>(),
                                                                 static_cast<size_t>(dense.numel()),
                                                                 shape.data(), shape.size());
        // A session may be run by several threads at once, which its C++ class does not say.
        const std::vector<Ort::Value> made =
            const_cast<Ort::Session&>(m_state->session).Run({}, &input, &given, 1, &output, 1);
        const std::vector<int64_t> sizes = made.front().GetTensorTypeAndShapeInfo().GetShape();
        return at::from_blob(const_cast<float*>(made.front().GetTensorData<float>()), sizes,
                             at::kFloat)
            .clone();
    } catch (const Ort::Exception& refusal) {
        throw Error(ErrorCode::Mismatch, "onnxruntime refuses the images",
                    {"", "", refusal.what()});
    }
}

}  // namespace secateur

#else

namespace secateur {

struct OnnxSession::State {};

std::string OnnxSession::runtimeName() {
    throw Error(ErrorCode::Unsupported, "this program was built without onnxruntime",
                {"", "one built where libonnxruntime-dev is, as on Debian 13", ""});
}

OnnxSession::OnnxSession(const std::vector<uint8_t>&) {
    runtimeName();
}

OnnxSession::~OnnxSession() = default;

at::Tensor OnnxSession::run(const at::Tensor&) const {
    return {};
}

}  // namespace secateur

#endif
