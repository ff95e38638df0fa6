#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace secateur {

/// A network as an ONNX file, run by onnxruntime in this process: what the users of that file get.
/// The program is built for one version of the library and opens it when the first session is made,
/// so that nothing else waits for it or needs it.
class OnnxSession {
 public:
    /// Of the library, for example "onnxruntime 1.21.0". Errors: Unsupported (this program was
    /// built without it, or the library is not installed).
    static std::string runtimeName();

    /// `model`: the bytes of the file, with one input and one output. One thread a call of run().
    /// Errors: those of runtimeName(), Unsupported (onnxruntime refuses the model; with its words).
    explicit OnnxSession(const std::vector<uint8_t>& model);
    ~OnnxSession();
    OnnxSession(const OnnxSession&) = delete;
    OnnxSession& operator=(const OnnxSession&) = delete;

    /// Logits [N, classes] of float images [N, C, H, W]. Any number of threads at once. Errors:
    /// Mismatch (images of another shape than the model's; with onnxruntime's words).
    at::Tensor run(const at::Tensor& images) const;

 private:
    struct State;
    std::unique_ptr<const State> m_state;
};

}  // namespace secateur
